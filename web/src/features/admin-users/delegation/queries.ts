import { queryOptions } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';

export type Delegation = Schema<'DelegationRow'>;
export type Delegable = Schema<'Delegable'>;
export type Act = 'approve' | 'reject' | 'revoke';

export const delegationsQuery = queryOptions({
  queryKey: ['admin-users', 'delegations'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/admin/delegations', { signal })),
  refetchInterval: 30_000,
});

export const delegableQuery = queryOptions({
  queryKey: ['admin-users', 'delegations', 'delegable'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/admin/delegations/delegable', { signal })),
});

export function requestDelegation(body: Schema<'DelegationCreate'>): Promise<Delegation> {
  return call(api.POST('/api/v1/admin/delegations', { body }));
}

export function actOn(id: string, act: Act, reason: string): Promise<Delegation> {
  const options = { params: { path: { delegation_id: id } }, body: { reason } };
  if (act === 'approve')
    return call(api.POST('/api/v1/admin/delegations/{delegation_id}/approve', options));
  if (act === 'reject')
    return call(api.POST('/api/v1/admin/delegations/{delegation_id}/reject', options));
  return call(api.POST('/api/v1/admin/delegations/{delegation_id}/revoke', options));
}
