import { queryOptions, useMutation } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { FLAGS_KEY, ifMatch, useRefreshFlags } from '../refresh';

export type Segment = Schema<'SegmentRow'>;

export const segmentsQuery = queryOptions({
  queryKey: [...FLAGS_KEY, 'segments'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/flags/segments', { signal })),
  // A change has the members counted anew, which takes a second or two.
  refetchInterval: ({ state }) =>
    state.data?.some((segment) => segment.population_at === null) === true ? 2_000 : false,
});

export function useSaveSegment(segment: Segment | null) {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: ({ key, ...body }: Schema<'SegmentCreate'>) =>
      segment === null
        ? call(api.POST('/api/v1/flags/segments', { body: { key, ...body } }))
        : call(
            api.PUT('/api/v1/flags/segments/{segment_id}', {
              params: { path: { segment_id: segment.id } },
              headers: ifMatch(segment.version),
              body,
            }),
          ),
    onSuccess: refresh,
  });
}

export function useDeleteSegment() {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: (id: string) =>
      call(
        api.DELETE('/api/v1/flags/segments/{segment_id}', { params: { path: { segment_id: id } } }),
      ),
    onSuccess: refresh,
  });
}
