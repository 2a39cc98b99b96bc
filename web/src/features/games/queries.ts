import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import type { GamesSearch } from './search';

export type Game = Schema<'GameRow'>;
export type Table = Schema<'TableRow'>;

export const PAGE_SIZE = 50;

export const gamesQuery = (search: GamesSearch) => {
  const { game: _open, size, ...filters } = search;
  const query = { ...filters, page_size: size ?? PAGE_SIZE };
  return queryOptions({
    queryKey: ['games', 'list', query],
    queryFn: () => call(api.GET('/api/v1/games', { params: { query } })),
    placeholderData: keepPreviousData,
  });
};

export const facetsQuery = queryOptions({
  queryKey: ['games', 'facets'],
  queryFn: () => call(api.GET('/api/v1/games/facets')),
});

const path = (id: string) => ({ params: { path: { game_id: id } } });

export const gameQuery = (id: string) =>
  queryOptions({
    queryKey: ['games', 'one', id],
    queryFn: () => call(api.GET('/api/v1/games/{game_id}', path(id))),
  });

export const configQuery = (id: string) =>
  queryOptions({
    queryKey: ['games', 'config', id],
    queryFn: () => call(api.GET('/api/v1/games/{game_id}/config', path(id))),
  });

export const tablesQuery = queryOptions({
  queryKey: ['tables'],
  queryFn: () => call(api.GET('/api/v1/tables')),
});

/** After any change of games: the lists, the facets, the open game and the dashboard's counts. */
function useRefreshGames() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ['games'] }),
      queryClient.invalidateQueries({ queryKey: ['dashboard'] }),
    ]);
}

interface Toggle {
  game: Game;
  reason: string | undefined;
}

/** Sends the state wanted, so that two admins pressing at once do not undo each other. */
export function useToggleGame() {
  const refresh = useRefreshGames();
  return useMutation({
    mutationFn: ({ game, reason }: Toggle) =>
      call(
        api.POST('/api/v1/games/{game_id}/toggle', {
          ...path(game.id),
          body: { is_active: !game.is_active, reason },
        }),
      ),
    onSuccess: refresh,
  });
}

export function useSaveTags(id: string) {
  const refresh = useRefreshGames();
  return useMutation({
    mutationFn: (tags: string[]) =>
      call(api.PUT('/api/v1/games/{game_id}/details', { ...path(id), body: { tags } })),
    onSuccess: refresh,
  });
}

export function useCreateTable() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Schema<'TableCreate'>) => call(api.POST('/api/v1/tables', { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['tables'] }),
  });
}

export function useSetTableStatus() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, status }: { id: string; status: Table['status'] }) =>
      call(
        api.PATCH('/api/v1/tables/{table_id}', {
          params: { path: { table_id: id } },
          body: { status },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['tables'] }),
  });
}

export function useDeleteTable() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call(api.DELETE('/api/v1/tables/{table_id}', { params: { path: { table_id: id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['tables'] }),
  });
}
