import { describe, expect, it } from 'vitest';
import { changesBetween, displayValue } from './diff';

describe('changesBetween', () => {
  it('names changed leaves by their path and leaves the rest out', () => {
    const before = { name: 'A', features: { a: true, b: false }, same: [1, 2] };
    const after = { name: 'A', features: { a: true, b: true, c: 1 }, same: [1, 2] };
    expect(changesBetween(before, after)).toEqual([
      { path: 'features.b', before: false, after: true },
      { path: 'features.c', before: undefined, after: 1 },
    ]);
  });
  it('shows a creation and a removal field by field', () => {
    expect(changesBetween(null, { id: 1, tags: ['x'] })).toEqual([
      { path: 'id', before: undefined, after: 1 },
      { path: 'tags', before: undefined, after: ['x'] },
    ]);
    expect(changesBetween({ id: 1 }, null)).toEqual([{ path: 'id', before: 1, after: undefined }]);
  });
  it('compares lists whole', () => {
    expect(changesBetween({ t: ['a', 'b'] }, { t: ['b'] })).toEqual([
      { path: 't', before: ['a', 'b'], after: ['b'] },
    ]);
  });
  it('finds nothing between equals', () => {
    expect(changesBetween({ a: { b: null } }, { a: { b: null } })).toEqual([]);
    expect(changesBetween(null, undefined)).toEqual([]);
  });
});

describe('displayValue', () => {
  it.each([
    ['text', 'text'],
    [false, 'false'],
    [0, '0'],
    [['a'], '["a"]'],
    [null, null],
    [undefined, null],
  ])('%j is shown as %j', (value, shown) => {
    expect(displayValue(value)).toBe(shown);
  });
});
