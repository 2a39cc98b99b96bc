import { describe, expect, it } from 'vitest';
import { formatter } from './format';

const en = formatter('en');
const tr = formatter('tr');

describe('formatter', () => {
  it('writes numbers and percents as each language does', () => {
    expect(en.number(1234567)).toBe('1,234,567');
    expect(tr.number(1234567)).toBe('1.234.567');
    expect(en.percent(96.55)).toBe('96.55%');
    expect(tr.percent(96.55)).toBe('%96,55');
  });
  it('knows how numbers are typed', () => {
    expect(formatter('en').separators).toEqual({ thousandSeparator: ',', decimalSeparator: '.' });
    expect(formatter('tr').separators).toEqual({ thousandSeparator: '.', decimalSeparator: ',' });
  });
  it('writes times in UTC whatever the offset of the input', () => {
    expect(en.utc('2026-11-23T23:30:05-03:00')).toBe('Nov 24, 2026, 02:30:05');
  });
  it('gives money its currency', () => {
    expect(en.money(12.5, 'EUR')).toBe('€12.50');
  });
  it('says how long ago in the largest fitting unit', () => {
    const now = Date.parse('2026-11-23T12:00:00Z');
    expect(en.relative('2026-11-23T11:59:30Z', now)).toBe('30 seconds ago');
    expect(en.relative('2026-11-23T09:00:00Z', now)).toBe('3 hours ago');
    expect(en.relative('2026-11-22T12:00:00Z', now)).toBe('yesterday');
  });
  it('writes spans in the largest unit they fill', () => {
    expect(en.duration(1440)).toBe('1 day');
    expect(en.duration(90)).toBe('1.5 hours');
    expect(tr.duration(5)).toBe('5 dakika');
  });
  it('writes sizes in binary units', () => {
    expect(en.bytes(0)).toBe('0 B');
    expect(en.bytes(1536)).toBe('1.5 KiB');
    expect(tr.bytes(52_428_800)).toBe('50 MiB');
  });
});
