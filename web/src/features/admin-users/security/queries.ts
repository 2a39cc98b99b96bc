import { queryOptions } from '@tanstack/react-query';
import { api, call } from '@/api/client';
import { reasonHeader } from '@/api/reason';
import type { Edits, SecurityState } from './model';

/** The policy with the tag of the state that was read. */
export interface TaggedPolicy {
  state: SecurityState;
  etag: string | null;
}

export function securityQuery(brand: string | undefined) {
  return queryOptions({
    queryKey: ['admin-users', 'security', brand ?? null],
    queryFn: async ({ signal }): Promise<TaggedPolicy> => {
      const params = { query: { tenant_id: brand } };
      const answer = await api.GET('/api/v1/admin/security', { params, signal });
      const state = await call(Promise.resolve(answer));
      return { state, etag: answer.response.headers.get('etag') };
    },
    // An editor must not change under the hands of who edits.
    staleTime: Infinity,
    gcTime: 0,
  });
}

interface Saving {
  brand: string | undefined;
  etag: string | null;
  edits: Edits;
  reason: string;
  isConfirmed: boolean;
}

export async function savePolicy(saving: Saving): Promise<TaggedPolicy> {
  const answer = await api.PATCH('/api/v1/admin/security', {
    params: { query: { tenant_id: saving.brand } },
    body: { ...saving.edits, confirm_lockout: saving.isConfirmed },
    headers: {
      ...(saving.etag === null ? {} : { 'If-Match': saving.etag }),
      ...reasonHeader(saving.reason),
    },
  });
  const state = await call(Promise.resolve(answer));
  return { state, etag: answer.response.headers.get('etag') };
}
