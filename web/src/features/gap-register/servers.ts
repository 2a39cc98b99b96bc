import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call } from '@/api/client';
import { reasonHeader } from '@/api/reason';
import { GAPS_KEY } from './queries';

/** The servers that an upload can be held against. */
export const serversQuery = queryOptions({
  queryKey: [...GAPS_KEY, 'servers'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/gaps/servers', { signal })),
});

export function useAddServer() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (file: File) =>
      call(
        api.POST('/api/v1/gaps/servers', {
          params: { query: { filename: file.name.slice(-200) } },
          headers: { 'Content-Type': 'application/octet-stream' },
          body: file.name,
          bodySerializer: () => file,
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: serversQuery.queryKey }),
  });
}

export function useRemoveServer() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string | undefined }) =>
      call(
        api.DELETE('/api/v1/gaps/servers/{server_id}', {
          params: { path: { server_id: id } },
          headers: reasonHeader(reason ?? ''),
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: serversQuery.queryKey }),
  });
}
