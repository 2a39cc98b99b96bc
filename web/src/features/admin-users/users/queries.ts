import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { reasonHeader } from '@/api/reason';
import { listed } from '../listed';
import { useChange } from '../useChange';
import type { UsersSearch } from './search';

export type UserRow = Schema<'UserRow'>;
export type UserCreated = Schema<'UserCreated'>;
export type BulkChange =
  Schema<'BulkStatus'> | Schema<'BulkRole'> | Schema<'BulkTeam'> | Schema<'BulkReset'>;
export type BulkResult = Schema<'BulkResult'>;

export const PAGE_SIZE = 50;

/** The filters alone, as the server takes them for the list and for its export. */
export function filterQuery({ factor, brand, ...wanted }: UsersSearch) {
  const { search, role, status, team, sort } = wanted;
  const second_factor = factor === undefined ? undefined : factor === 'with';
  return { search, role, status, team, second_factor, tenant_id: brand, sort };
}

export function usersQuery(wanted: UsersSearch) {
  const query = {
    ...filterQuery(wanted),
    page: wanted.page ?? 1,
    page_size: wanted.size ?? PAGE_SIZE,
  };
  return queryOptions({
    queryKey: ['admin-users', 'users', query],
    queryFn: ({ signal }) => listed(api.GET('/api/v1/admin/users', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** Every admin of the brand, to choose from. */
export const everyoneQuery = queryOptions({
  queryKey: ['admin-users', 'everyone'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/admin/users', { signal })),
  staleTime: 30_000,
});

/** The address of the CSV of everybody the filters leave. */
export function exportPath(wanted: UsersSearch): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filterQuery(wanted)))
    if (value !== undefined) query.set(name, String(value));
  return `/api/v1/admin/users/export?${query.toString()}`;
}

/** An admin with the tag of the state that was read. */
export interface TaggedUser {
  user: UserRow;
  etag: string | null;
}

const one = (id: string) => ({ path: { admin_id: id } });

export function userQuery(id: string) {
  return queryOptions({
    queryKey: ['admin-users', 'user', id],
    queryFn: async ({ signal }): Promise<TaggedUser> => {
      const answer = await api.GET('/api/v1/admin/users/{admin_id}', { params: one(id), signal });
      return {
        user: await call(Promise.resolve(answer)),
        etag: answer.response.headers.get('etag'),
      };
    },
  });
}

export function useCreateUser() {
  return useChange((body: Schema<'UserCreate'>) => call(api.POST('/api/v1/admin/users', { body })));
}

interface Edit {
  tagged: TaggedUser;
  body: Schema<'UserChange'>;
  reason: string;
}

/** Saves if the admin is still as they were read; else the server answers `STALE_WRITE`. */
export function useSaveUser() {
  return useChange(({ tagged, body, reason }: Edit) =>
    call(
      api.PATCH('/api/v1/admin/users/{admin_id}', {
        params: one(tagged.user.id),
        body,
        headers: {
          ...(tagged.etag === null ? {} : { 'If-Match': tagged.etag }),
          ...reasonHeader(reason),
        },
      }),
    ),
  );
}

interface Act {
  user: UserRow;
  reason: string | undefined;
}

export function useSetStatus() {
  return useChange(({ user, isActive, reason }: Act & { isActive: boolean }) =>
    call(
      api.POST('/api/v1/admin/users/{admin_id}/status', {
        params: one(user.id),
        body: { is_active: isActive },
        headers: reasonHeader(reason ?? ''),
      }),
    ),
  );
}

export function useDeleteUser() {
  return useChange(({ user, reason }: Act) =>
    call(
      api.DELETE('/api/v1/admin/users/{admin_id}', {
        params: one(user.id),
        headers: reasonHeader(reason ?? ''),
      }),
    ),
  );
}

export function useResetPassword() {
  return useChange(({ user, body }: { user: UserRow; body: Schema<'AdminReset'> }) =>
    call(api.POST('/api/v1/admin/users/{admin_id}/reset-password', { params: one(user.id), body })),
  );
}

export function useBulk() {
  return useChange(({ body, reason }: { body: BulkChange; reason: string | undefined }) =>
    call(api.POST('/api/v1/admin/users/bulk', { body, headers: reasonHeader(reason ?? '') })),
  );
}
