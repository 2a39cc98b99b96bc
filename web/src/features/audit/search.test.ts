import { describe, expect, it } from 'vitest';
import { auditSearch, exportPath, filterQuery, isFiltered, ofRequest } from './search';

describe('auditSearch', () => {
  it('reads what an address carries', () => {
    const address = { since_hours: 168, status: 'DENIED', actor_user_id: 'a-1', page: '3' };
    expect(auditSearch(address)).toMatchObject({ ...address, page: 3 });
  });

  it.each([
    { since_hours: 0 },
    { since_hours: 87_601 },
    { since_hours: 'yesterday' },
    { status: 'success' },
    { page: -1 },
    { page: 1e9 },
    { action: '' },
    { request_id: { $ne: 1 } },
  ])('drops what the server would refuse: %o', (bad) => {
    expect(Object.values(auditSearch(bad)).every((value) => value === undefined)).toBe(true);
  });

  it('keeps a request id that looks like a number', () => {
    expect(auditSearch({ request_id: 4711 }).request_id).toBe('4711');
  });
});

describe('filterQuery', () => {
  it('asks for a day when no period is chosen', () => {
    expect(filterQuery({}).since_hours).toBe(24);
    expect(filterQuery({ since_hours: 1 }).since_hours).toBe(1);
  });
});

describe('isFiltered', () => {
  it.each([
    [{}, false],
    [{ page: 2, event: 'e' }, false],
    [{ since_hours: 24 }, false],
    [{ since_hours: 720 }, true],
    [{ request_id: 'r' }, true],
  ])('%o: %s', (search, expected) => {
    expect(isFiltered(search)).toBe(expected);
  });
});

describe('exportPath', () => {
  it('carries every filter and neither page nor open row', () => {
    const filters = {
      since_hours: 720,
      action: 'game.toggled',
      resource_type: 'game',
      resource_id: 'r/1',
      status: 'FAILED',
      actor_user_id: 'a',
      request_id: 'q',
    } as const;
    const query = new URLSearchParams(
      exportPath({ ...filters, page: 4, event: 'e' }).split('?')[1],
    );
    expect(Object.fromEntries(query)).toEqual({ ...filters, since_hours: '720' });
  });
});

describe('ofRequest', () => {
  it('finds the request however old it is', () => {
    expect(filterQuery(ofRequest('r-1'))).toMatchObject({ request_id: 'r-1', since_hours: 87_600 });
  });
});
