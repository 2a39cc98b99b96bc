import { optionalCount, optionalOneOf, optionalText } from '@/app/search';

export const GAME_SORTS = [
  'name',
  '-name',
  'provider',
  '-provider',
  'rtp',
  '-rtp',
  'updated_at',
  '-updated_at',
] as const;

/** What the catalogue's address holds: filters, order, page, and the game that is open. */
export interface GamesSearch {
  search?: string;
  provider?: string;
  category?: string;
  tag?: string;
  status?: 'active' | 'inactive';
  sort?: (typeof GAME_SORTS)[number];
  page?: number;
  size?: number;
  game?: string;
}

export function gamesSearch(search: Record<string, unknown>): GamesSearch {
  return {
    search: optionalText(search.search),
    provider: optionalText(search.provider),
    category: optionalText(search.category),
    tag: optionalText(search.tag),
    status: optionalOneOf(search.status, ['active', 'inactive']),
    sort: optionalOneOf(search.sort, GAME_SORTS),
    page: optionalCount(search.page),
    size: optionalCount(search.size, 200),
    game: optionalText(search.game),
  };
}
