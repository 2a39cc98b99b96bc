import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, type Schema } from '@/api/client';
import { listed } from '../listed';
import { filterQuery, type LoginSearch } from './search';

export type LoginRow = Schema<'LoginRow'>;

export const PAGE_SIZE = 50;

export function loginsQuery(search: LoginSearch) {
  const query = { ...filterQuery(search), page: search.page ?? 1, page_size: PAGE_SIZE };
  return queryOptions({
    queryKey: ['admin-users', 'login-history', query],
    queryFn: ({ signal }) =>
      listed(api.GET('/api/v1/admin/login-history', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}
