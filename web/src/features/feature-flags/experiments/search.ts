import { optionalOneOf } from '@/app/search';

export const STATUSES = ['draft', 'running', 'paused', 'completed'] as const;
export type Status = (typeof STATUSES)[number];

/** What the list's address holds. */
export interface ExperimentsSearch {
  status?: Status;
  archived?: true;
}

export function experimentsSearch(search: Record<string, unknown>): ExperimentsSearch {
  return {
    status: optionalOneOf(search.status, STATUSES),
    archived: search.archived === true ? true : undefined,
  };
}
