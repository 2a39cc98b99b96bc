import { expect, it } from 'vitest';
import { nextSort, rowRange } from './sort';

it('turns the order around on a second press', () => {
  expect(nextSort(undefined, 'name')).toBe('name');
  expect(nextSort('name', 'name')).toBe('-name');
  expect(nextSort('-name', 'name')).toBe('name');
  expect(nextSort('-rtp', 'name')).toBe('name');
});

it('counts the rows of a page', () => {
  expect(rowRange(1, 50, 1234)).toEqual([1, 50]);
  expect(rowRange(25, 50, 1234)).toEqual([1201, 1234]);
  expect(rowRange(1, 50, 0)).toEqual([0, 0]);
});
