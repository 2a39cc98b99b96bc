import { describe, expect, it } from 'vitest';
import { bodyOf, EMPTY, isDone, metricOf } from './draft';

const filled = {
  ...EMPTY,
  flag: 'id',
  name: ' New lobby ',
  variants: [
    { variant: 'off', name: '', weight: 1 },
    { variant: 'on', name: 'With', weight: 1 },
  ],
};

describe('isDone', () => {
  it('needs a flag and a name', () => {
    expect(isDone(EMPTY, 0)).toBe(false);
    expect(isDone(filled, 0)).toBe(true);
  });
  it('needs two weighted variants, a share, and whole conditions', () => {
    expect(isDone(filled, 1)).toBe(true);
    expect(isDone({ ...filled, traffic: 0 }, 1)).toBe(false);
    expect(isDone({ ...filled, audience: [{ attribute: 'country', values: [] }] }, 1)).toBe(false);
    expect(isDone({ ...filled, variants: filled.variants.slice(1) }, 1)).toBe(false);
  });
  it('needs the events of a ratio that is not known by name', () => {
    expect(isDone({ ...filled, metrics: [metricOf('ctr')] }, 2)).toBe(true);
    const own = { ...metricOf('stake.per.bet'), kind: 'ratio' as const };
    expect(isDone({ ...filled, metrics: [own] }, 2)).toBe(false);
    const whole = { ...own, event: 'stake', denominator: 'bet' };
    expect(isDone({ ...filled, metrics: [whole] }, 2)).toBe(true);
    expect(isDone({ ...filled, metrics: [metricOf('two words')] }, 2)).toBe(false);
  });
});

it('what is left empty is not sent as text', () => {
  const body = bodyOf({ ...filled, audience: [{ attribute: ' country ', values: ['TR'] }] });
  expect(body).toMatchObject({
    name: 'New lobby',
    owner: null,
    planned_users: null,
    variants: [
      { variant: 'off', name: null, weight: 1 },
      { variant: 'on', name: 'With', weight: 1 },
    ],
    metrics: [{ key: 'conversion', kind: null, event: null, cap: null }],
    audience: [{ kind: 'attribute', attribute: 'country', op: 'in', values: ['TR'] }],
  });
});
