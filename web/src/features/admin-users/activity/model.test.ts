import { describe, expect, it } from 'vitest';
import { subjectOf } from './model';

describe('subjectOf', () => {
  it.each([
    [null, { email: 'a@example.com', name: 'A' }, 'a@example.com'],
    [{ name: 'Old' }, { name: 'New' }, 'New'],
    [{ name: 'Gone' }, null, 'Gone'],
    [{ name: 'Kept' }, { name: '', status: 'x' }, 'Kept'],
    [{ name: 7 }, null, undefined],
    [null, null, undefined],
  ])('%o then %o: %s', (before_snapshot, after_snapshot, expected) => {
    expect(subjectOf({ before_snapshot, after_snapshot })).toBe(expected);
  });
});
