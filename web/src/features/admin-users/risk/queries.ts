import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, type Schema } from '@/api/client';
import { listed } from '../listed';
import { filterQuery, type RiskSearch } from './search';

export type RiskRow = Schema<'RiskRow'>;
export type RiskFactor = Schema<'RiskFactor'>;

export const PAGE_SIZE = 50;

export function risksQuery(search: RiskSearch) {
  const query = { ...filterQuery(search), page: search.page ?? 1, page_size: PAGE_SIZE };
  return queryOptions({
    queryKey: ['admin-users', 'risk-scores', query],
    queryFn: ({ signal }) =>
      listed(api.GET('/api/v1/admin/risk-scores', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}
