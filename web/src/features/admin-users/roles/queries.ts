import { queryOptions } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';

export type RoleRow = Schema<'RoleRow'>;

export const rolesQuery = queryOptions({
  queryKey: ['admin-users', 'roles'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/admin/roles', { signal })),
});
