import { expect, it } from 'vitest';
import { gamesSearch } from './search';

it('keeps what the server takes and drops the rest', () => {
  expect(
    gamesSearch({
      search: 777,
      status: 'deleted',
      sort: '-rtp',
      page: '3',
      size: 100000,
      provider: '',
      junk: 'x',
    }),
  ).toEqual({ search: '777', sort: '-rtp', page: 3 });
});
