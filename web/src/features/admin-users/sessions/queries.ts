import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { reasonHeader } from '@/api/reason';
import { listed } from '../listed';
import type { SessionsSearch } from './search';

export type SessionRow = Schema<'AdminSession'>;

export const PAGE_SIZE = 50;

export function sessionsQuery({ search, admin_id, suspicious, brand, page }: SessionsSearch) {
  const query = {
    search,
    admin_id,
    suspicious_only: suspicious,
    tenant_id: brand,
    page: page ?? 1,
    page_size: PAGE_SIZE,
  };
  return queryOptions({
    queryKey: ['admin-users', 'sessions', query],
    queryFn: ({ signal }) =>
      listed(api.GET('/api/v1/admin/sessions', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    // Others sign in and out meanwhile.
    refetchInterval: 30_000,
  });
}

/** What to end: one session, all of an admin, or all of the brand. */
export type Ending =
  | { what: 'one'; session: SessionRow }
  | { what: 'admin'; session: SessionRow }
  | { what: 'all'; brand: string | undefined };

async function end(ending: Ending, reason: string): Promise<number> {
  const headers = reasonHeader(reason);
  if (ending.what === 'one') {
    const path = { session_id: ending.session.id };
    await call(api.DELETE('/api/v1/admin/sessions/{session_id}', { params: { path }, headers }));
    return 1;
  }
  const answer = await (ending.what === 'admin'
    ? call(
        api.POST('/api/v1/admin/sessions/revoke', {
          body: { admin_id: ending.session.admin_id },
          headers,
        }),
      )
    : call(
        api.POST('/api/v1/admin/sessions/revoke-all', {
          params: { query: { tenant_id: ending.brand } },
          headers,
        }),
      ));
  return answer.ended;
}

export function useEndSessions() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ ending, reason }: { ending: Ending; reason: string }) => end(ending, reason),
    // Whatever came of it, the list may have changed.
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['admin-users', 'sessions'] }),
  });
}
