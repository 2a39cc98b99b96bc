import { keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { FLAGS_KEY, ifMatch, useRefreshFlags } from '../refresh';
import type { Environment } from '../search';

export type Flag = Schema<'FlagDetail'>;
export type Setup = Schema<'Setup'>;
export type Rule = Schema<'Rule'>;
export type Serve = Setup['default'];
export type Condition = Rule['when'][number];
export type Variant = Schema<'Variant'>;
export type Prerequisite = Schema<'Prerequisite'>;
/** What a draft may change of a setup besides whether it is on. */
export type Configuration = Omit<Setup, 'enabled'>;

const path = (id: string) => ({ path: { flag_id: id } });

export const flagQuery = (id: string) =>
  queryOptions({
    queryKey: [...FLAGS_KEY, 'one', id],
    queryFn: ({ signal }) => call(api.GET('/api/v1/flags/{flag_id}', { params: path(id), signal })),
  });

export function useEditFlag(flag: Flag) {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: (body: Schema<'FlagEdit'>) =>
      call(
        api.PATCH('/api/v1/flags/{flag_id}', {
          params: path(flag.id),
          headers: ifMatch(flag.version),
          body,
        }),
      ),
    onSuccess: refresh,
  });
}

export interface SetupChange {
  environment: Environment;
  enabled?: boolean;
  configuration?: Partial<Configuration>;
  comment?: string;
}

export function useConfigureFlag(flag: Flag) {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: ({ environment, ...body }: SetupChange) =>
      call(
        api.PUT('/api/v1/flags/{flag_id}/environments/{environment}', {
          params: { path: { flag_id: flag.id, environment } },
          headers: ifMatch(flag.version),
          body,
        }),
      ),
    onSuccess: refresh,
  });
}

export function useArchiveFlag(flag: Flag) {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: (reason: string | undefined) =>
      call(
        api.POST('/api/v1/flags/{flag_id}/archive', {
          params: path(flag.id),
          headers: ifMatch(flag.version),
          body: { reason },
        }),
      ),
    onSuccess: refresh,
  });
}

export function useRestoreFlag(flag: Flag) {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: () =>
      call(
        api.POST('/api/v1/flags/{flag_id}/restore', {
          params: path(flag.id),
          headers: ifMatch(flag.version),
        }),
      ),
    onSuccess: refresh,
  });
}

export const VERSIONS_PAGE = 20;

export const versionsQuery = (id: string, page: number) =>
  queryOptions({
    queryKey: [...FLAGS_KEY, 'versions', id, page],
    queryFn: async ({ signal }) => {
      const answer = await api.GET('/api/v1/flags/{flag_id}/versions', {
        params: { ...path(id), query: { page, page_size: VERSIONS_PAGE } },
        signal,
      });
      const rows = await call(Promise.resolve(answer));
      return { rows, total: Number(answer.response.headers.get('x-total-count')) };
    },
    placeholderData: keepPreviousData,
  });

export const versionQuery = (id: string, number: number) =>
  queryOptions({
    queryKey: [...FLAGS_KEY, 'version', id, number],
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/flags/{flag_id}/versions/{number}', {
          params: { path: { flag_id: id, number } },
          signal,
        }),
      ),
    // A version never changes.
    staleTime: Infinity,
  });

export function useRollBack(flag: Flag) {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: (body: Schema<'Rollback'>) =>
      call(
        api.POST('/api/v1/flags/{flag_id}/rollback', {
          params: path(flag.id),
          headers: ifMatch(flag.version),
          body,
        }),
      ),
    onSuccess: refresh,
  });
}

export function useExplain(id: string) {
  return useMutation({
    mutationFn: (body: Schema<'ExplainRequest'>) =>
      call(api.POST('/api/v1/flags/{flag_id}/explain', { params: path(id), body })),
  });
}

export function useTry(id: string) {
  return useMutation({
    mutationFn: (body: Schema<'TrialRequest'>) =>
      call(api.POST('/api/v1/flags/{flag_id}/try', { params: path(id), body })),
  });
}

export function usePreviewPromotion(id: string) {
  return useMutation({
    mutationFn: (body: Schema<'PromoteRequest'>) =>
      call(api.POST('/api/v1/flags/{flag_id}/promote/preview', { params: path(id), body })),
  });
}

export function usePromote(id: string) {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: (body: Schema<'PromoteRequest'>) =>
      call(api.POST('/api/v1/flags/{flag_id}/promote', { params: path(id), body })),
    onSuccess: refresh,
  });
}
