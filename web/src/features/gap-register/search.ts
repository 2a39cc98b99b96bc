import type { Schema } from '@/api/client';
import { optionalCount, optionalOneOf, optionalText } from '@/app/search';

export type Status = Schema<'Status'>;
export type Priority = Schema<'Priority'>;

export const STATUSES: readonly Status[] = ['Open', 'In Progress', 'Fixed', 'Verified'];
export const PRIORITIES: readonly Priority[] = ['P0', 'P1', 'P2'];
export const GAP_SORTS = [
  'id',
  '-id',
  'priority',
  '-priority',
  'status',
  '-status',
  'due',
  '-due',
  'first_seen',
  '-first_seen',
] as const;
export const VIEWS = ['board', 'findings'] as const;

/** What the register's address may carry. Without a view it shows the triage table. */
export interface GapsSearch {
  view?: (typeof VIEWS)[number];
  search?: string;
  status?: Status;
  priority?: Priority;
  module?: string;
  owner?: string;
  overdue?: boolean;
  sort?: (typeof GAP_SORTS)[number];
  page?: number;
  /** The verification run whose progress is shown. */
  run?: string;
}

export function gapsSearch(search: Record<string, unknown>): GapsSearch {
  return {
    view: optionalOneOf(search.view, VIEWS),
    search: optionalText(search.search)?.slice(0, 200),
    status: optionalOneOf(search.status, STATUSES),
    priority: optionalOneOf(search.priority, PRIORITIES),
    module: optionalText(search.module)?.slice(0, 400),
    owner: optionalText(search.owner)?.slice(0, 200),
    overdue: search.overdue === true || search.overdue === 'true' ? true : undefined,
    sort: optionalOneOf(search.sort, GAP_SORTS),
    page: optionalCount(search.page, 1_000_000),
    run: optionalText(search.run)?.slice(0, 40),
  };
}
