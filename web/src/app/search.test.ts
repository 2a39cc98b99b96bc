import { describe, expect, it } from 'vitest';
import { optionalCount, optionalOneOf, optionalText, safeNext } from './search';

describe('safeNext', () => {
  it.each([
    ['/games?page=2', '/games?page=2'],
    [undefined, '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['https://evil.example', '/'],
    ['/login?next=/login', '/'],
  ])('%s leads to %s', (next, expected) => {
    expect(safeNext(next)).toBe(expected);
  });
});

describe('readers', () => {
  it('takes only whole numbers within the limit', () => {
    expect(optionalCount(3)).toBe(3);
    expect(optionalCount('7')).toBe(7);
    for (const bad of [0, -1, 1.5, 'x', null, 201]) expect(optionalCount(bad, 200)).toBeUndefined();
  });
  it('takes only the listed words', () => {
    expect(optionalOneOf('a', ['a', 'b'])).toBe('a');
    expect(optionalOneOf('c', ['a', 'b'])).toBeUndefined();
  });
  it('reads a number as the text it was typed as', () => {
    expect(optionalText(777)).toBe('777');
    expect(optionalText('')).toBeUndefined();
    expect(optionalText({})).toBeUndefined();
  });
});
