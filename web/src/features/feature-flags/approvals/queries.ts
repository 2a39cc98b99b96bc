import { keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { FLAGS_KEY, ifMatch, useRefreshFlags } from '../refresh';

export type ChangeRequest = Schema<'RequestRow'>;
export type Operation = Schema<'RequestCreate'>['operation'];

export const REQUESTS_PAGE = 50;

export interface RequestsWanted {
  status?: ChangeRequest['status'];
  flag?: string;
  page?: number;
}

export function requestsQuery({ page = 1, ...wanted }: RequestsWanted) {
  const query = { ...wanted, page, page_size: REQUESTS_PAGE };
  return queryOptions({
    queryKey: [...FLAGS_KEY, 'requests', query],
    queryFn: async ({ signal }) => {
      const answer = await api.GET('/api/v1/flags/change-requests', { params: { query }, signal });
      const rows = await call(Promise.resolve(answer));
      return { rows, total: Number(answer.response.headers.get('x-total-count')) };
    },
    placeholderData: keepPreviousData,
  });
}

export function useRequestChange(flag: { id: string; version: number }) {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: (body: Schema<'RequestCreate'>) =>
      call(
        api.POST('/api/v1/flags/{flag_id}/change-requests', {
          params: { path: { flag_id: flag.id } },
          headers: ifMatch(flag.version),
          body,
        }),
      ),
    onSuccess: refresh,
  });
}

export function useApprove(id: string) {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: (comment: string | undefined) =>
      call(
        api.POST('/api/v1/flags/change-requests/{request_id}/approve', {
          params: { path: { request_id: id } },
          body: { comment },
        }),
      ),
    onSuccess: refresh,
  });
}

export function useReject(id: string) {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: (comment: string | undefined) =>
      call(
        api.POST('/api/v1/flags/change-requests/{request_id}/reject', {
          params: { path: { request_id: id } },
          body: { comment },
        }),
      ),
    onSuccess: refresh,
  });
}

export function useWithdraw(id: string) {
  const refresh = useRefreshFlags();
  return useMutation({
    mutationFn: () =>
      call(
        api.POST('/api/v1/flags/change-requests/{request_id}/withdraw', {
          params: { path: { request_id: id } },
        }),
      ),
    onSuccess: refresh,
  });
}
