import { describe, expect, it } from 'vitest';
import { exportPath, isFiltered, riskSearch } from './search';

describe('the address of the risk scores', () => {
  it('keeps what it knows and drops the rest', () => {
    expect(riskSearch({ level: 'huge', search: 7, page: '2', admin: 'a', other: 1 })).toEqual({
      search: '7',
      level: undefined,
      brand: undefined,
      page: 2,
      admin: 'a',
    });
  });
  it('is filtered by neither its page nor what is open', () => {
    expect(isFiltered({ page: 2, admin: 'a' })).toBe(false);
    expect(isFiltered({ level: 'high' })).toBe(true);
  });
  it('exports what the list shows', () => {
    expect(exportPath({ level: 'high', search: 'a&b', page: 4 })).toBe(
      '/api/v1/admin/risk-scores/export?search=a%26b&level=high',
    );
  });
});
