import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { type AuditSearch, filterQuery, PAGE_SIZE } from './search';

export type AuditRow = Schema<'AuditRow'>;
export type ChainStatus = Schema<'ChainStatus'>;

export function eventsQuery(search: AuditSearch) {
  const query = {
    ...filterQuery(search),
    limit: PAGE_SIZE,
    offset: ((search.page ?? 1) - 1) * PAGE_SIZE,
  };
  return queryOptions({
    queryKey: ['audit', 'events', query],
    queryFn: ({ signal }) => call(api.GET('/api/v1/audit/events', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export const facetsQuery = queryOptions({
  queryKey: ['audit', 'facets'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/audit/facets', { signal })),
  staleTime: 60_000,
});

export function verifyChains(): Promise<ChainStatus[]> {
  return call(api.GET('/api/v1/audit/verify'));
}
