import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { reasonHeader } from '@/api/reason';
import { listed } from '../listed';
import { useChange } from '../useChange';
import type { InvitesSearch } from './search';

export type InviteRow = Schema<'InviteRow'>;

export const PAGE_SIZE = 50;

export function invitesQuery({ search, status, brand, page }: InvitesSearch) {
  const query = { search, status, tenant_id: brand, page: page ?? 1, page_size: PAGE_SIZE };
  return queryOptions({
    queryKey: ['admin-users', 'invites', query],
    queryFn: ({ signal }) =>
      listed(api.GET('/api/v1/admin/invites', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

const one = (id: string) => ({ path: { invite_id: id } });

export function useResendInvite() {
  return useChange(({ id, sendMail }: { id: string; sendMail: boolean }) =>
    call(
      api.POST('/api/v1/admin/invites/{invite_id}/resend', {
        params: one(id),
        body: { send_mail: sendMail },
      }),
    ),
  );
}

export function useRevokeInvite() {
  return useChange(({ id, reason }: { id: string; reason: string | undefined }) =>
    call(
      api.POST('/api/v1/admin/invites/{invite_id}/revoke', {
        params: one(id),
        headers: reasonHeader(reason ?? ''),
      }),
    ),
  );
}
