import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { reasonHeader } from '@/api/reason';
import type { ExperimentsSearch } from './search';

export type Experiment = Schema<'ExperimentRow'>;
export type Result = Schema<'ExperimentResult'>;
export type MetricResult = Schema<'MetricResult'>;
export type PlanRequest = Schema<'PlanRequest'>;
export type Environment = Experiment['environment'];

const KEY = ['experiments'];
const POLL_MS = 60_000;

export const experimentsQuery = ({ status, archived }: ExperimentsSearch) =>
  queryOptions({
    queryKey: [...KEY, 'list', status, archived],
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/flags/experiments', {
          params: {
            query: { status: status === undefined ? undefined : [status], archived },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

const path = (id: string) => ({ params: { path: { experiment_id: id } } });

/** What the experiment says; the server adds new events each minute. */
export const resultQuery = (id: string) =>
  queryOptions({
    queryKey: [...KEY, 'result', id],
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/flags/experiments/{experiment_id}/results', { ...path(id), signal })),
    refetchInterval: POLL_MS,
  });

export const experimentQuery = (id: string) =>
  queryOptions({
    queryKey: [...KEY, 'one', id],
    queryFn: async ({ signal }) => {
      const answer = await api.GET('/api/v1/flags/experiments/{experiment_id}', {
        ...path(id),
        signal,
      });
      const experiment = await call(Promise.resolve(answer));
      return { experiment, etag: answer.response.headers.get('etag') };
    },
  });

export const baselinesQuery = (environment: Environment) =>
  queryOptions({
    queryKey: [...KEY, 'baselines', environment],
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/flags/experiments/baselines', {
          params: { query: { environment } },
          signal,
        }),
      ),
  });

/** The flags an experiment can be made of. */
export const flagChoicesQuery = queryOptions({
  queryKey: [...KEY, 'flags'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/flags', { signal })),
});

export const flagVariantsQuery = (id: string) =>
  queryOptions({
    queryKey: [...KEY, 'flag', id],
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/flags/{flag_id}', { params: { path: { flag_id: id } }, signal })),
  });

export const planQuery = (body: PlanRequest) =>
  queryOptions({
    queryKey: [...KEY, 'plan', body],
    queryFn: ({ signal }) => call(api.POST('/api/v1/flags/experiments/plan', { body, signal })),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: false,
  });

function useRefresh() {
  const queryClient = useQueryClient();
  // Starting and shipping change the flag too.
  return () => queryClient.invalidateQueries();
}

export function useCreateExperiment() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: Schema<'ExperimentCreate'>) =>
      call(api.POST('/api/v1/flags/experiments', { body })),
    onSuccess: refresh,
  });
}

interface Edit {
  id: string;
  etag: string | null;
  body: Schema<'ExperimentEdit'>;
}

export function useEditExperiment() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, etag, body }: Edit) =>
      call(
        api.PATCH('/api/v1/flags/experiments/{experiment_id}', {
          ...path(id),
          body,
          headers: etag === null ? {} : { 'If-Match': etag },
        }),
      ),
    onSuccess: refresh,
  });
}

export const ACTS = ['start', 'pause', 'resume', 'complete', 'archive'] as const;
export type Act = (typeof ACTS)[number];

interface ActOn {
  id: string;
  act: Act;
  reason: string;
}

export function useAct() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, act, reason }: ActOn) => {
      const options = { ...path(id), headers: reasonHeader(reason) };
      switch (act) {
        case 'start':
          return call(api.POST('/api/v1/flags/experiments/{experiment_id}/start', options));
        case 'pause':
          return call(api.POST('/api/v1/flags/experiments/{experiment_id}/pause', options));
        case 'resume':
          return call(api.POST('/api/v1/flags/experiments/{experiment_id}/resume', options));
        case 'complete':
          return call(api.POST('/api/v1/flags/experiments/{experiment_id}/complete', options));
        case 'archive':
          return call(api.POST('/api/v1/flags/experiments/{experiment_id}/archive', options));
      }
    },
    onSuccess: refresh,
  });
}

export function useShip() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, variant, reason }: { id: string; variant: string; reason: string }) =>
      call(
        api.POST('/api/v1/flags/experiments/{experiment_id}/ship', {
          ...path(id),
          body: { variant, reason },
        }),
      ),
    onSuccess: refresh,
  });
}
