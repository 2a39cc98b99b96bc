import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { reasonHeader } from '@/api/reason';
import { listed } from '../listed';
import type { UsersSearch } from './search';

export type UserRow = Schema<'UserRow'>;

export const PAGE_SIZE = 50;

export function usersQuery({ brand, size, page, ...filters }: UsersSearch) {
  const query = { ...filters, tenant_id: brand, page: page ?? 1, page_size: size ?? PAGE_SIZE };
  return queryOptions({
    queryKey: ['admin-users', 'users', query],
    queryFn: ({ signal }) => listed(api.GET('/api/v1/admin/users', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

interface StatusChange {
  user: UserRow;
  isActive: boolean;
  reason: string | undefined;
}

export function useSetStatus() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ user, isActive, reason }: StatusChange) =>
      call(
        api.POST('/api/v1/admin/users/{admin_id}/status', {
          params: { path: { admin_id: user.id } },
          body: { is_active: isActive },
          headers: reasonHeader(reason ?? ''),
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['admin-users'] }),
  });
}
