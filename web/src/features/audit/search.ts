import type { Schema } from '@/api/client';
import { optionalCount, optionalOneOf, optionalText } from '@/app/search';

export type Outcome = Schema<'AuditRow'>['status'];
export const OUTCOMES: readonly Outcome[] = ['SUCCESS', 'FAILED', 'DENIED'];

/** Periods to choose from, in hours: from the last hour to the last ten years. */
export const PERIODS = [1, 6, 24, 168, 720, 2160, 8760, 87_600] as const;
export const DEFAULT_PERIOD = 24;
export const PAGE_SIZE = 50;
/** The longest period the server takes. */
export const MAX_HOURS = 87_600;
const MAX_PAGE = 10_000_000 / PAGE_SIZE;

/** What the address of the audit log may carry. A key that is absent filters nothing. */
export interface AuditSearch {
  since_hours?: number;
  action?: string;
  resource_type?: string;
  resource_id?: string;
  status?: Outcome;
  actor_user_id?: string;
  request_id?: string;
  page?: number;
  /** The row whose details are open. */
  event?: string;
}

export function auditSearch(search: Record<string, unknown>): AuditSearch {
  const text = (value: unknown) => optionalText(value)?.slice(0, 200);
  return {
    since_hours: optionalCount(search.since_hours, MAX_HOURS),
    action: text(search.action),
    resource_type: text(search.resource_type),
    resource_id: text(search.resource_id),
    status: optionalOneOf(search.status, OUTCOMES),
    actor_user_id: text(search.actor_user_id),
    request_id: text(search.request_id),
    page: optionalCount(search.page, MAX_PAGE),
    event: text(search.event),
  };
}

/** The filters alone, as the server takes them for the list and for its export. */
export function filterQuery(search: AuditSearch) {
  const { since_hours, action, resource_type, resource_id, status, actor_user_id, request_id } =
    search;
  return {
    since_hours: since_hours ?? DEFAULT_PERIOD,
    action,
    resource_type,
    resource_id,
    status,
    actor_user_id,
    request_id,
  };
}

export function isFiltered(search: AuditSearch): boolean {
  const { since_hours, ...others } = filterQuery(search);
  return (
    since_hours !== DEFAULT_PERIOD || Object.values(others).some((value) => value !== undefined)
  );
}

/** The address of the CSV of everything the filters leave. */
export function exportPath(search: AuditSearch): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filterQuery(search)))
    if (value !== undefined) query.set(name, String(value));
  return `/api/v1/audit/export?${query.toString()}`;
}

/** Every row of one request: the longest period and nothing else, for it may be old. */
export function ofRequest(requestId: string): AuditSearch {
  return { request_id: requestId, since_hours: MAX_HOURS };
}
