import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { reasonHeader } from '@/api/reason';
import { type Edits, patchOf, type TenantRow } from './model';

export const PAGE_SIZE = 50;

export function tenantsQuery(page: number) {
  return queryOptions({
    queryKey: ['tenants', 'list', page],
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/tenants', { params: { query: { page, page_size: PAGE_SIZE } }, signal }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** A brand with the tag of the state that was read. */
export interface TaggedTenant {
  tenant: TenantRow;
  etag: string | null;
}

export function tenantQuery(id: string) {
  return queryOptions({
    queryKey: ['tenants', 'one', id],
    queryFn: async ({ signal }): Promise<TaggedTenant> => {
      const answer = await api.GET('/api/v1/tenants/{tenant_id}', {
        params: { path: { tenant_id: id } },
        signal,
      });
      const tenant = await call(Promise.resolve(answer));
      return { tenant, etag: answer.response.headers.get('etag') };
    },
    // An editor must not change under the hands of who edits.
    staleTime: Infinity,
    gcTime: 0,
  });
}

/** Saves the edits if the brand is still as it was read; else the server answers `STALE_WRITE`. */
export async function saveTenant(
  { tenant, etag }: TaggedTenant,
  edits: Edits,
  reason: string,
): Promise<TaggedTenant> {
  const answer = await api.PATCH('/api/v1/tenants/{tenant_id}', {
    params: { path: { tenant_id: tenant.id } },
    body: patchOf(edits),
    headers: { ...(etag === null ? {} : { 'If-Match': etag }), ...reasonHeader(reason) },
  });
  const saved = await call(Promise.resolve(answer));
  return { tenant: saved, etag: answer.response.headers.get('etag') };
}

export function createTenant(body: Schema<'TenantCreate'>, reason: string): Promise<TenantRow> {
  return call(api.POST('/api/v1/tenants', { body, headers: reasonHeader(reason) }));
}

/** Everything that shows brands or follows from their features. */
export async function refreshBrands(client: QueryClient): Promise<void> {
  await Promise.all(
    [['tenants', 'list'], ['brands'], ['capabilities'], ['audit']].map((queryKey) =>
      client.invalidateQueries({ queryKey }),
    ),
  );
}
