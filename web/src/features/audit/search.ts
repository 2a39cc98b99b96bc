import { optionalCount, optionalOneOf, optionalText } from '@/app/search';

export const SINCE_HOURS = [1, 6, 24, 168, 720, 8760] as const;
export const STATUSES = ['SUCCESS', 'FAILED', 'DENIED'] as const;
export const DEFAULT_SINCE = 24;
export const PAGE_SIZE = 50;

/** What the audit log's address holds: filters, page, and the event that is open. */
export function auditSearch(search: Record<string, unknown>) {
  return {
    action: optionalText(search.action),
    resource_type: optionalText(search.resource_type),
    resource_id: optionalText(search.resource_id),
    status: optionalOneOf(search.status, STATUSES),
    actor_user_id: optionalText(search.actor_user_id),
    request_id: optionalText(search.request_id),
    since_hours: optionalCount(search.since_hours, 87_600),
    page: optionalCount(search.page),
    event: optionalText(search.event),
  };
}

export type AuditSearch = ReturnType<typeof auditSearch>;

/** The filters as the server takes them, for the list and for its export alike. */
export function auditFilters(search: AuditSearch) {
  const { page: _page, event: _event, since_hours, ...filters } = search;
  return { ...filters, since_hours: since_hours ?? DEFAULT_SINCE };
}

export function exportPath(search: AuditSearch): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(auditFilters(search)))
    if (value !== undefined) query.set(key, String(value));
  return `/api/v1/audit/export?${query.toString()}`;
}
