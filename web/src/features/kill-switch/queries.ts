import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import type { KillSwitchSearch } from './search';

export type Switch = Schema<'SwitchRow'>;
export type ModuleRow = Schema<'ModuleRow'>;
export type ModuleKey = Schema<'Module'>;
export type BlastRadius = Schema<'BlastRadius'>;

export const HISTORY_PAGE = 25;
const POLL_MS = 5_000;

export const statusQuery = queryOptions({
  queryKey: ['kill-switch', 'status'],
  queryFn: () => call(api.GET('/api/v1/kill-switch/status')),
  // Another owner may throw or lift one, and one may fall by the clock.
  refetchInterval: POLL_MS,
});

export const historyQuery = ({ module, brand, page }: KillSwitchSearch) =>
  queryOptions({
    queryKey: ['kill-switch', 'history', module, brand, page],
    queryFn: () =>
      call(
        api.GET('/api/v1/kill-switch/history', {
          params: {
            query: {
              // Anybody can type an address; the server refuses a module that does not exist.
              module: module as ModuleKey | undefined,
              tenant_id: brand,
              page,
              page_size: HISTORY_PAGE,
            },
          },
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const radiusQuery = (module: ModuleKey, brand: string | undefined) =>
  queryOptions({
    queryKey: ['kill-switch', 'radius', module, brand],
    queryFn: () =>
      call(
        api.GET('/api/v1/kill-switch/blast-radius', {
          params: { query: { module, tenant_id: brand } },
        }),
      ),
    staleTime: 0,
  });

/** A module to switch off: for one brand or, without one, for all. */
export interface Throw {
  module: ModuleKey;
  brand: string | undefined;
  reason: string;
  until: string | null;
}

/** After a switch was thrown or lifted: everything may have stopped or come back. */
function useRefresh() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries();
}

export function useThrow() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ module, brand, reason, until }: Throw) => {
      const body = { module_key: module, disabled: true, reason, until };
      return brand === undefined
        ? call(api.POST('/api/v1/kill-switch/global', { body }))
        : call(api.POST('/api/v1/kill-switch/tenant', { body: { ...body, tenant_id: brand } }));
    },
    onSuccess: refresh,
  });
}

export function useLift() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: string) =>
      call(
        api.POST('/api/v1/kill-switch/{switch_id}/lift', {
          params: { path: { switch_id: id } },
          body: {},
        }),
      ),
    // Also when it was refused: then somebody else was faster.
    onSettled: refresh,
  });
}
