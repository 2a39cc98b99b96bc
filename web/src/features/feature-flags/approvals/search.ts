import { optionalCount, optionalOneOf, optionalText } from '@/app/search';

export const REQUEST_STATUSES = ['open', 'applied', 'rejected', 'withdrawn'] as const;

/** What the address of the approvals holds. */
export interface RequestsSearch {
  status?: (typeof REQUEST_STATUSES)[number];
  flag?: string;
  page?: number;
  /** The request that is open. */
  request?: string;
}

export function requestsSearch(search: Record<string, unknown>): RequestsSearch {
  return {
    status: optionalOneOf(search.status, REQUEST_STATUSES),
    flag: optionalText(search.flag)?.slice(0, 40),
    page: optionalCount(search.page, 1_000_000),
    request: optionalText(search.request)?.slice(0, 40),
  };
}
