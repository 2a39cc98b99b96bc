import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { notifyProblem } from '@/ui/notify';
import type { ApiKey } from './model';

const LIST = ['api-keys', 'list'];
/** A key that is open is watched: its use comes in while one looks. */
const WATCHED_MS = 5_000;
const path = (id: string) => ({ params: { path: { key_id: id } } });

/** A reason goes in a header, percent-encoded, because headers carry no letters beyond Latin-1. */
const reasonHeader = (reason: string | undefined) =>
  reason === undefined ? {} : { 'X-Reason': encodeURIComponent(reason) };

export const keysQuery = (show: 'kept' | 'deleted') =>
  queryOptions({
    queryKey: [...LIST, show],
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/api-keys', { params: { query: { show } }, signal })),
  });

export const keyQuery = (id: string) =>
  queryOptions({
    queryKey: ['api-keys', 'one', id],
    queryFn: ({ signal }) => call(api.GET('/api/v1/api-keys/{key_id}', { ...path(id), signal })),
    refetchInterval: WATCHED_MS,
  });

export const scopesQuery = queryOptions({
  queryKey: ['api-keys', 'scopes'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/api-keys/scopes/details', { signal })),
  staleTime: 300_000,
});

export const usageQuery = (id: string, days: number) =>
  queryOptions({
    queryKey: ['api-keys', 'use', id, days],
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/api-keys/{key_id}/use', {
          params: { path: { key_id: id }, query: { days } },
          signal,
        }),
      ),
    refetchInterval: WATCHED_MS,
  });

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ['audit', 'api-key', id],
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/audit/events', {
          params: {
            query: { resource_type: 'api_key', resource_id: id, since_hours: 8760, limit: 20 },
          },
          signal,
        }),
      ),
  });

async function refresh(client: QueryClient): Promise<void> {
  await Promise.all(
    [['api-keys'], ['audit']].map((queryKey) => client.invalidateQueries({ queryKey })),
  );
}

/**
 * Switches a key. The switch moves at once; if the server refuses, it moves back and says why.
 */
export function useSwitchKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ key, active }: { key: ApiKey; active: boolean }) =>
      call(api.PATCH('/api/v1/api-keys/{key_id}', { ...path(key.id), body: { active } })),
    onMutate: async ({ key, active }) => {
      await client.cancelQueries({ queryKey: LIST });
      const before = client.getQueryData(keysQuery('kept').queryKey);
      const switched = (one: ApiKey): ApiKey => ({
        ...one,
        active,
        status:
          one.status === 'active' || one.status === 'disabled' ? statusFor(active) : one.status,
      });
      client.setQueryData(keysQuery('kept').queryKey, (rows) =>
        rows?.map((row) => (row.id === key.id ? switched(row) : row)),
      );
      client.setQueryData(keyQuery(key.id).queryKey, (row) => row && switched(row));
      return { before };
    },
    onError: (error, { key }, context) => {
      client.setQueryData(keysQuery('kept').queryKey, context?.before);
      void client.invalidateQueries({ queryKey: keyQuery(key.id).queryKey });
      notifyProblem(error);
    },
    onSettled: () => refresh(client),
  });
}

const statusFor = (active: boolean) => (active ? 'active' : 'disabled');

export function useCreateKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schema<'ApiKeyCreate'>) => call(api.POST('/api/v1/api-keys', { body })),
    // Not waited for: the secret is shown at once.
    onSuccess: () => void refresh(client),
  });
}

export function useEditKey(key: ApiKey) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schema<'ApiKeyPatch'>) =>
      call(
        api.PATCH('/api/v1/api-keys/{key_id}', {
          params: { path: { key_id: key.id }, header: { 'If-Match': `"v${key.version}"` } },
          body,
        }),
      ),
    onSuccess: () => refresh(client),
  });
}

export function useRotateKey(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ overlapHours, reason }: { overlapHours: number; reason?: string }) =>
      call(
        api.POST('/api/v1/api-keys/{key_id}/rotate', {
          ...path(id),
          body: { overlap_hours: overlapHours },
          headers: reasonHeader(reason),
        }),
      ),
    onSuccess: () => void refresh(client),
  });
}

export function useEndOverlap(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string | undefined) =>
      call(
        api.DELETE('/api/v1/api-keys/{key_id}/previous-secret', {
          ...path(id),
          headers: reasonHeader(reason),
        }),
      ),
    onSuccess: () => refresh(client),
  });
}

export function useDeleteKey(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string | undefined) =>
      call(api.DELETE('/api/v1/api-keys/{key_id}', { ...path(id), headers: reasonHeader(reason) })),
    onSuccess: () => refresh(client),
  });
}
