import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { FLAGS_KEY, useRefreshFlags } from '../refresh';
import type { Environment } from '../search';

export type EnvironmentRow = Schema<'EnvironmentRow'>;
export type Comparison = Schema<'EnvironmentComparison'>;

export const environmentsQuery = queryOptions({
  queryKey: [...FLAGS_KEY, 'environments'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/flags/environments', { signal })),
});

/** The rules of one environment, once they are known. */
export function useEnvironment(environment: Environment): EnvironmentRow | undefined {
  const { data } = useQuery(environmentsQuery);
  return data?.find((row) => row.environment === environment);
}

export function useEditEnvironment() {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: ({
      environment,
      ...body
    }: Schema<'EnvironmentEdit'> & { environment: Environment }) =>
      call(
        api.PUT('/api/v1/flags/environments/{environment}', {
          params: { path: { environment } },
          body,
        }),
      ),
    onSuccess: refresh,
  });
}

export const comparisonQuery = (left: Environment, right: Environment) =>
  queryOptions({
    queryKey: [...FLAGS_KEY, 'comparison', left, right],
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/flags/environment-comparison', {
          params: { query: { left, right } },
          signal,
        }),
      ),
  });

export const systemFlagsQuery = queryOptions({
  queryKey: [...FLAGS_KEY, 'system'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/settings/feature-flags', { signal })),
});

export function useSetSystemFlag() {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: ({ key, ...body }: Schema<'SystemFlagEdit'> & { key: string }) =>
      call(api.PUT('/api/v1/settings/feature-flags/{key}', { params: { path: { key } }, body })),
    onSuccess: refresh,
  });
}
