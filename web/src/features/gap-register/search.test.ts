import { describe, expect, it } from 'vitest';
import { gapsSearch } from './search';

describe('gapsSearch', () => {
  it('keeps what the register can be filtered by', () => {
    const wanted = {
      view: 'board',
      search: 'chart',
      status: 'In Progress',
      priority: 'P0',
      module: 'System → Cards',
      owner: 'Backend',
      overdue: true,
      sort: '-due',
      page: 2,
    };
    expect(gapsSearch(wanted)).toEqual(wanted);
  });

  it('drops what no register has', () => {
    const found = gapsSearch({
      view: 'map',
      status: 'Done',
      priority: 'P9',
      overdue: 'no',
      sort: 'password',
      page: -1,
      search: '',
    });
    expect(Object.values(found).every((value) => value === undefined)).toBe(true);
  });
});
