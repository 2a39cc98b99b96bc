import { optionalCount, optionalText } from '@/app/search';

/** What the address of the list of sessions holds. */
export interface SessionsSearch {
  search?: string;
  admin_id?: string;
  suspicious?: true;
  brand?: string;
  page?: number;
}

export function sessionsSearch(search: Record<string, unknown>): SessionsSearch {
  const text = (value: unknown) => optionalText(value)?.slice(0, 200);
  return {
    search: text(search.search),
    admin_id: text(search.admin_id),
    suspicious: search.suspicious === true ? true : undefined,
    brand: text(search.brand)?.slice(0, 100),
    page: optionalCount(search.page, 1_000_000),
  };
}

export function isFiltered({ search, admin_id, suspicious, brand }: SessionsSearch): boolean {
  return [search, admin_id, suspicious, brand].some((value) => value !== undefined);
}
