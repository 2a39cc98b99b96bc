import { optionalCount, optionalOneOf, optionalText } from '@/app/search';

export const USER_SORTS = [
  'full_name',
  '-full_name',
  'email',
  '-email',
  'role',
  '-role',
  'status',
  '-status',
  'last_login_at',
  '-last_login_at',
  'created_at',
  '-created_at',
] as const;
export const STATUSES = ['active', 'invited', 'disabled'] as const;

/** What the address of the list of admins holds. */
export interface UsersSearch {
  search?: string;
  role?: string;
  status?: (typeof STATUSES)[number];
  /** A brand, or `all`; for platform owners who act in no brand. */
  brand?: string;
  sort?: (typeof USER_SORTS)[number];
  page?: number;
  size?: number;
}

export function usersSearch(search: Record<string, unknown>): UsersSearch {
  const text = (value: unknown) => optionalText(value)?.slice(0, 200);
  return {
    search: text(search.search),
    role: text(search.role),
    status: optionalOneOf(search.status, STATUSES),
    brand: text(search.brand)?.slice(0, 100),
    sort: optionalOneOf(search.sort, USER_SORTS),
    page: optionalCount(search.page, 1_000_000),
    size: optionalCount(search.size, 200),
  };
}

export function isFiltered({ search, role, status, brand }: UsersSearch): boolean {
  return [search, role, status, brand].some((value) => value !== undefined);
}
