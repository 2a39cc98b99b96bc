import { describe, expect, it } from 'vitest';
import { endOf } from './end';

const NOW = Date.parse('2030-01-01T12:00:00Z');

describe('endOf', () => {
  it('is none until somebody lifts it', () => {
    expect(endOf({ kind: 'lifted', at: '' }, NOW)).toBeNull();
  });
  it.each([
    ['15m', '2030-01-01T12:15:00.000Z'],
    ['24h', '2030-01-02T12:00:00.000Z'],
  ] as const)('%s counts from now', (kind, moment) => {
    expect(endOf({ kind, at: '' }, NOW)).toBe(moment);
  });
  it('takes a moment as UTC', () => {
    expect(endOf({ kind: 'at', at: '2030-01-01T12:01' }, NOW)).toBe('2030-01-01T12:01:00.000Z');
  });
  it.each(['', 'soon', '2030-01-01T12:00', '2029-12-31T23:59'])('%j is no end', (at) => {
    expect(endOf({ kind: 'at', at }, NOW)).toBeUndefined();
  });
});
