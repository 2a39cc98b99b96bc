import { describe, expect, it } from 'vitest';
import { periodText } from './labels';

describe('periodText', () => {
  it.each([
    [1, 'en', '1 hour'],
    [24, 'en', '24 hours'],
    [168, 'en', '7 days'],
    [720, 'tr', '30 gün'],
    [87_600, 'tr', '10 yıl'],
    [5, 'tr', '5 saat'],
  ])('%d hours in %s: %s', (hours, locale, expected) => {
    expect(periodText(hours, locale)).toBe(expected);
  });
});
