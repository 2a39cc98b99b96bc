import { queryOptions } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { reasonHeader } from '@/api/reason';

export type Provider = Schema<'ProviderRow'>;
export type ProviderCreate = Schema<'ProviderCreate'>;
export type Role = ProviderCreate['default_role'];

export const ROLES = ['Support', 'Analyst', 'Ops', 'Manager', 'Admin', 'Super Admin'] as const;

export const providersQuery = queryOptions({
  queryKey: ['admin-users', 'sso'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/admin/sso/providers', { signal })),
});

/** What an identity provider has to be told of this server. */
export const ownAddressesQuery = queryOptions({
  queryKey: ['sso-addresses'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/admin/sso/addresses', { signal })),
  staleTime: Infinity,
});

export function createProvider(body: ProviderCreate): Promise<Provider> {
  return call(api.POST('/api/v1/admin/sso/providers', { body }));
}

export function changeProvider(
  { id, version }: Provider,
  body: Schema<'ProviderPatch'>,
): Promise<Provider> {
  return call(
    api.PATCH('/api/v1/admin/sso/providers/{provider_id}', {
      params: { path: { provider_id: id } },
      body,
      headers: { 'If-Match': `"v${version}"` },
    }),
  );
}

export function removeProvider(id: string, reason: string) {
  return call(
    api.DELETE('/api/v1/admin/sso/providers/{provider_id}', {
      params: { path: { provider_id: id } },
      headers: reasonHeader(reason),
    }),
  );
}
