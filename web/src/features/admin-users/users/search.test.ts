import { describe, expect, it } from 'vitest';
import { exportPath, filterQuery } from './queries';
import { isFiltered, usersSearch } from './search';

const ID = 'c21e3e88-141c-4f6d-8d1d-953092650637';

describe('usersSearch', () => {
  it('reads what an address carries', () => {
    const address = { search: 'ada', status: 'invited', team: ID, user: ID, sort: '-email' };
    expect(usersSearch({ ...address, page: '2' })).toMatchObject({ ...address, page: 2 });
  });

  it.each([
    { status: 'asleep' },
    { team: 'night' },
    { user: '../x' },
    { sort: 'password_hash' },
    { page: 0 },
    { size: 201 },
    { search: { $ne: 1 } },
  ])('drops what the server would refuse: %o', (bad) => {
    expect(Object.values(usersSearch(bad)).every((value) => value === undefined)).toBe(true);
  });
});

describe('isFiltered', () => {
  it.each([
    [{}, false],
    [{ page: 2, user: ID, sort: 'email' as const }, false],
    [{ brand: 'all' }, true],
    [{ team: ID }, true],
  ])('%o: %s', (search, expected) => {
    expect(isFiltered(search)).toBe(expected);
  });
});

describe('exportPath', () => {
  it('carries the filters and neither page nor open admin', () => {
    const search = { search: 'ö&', role: 'ops', brand: 'all', page: 3, size: 25, user: ID };
    const query = new URLSearchParams(exportPath(search).split('?')[1]);
    expect(Object.fromEntries(query)).toEqual({ search: 'ö&', role: 'ops', tenant_id: 'all' });
    expect(filterQuery(search)).not.toHaveProperty('page');
  });
});
