import { optionalCount, optionalOneOf, optionalText } from '@/app/search';

export const RESULTS = ['success', 'failed'] as const;
export const FAILURE_REASONS = [
  'wrong_password',
  'unknown_user',
  'not_active',
  'ip_blocked',
  'brute_force',
  '2fa_failed',
  'device_pending',
  'device_blocked',
  'invite_expired',
  'sso_refused',
] as const;
export const PERIODS = [24, 168, 720, 8760] as const;

/** What the address of the login history holds. */
export interface LoginSearch {
  search?: string;
  admin_id?: string;
  result?: (typeof RESULTS)[number];
  reason?: (typeof FAILURE_REASONS)[number];
  suspicious?: true;
  since_hours?: number;
  brand?: string;
  page?: number;
}

export function loginSearch(search: Record<string, unknown>): LoginSearch {
  const text = (value: unknown) => optionalText(value)?.slice(0, 200);
  return {
    search: text(search.search),
    admin_id: text(search.admin_id),
    result: optionalOneOf(search.result, RESULTS),
    reason: optionalOneOf(search.reason, FAILURE_REASONS),
    suspicious: search.suspicious === true ? true : undefined,
    since_hours: optionalCount(search.since_hours, 87_600),
    brand: text(search.brand)?.slice(0, 100),
    page: optionalCount(search.page, 1_000_000),
  };
}

export function isFiltered(search: LoginSearch): boolean {
  return Object.values<unknown>(filterQuery(search)).some((value) => value !== undefined);
}

/** The filters as the server takes them, for the list and for its export. */
export function filterQuery(search: LoginSearch) {
  return {
    search: search.search,
    admin_id: search.admin_id,
    result: search.result,
    failure_reason: search.reason,
    suspicious_only: search.suspicious,
    since_hours: search.since_hours,
    tenant_id: search.brand,
  };
}

export function exportPath(search: LoginSearch): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filterQuery(search)))
    if (value !== undefined) query.set(name, String(value));
  return `/api/v1/admin/login-history/export?${query}`;
}
