import { queryOptions, useMutation } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { FLAGS_KEY, useRefreshFlags } from '../refresh';
import type { Environment } from '../search';

export type AllOff = Schema<'AllOffRow'>;

export const allOffQuery = (environment: Environment | undefined) =>
  queryOptions({
    queryKey: [...FLAGS_KEY, 'all-off', environment],
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/flags/kill-switch', { params: { query: { environment } }, signal })),
  });

export function useTurnAllOff() {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: (body: Schema<'AllOffRequest'>) =>
      call(api.POST('/api/v1/flags/kill-switch', { body })),
    onSuccess: refresh,
  });
}

export function useUndoAllOff() {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: (id: string) =>
      call(
        api.POST('/api/v1/flags/kill-switch/{all_off_id}/undo', {
          params: { path: { all_off_id: id } },
        }),
      ),
    onSuccess: refresh,
  });
}
