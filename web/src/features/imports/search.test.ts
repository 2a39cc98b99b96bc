import { describe, expect, it } from 'vitest';
import { importsSearch, jobSearch } from './search';

describe('jobSearch', () => {
  it('reads what an address carries', () => {
    expect(jobSearch({ page: 3, page_size: '25', status: 'update', search: 'mid' })).toEqual({
      page: 3,
      page_size: 25,
      status: 'update',
      search: 'mid',
    });
  });
  it.each([
    { page: 0 },
    { page_size: 201 },
    { status: 'imported' },
    { search: '' },
    { search: [] },
  ])('drops what the server would refuse: %o', (bad) => {
    expect(Object.values(jobSearch(bad)).every((value) => value === undefined)).toBe(true);
  });
});

describe('importsSearch', () => {
  it('takes a page only', () => {
    expect(importsSearch({ page: '2', status: 'x' })).toEqual({ page: 2 });
  });
});
