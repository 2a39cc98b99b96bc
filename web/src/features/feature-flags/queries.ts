import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { FLAGS_KEY, useRefreshFlags } from './refresh';
import type { Environment, FlagsSearch } from './search';

export type FlagRow = Schema<'FlagRow'>;

export function flagsQuery({
  env = 'production',
  status: _status,
  stale: _stale,
  ...filters
}: FlagsSearch) {
  const query = { ...filters, environment: env };
  return queryOptions({
    queryKey: [...FLAGS_KEY, 'list', query],
    queryFn: ({ signal }) => call(api.GET('/api/v1/flags', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export const AUDIT_PAGE_SIZE = 50;

export const auditLogQuery = (page: number) =>
  queryOptions({
    queryKey: [...FLAGS_KEY, 'audit-log', page],
    queryFn: async ({ signal }) => {
      const query = { page, page_size: AUDIT_PAGE_SIZE };
      const answer = await api.GET('/api/v1/flags/audit-log', { params: { query }, signal });
      const rows = await call(Promise.resolve(answer));
      return { rows, total: Number(answer.response.headers.get('x-total-count')) };
    },
    placeholderData: keepPreviousData,
  });

export function useCreateFlag() {
  const queryClient = useQueryClient();
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: (body: Schema<'FlagCreate'>) => call(api.POST('/api/v1/flags', { body })),
    onSuccess: (flag) => {
      // Its page opens next, and has it already.
      queryClient.setQueryData([...FLAGS_KEY, 'one', flag.id], flag);
      return refresh();
    },
  });
}

interface Toggle {
  flag: FlagRow;
  environment: Environment;
  reason?: string;
}

function switched(row: FlagRow, environment: Environment): FlagRow {
  const isOn = row.environments.some((one) => one.environment === environment && one.enabled);
  const status = isOn ? ('off' as const) : ('on' as const);
  return {
    ...row,
    status: row.environment === environment ? status : row.status,
    environments: row.environments.map((one) =>
      one.environment === environment ? { ...one, enabled: !isOn, status } : one,
    ),
  };
}

/** Shows the new state at once, and the old one again if the server refuses it. */
export function useToggleFlag() {
  const queryClient = useQueryClient();
  const lists = { queryKey: [...FLAGS_KEY, 'list'] };
  return useMutation({
    mutationFn: ({ flag, environment, reason }: Toggle) => {
      const isOn = flag.environments.some((one) => one.environment === environment && one.enabled);
      return call(
        api.POST('/api/v1/flags/{flag_id}/toggle', {
          params: { path: { flag_id: flag.id }, query: { environment } },
          body: { enabled: !isOn, reason },
        }),
      );
    },
    onMutate: async ({ flag, environment }) => {
      await queryClient.cancelQueries(lists);
      const before = queryClient.getQueriesData<FlagRow[]>(lists);
      queryClient.setQueriesData<FlagRow[]>(lists, (rows) =>
        rows?.map((row) => (row.id === flag.id ? switched(row, environment) : row)),
      );
      return { before };
    },
    onError: (_error, _toggle, context) => {
      for (const [key, rows] of context?.before ?? []) queryClient.setQueryData(key, rows);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: FLAGS_KEY }),
  });
}
