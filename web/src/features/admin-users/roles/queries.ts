import { queryOptions } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { reasonHeader } from '@/api/reason';
import { useChange } from '../useChange';

export type RoleRow = Schema<'RoleRow'>;
export type PermissionRow = Schema<'PermissionRow'>;

/** The roles of the brand acted in, or of another that a platform owner looks at. */
export function rolesQuery(brand?: string) {
  return queryOptions({
    queryKey: ['admin-users', 'roles', brand ?? null],
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/admin/roles', { params: { query: { tenant_id: brand } }, signal })),
  });
}

/** Every permission with its cell of the matrix; it changes with the server's version only. */
export const permissionsQuery = queryOptions({
  queryKey: ['admin-users', 'permissions'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/admin/permissions', { signal })),
  staleTime: 300_000,
});

export function useCreateRole() {
  return useChange((body: Schema<'RoleCreate'>) => call(api.POST('/api/v1/admin/roles', { body })));
}

interface Edit {
  role: Pick<RoleRow, 'id' | 'version'>;
  body: Schema<'RoleChange'>;
  reason?: string;
}

/** Saves if the role is still as it was read; else the server answers `STALE_WRITE`. */
export function saveRole({ role, body, reason }: Edit): Promise<RoleRow> {
  return call(
    api.PATCH('/api/v1/admin/roles/{role_id}', {
      params: { path: { role_id: role.id } },
      body,
      headers: {
        ...(role.version === null ? {} : { 'If-Match': `"v${String(role.version)}"` }),
        ...reasonHeader(reason ?? ''),
      },
    }),
  );
}

export function useSaveRole() {
  return useChange(saveRole);
}

export function useDeleteRole() {
  return useChange((wanted: { id: string; reassignTo: string | undefined; reason: string }) =>
    call(
      api.DELETE('/api/v1/admin/roles/{role_id}', {
        params: { path: { role_id: wanted.id }, query: { reassign_to: wanted.reassignTo } },
        headers: reasonHeader(wanted.reason),
      }),
    ),
  );
}
