import { describe, expect, it } from 'vitest';
import { FIRST_PLAN, requestOf } from './plan';

describe('requestOf', () => {
  it('turns percent into shares', () => {
    expect(requestOf(FIRST_PLAN)).toMatchObject({ baseline: 0.1, effect: 0.1, deviation: null });
  });
  it('keeps a mean as it is, with its deviation', () => {
    const draft = { ...FIRST_PLAN, kind: 'mean' as const, baseline: 48, deviation: 90 };
    expect(requestOf(draft)).toMatchObject({ baseline: 48, deviation: 90 });
  });
  it.each([
    { baseline: '' },
    { baseline: 0 },
    { effect: 0 },
    { dailyUsers: -1 },
    { traffic: 101 },
    { kind: 'mean' as const, deviation: '' },
  ] as Partial<typeof FIRST_PLAN>[])('asks nothing of %j', (wrong) => {
    expect(requestOf({ ...FIRST_PLAN, ...wrong })).toBeNull();
  });
});
