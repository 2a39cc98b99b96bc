import { describe, expect, it } from 'vitest';
import { exportPath, isFiltered, loginSearch } from './search';

describe('the address of the login history', () => {
  it('keeps what it knows and drops the rest', () => {
    expect(
      loginSearch({ result: 'failed', reason: 'no such', suspicious: 'yes', page: '3', search: 7 }),
    ).toEqual({
      search: '7',
      admin_id: undefined,
      result: 'failed',
      reason: undefined,
      suspicious: undefined,
      since_hours: undefined,
      brand: undefined,
      page: 3,
    });
  });
  it('is not filtered by its page alone', () => {
    expect(isFiltered({ page: 2 })).toBe(false);
    expect(isFiltered({ page: 2, suspicious: true })).toBe(true);
  });
  it('exports what the list shows', () => {
    expect(exportPath({ result: 'failed', search: 'a&b', page: 4 })).toBe(
      '/api/v1/admin/login-history/export?search=a%26b&result=failed',
    );
  });
});
