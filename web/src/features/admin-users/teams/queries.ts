import { queryOptions } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { reasonHeader } from '@/api/reason';
import { useChange } from '../useChange';

export type TeamRow = Schema<'TeamRow'>;
export type TeamDetail = Schema<'TeamDetail'>;
export type TeamMember = Schema<'TeamMemberRow'>;

export const teamsQuery = queryOptions({
  queryKey: ['admin-users', 'teams'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/admin/teams', { signal })),
});

const one = (id: string) => ({ path: { team_id: id } });

export function teamQuery(id: string) {
  return queryOptions({
    queryKey: ['admin-users', 'team', id],
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/admin/teams/{team_id}', { params: one(id), signal })),
  });
}

export function useCreateTeam() {
  return useChange((body: Schema<'TeamCreate'>) => call(api.POST('/api/v1/admin/teams', { body })));
}

/** Saves if the team is still as it was read; else the server answers `STALE_WRITE`. */
export function useSaveTeam() {
  return useChange(({ team, body }: { team: TeamRow; body: Schema<'TeamChange'> }) =>
    call(
      api.PATCH('/api/v1/admin/teams/{team_id}', {
        params: one(team.id),
        body,
        headers: { 'If-Match': `"v${String(team.version)}"` },
      }),
    ),
  );
}

export function useDeleteTeam() {
  return useChange(({ id, reason }: { id: string; reason: string }) =>
    call(
      api.DELETE('/api/v1/admin/teams/{team_id}', {
        params: one(id),
        headers: reasonHeader(reason),
      }),
    ),
  );
}

export function useAddMembers() {
  return useChange(({ id, admins }: { id: string; admins: string[] }) =>
    call(
      api.POST('/api/v1/admin/teams/{team_id}/members', {
        params: one(id),
        body: { admin_ids: admins },
      }),
    ),
  );
}

export function useRemoveMember() {
  return useChange(({ id, admin }: { id: string; admin: string }) =>
    call(
      api.DELETE('/api/v1/admin/teams/{team_id}/members/{admin_id}', {
        params: { path: { team_id: id, admin_id: admin } },
      }),
    ),
  );
}
