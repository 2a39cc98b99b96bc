import { describe, expect, it } from 'vitest';
import { spanParts, spanText } from './span';

describe('spanParts', () => {
  it.each([
    [0, [['minute', 0]]],
    [59, [['minute', 0]]],
    [
      3 * 3600 + 61,
      [
        ['hour', 3],
        ['minute', 1],
      ],
    ],
    [
      -(86400 * 2 + 4 * 3600),
      [
        ['day', 2],
        ['hour', 4],
      ],
    ],
    [86400 * 2 + 59 * 60, [['day', 2]]],
  ])('%i seconds', (seconds, parts) => {
    expect(spanParts(seconds).map(({ unit, value }) => [unit, value])).toEqual(parts);
  });
});

describe('spanText', () => {
  it('is short in both languages', () => {
    expect(spanText(86400 * 2 + 4 * 3600, 'en')).toBe('2d 4h');
    expect(spanText(86400 * 2 + 4 * 3600, 'tr')).toMatch(/^2 gün 4 sa\.?$/);
  });
});
