import { describe, expect, it } from 'vitest';
import { shareOf, sumOf } from './model';

describe('shares', () => {
  it('are rounded to a tenth of a percent', () => {
    expect(shareOf(1, 3)).toBe(33.3);
    expect(shareOf(2, 2)).toBe(100);
  });
  it('of nothing are nothing', () => {
    expect(shareOf(0, 0)).toBe(0);
    expect(sumOf([])).toBe(0);
  });
});
