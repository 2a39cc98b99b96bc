import { queryOptions, useMutation } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { FLAGS_KEY, ifMatch, useRefreshFlags } from '../refresh';
import type { Flag } from './queries';

export type Ramp = Schema<'RampRow'>;
export type ScheduledChange = Schema<'ScheduledChange'>;

const WATCHED_MS = 15_000;

export const scheduledQuery = (flag: string) =>
  queryOptions({
    queryKey: [...FLAGS_KEY, 'scheduled', flag],
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/flags/scheduled', { params: { query: { flag } }, signal })),
    // What waits here happens by itself.
    refetchInterval: WATCHED_MS,
  });

export function useScheduleChange(flag: Flag) {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: (body: Schema<'ScheduleCreate'>) =>
      call(
        api.POST('/api/v1/flags/{flag_id}/schedule', {
          params: { path: { flag_id: flag.id } },
          headers: ifMatch(flag.version),
          body,
        }),
      ),
    onSuccess: refresh,
  });
}

export function useCancelScheduled() {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: (id: string) =>
      call(
        api.POST('/api/v1/flags/scheduled/{schedule_id}/cancel', {
          params: { path: { schedule_id: id } },
        }),
      ),
    onSuccess: refresh,
  });
}

export const rampsQuery = (id: string) =>
  queryOptions({
    queryKey: [...FLAGS_KEY, 'ramps', id],
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/flags/{flag_id}/ramps', { params: { path: { flag_id: id } }, signal })),
    refetchInterval: WATCHED_MS,
  });

export function useStartRamp(flag: Flag) {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: (body: Schema<'RampCreate'>) =>
      call(
        api.POST('/api/v1/flags/{flag_id}/ramps', {
          params: { path: { flag_id: flag.id } },
          headers: ifMatch(flag.version),
          body,
        }),
      ),
    onSuccess: refresh,
  });
}

export function usePauseRamp() {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: (id: string) =>
      call(api.POST('/api/v1/flags/ramps/{ramp_id}/pause', { params: { path: { ramp_id: id } } })),
    onSuccess: refresh,
  });
}

export function useResumeRamp() {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: (id: string) =>
      call(api.POST('/api/v1/flags/ramps/{ramp_id}/resume', { params: { path: { ramp_id: id } } })),
    onSuccess: refresh,
  });
}

export function useRollRampBack() {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string | undefined }) =>
      call(
        api.POST('/api/v1/flags/ramps/{ramp_id}/rollback', {
          params: { path: { ramp_id: id } },
          body: { reason },
        }),
      ),
    onSuccess: refresh,
  });
}

/** What guardrails can watch. */
export const metricsQuery = queryOptions({
  queryKey: [...FLAGS_KEY, 'metrics'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/flags/metrics', { signal })),
});
