import { queryOptions, useMutation } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { FLAGS_KEY, useRefreshFlags } from './refresh';

export type Group = Schema<'GroupRow'>;

export const groupsQuery = queryOptions({
  queryKey: [...FLAGS_KEY, 'groups'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/flags/groups', { signal })),
});

export function useSaveGroup(group: Group | null) {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: (body: Schema<'GroupEdit'>) =>
      group === null
        ? call(api.POST('/api/v1/flags/groups', { body }))
        : call(
            api.PUT('/api/v1/flags/groups/{group_id}', {
              params: { path: { group_id: group.id } },
              body,
            }),
          ),
    onSuccess: refresh,
  });
}

export function useDeleteGroup() {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: (id: string) =>
      call(api.DELETE('/api/v1/flags/groups/{group_id}', { params: { path: { group_id: id } } })),
    onSuccess: refresh,
  });
}
