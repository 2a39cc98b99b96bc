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
export const FACTORS = ['with', 'without'] as const;
export const STATUSES = ['active', 'invited', 'disabled'] as const;

/** What the address of the list of admins holds. */
export interface UsersSearch {
  search?: string;
  role?: string;
  status?: (typeof STATUSES)[number];
  /** Id of a team of the brand. */
  team?: string;
  /** Second factor. */
  factor?: (typeof FACTORS)[number];
  /** A brand, or `all`; for platform owners who act in no brand. */
  brand?: string;
  sort?: (typeof USER_SORTS)[number];
  page?: number;
  size?: number;
  /** The admin who is open. */
  user?: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function uuid(value: unknown): string | undefined {
  const text = optionalText(value);
  return text !== undefined && UUID.test(text) ? text : undefined;
}

export function usersSearch(search: Record<string, unknown>): UsersSearch {
  const text = (value: unknown) => optionalText(value)?.slice(0, 200);
  return {
    search: text(search.search),
    role: text(search.role),
    status: optionalOneOf(search.status, STATUSES),
    team: uuid(search.team),
    factor: optionalOneOf(search.factor, FACTORS),
    brand: text(search.brand)?.slice(0, 100),
    sort: optionalOneOf(search.sort, USER_SORTS),
    page: optionalCount(search.page, 1_000_000),
    size: optionalCount(search.size, 200),
    user: uuid(search.user),
  };
}

export function isFiltered(wanted: UsersSearch): boolean {
  const { search, role, status, team, factor, brand } = wanted;
  return [search, role, status, team, factor, brand].some((value) => value !== undefined);
}
