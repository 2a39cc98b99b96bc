import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, type Schema } from '@/api/client';
import { listed } from '../listed';
import type { ActivitySearch } from './search';

export type ActivityRow = Schema<'ActivityRow'>;

export const PAGE_SIZE = 50;

export function activityQuery(search: ActivitySearch) {
  const { admin, module, action, status, risk, brand, page } = search;
  const query = {
    admin_id: admin,
    module,
    action,
    status,
    risk_level: risk,
    tenant_id: brand,
    page: page ?? 1,
    page_size: PAGE_SIZE,
  };
  return queryOptions({
    queryKey: ['admin-users', 'activity', query],
    queryFn: ({ signal }) =>
      listed(api.GET('/api/v1/admin/activity-log', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}
