import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { IconGames, IconUpload } from '@/ui/icons';
import { ButtonLink } from '@/ui/links';
import { CatalogueFilters } from './CatalogueFilters';
import { useGameColumns } from './columns';
import { GameDrawer } from './GameDrawer';
import { type Game, gamesQuery, PAGE_SIZE } from './queries';
import type { GamesSearch } from './search';
import { ToggleDialog } from './ToggleDialog';

const route = getRouteApi('/shell/games/');

export function CataloguePage() {
  const { t } = useTranslation(['games', 'common']);
  const { can } = useAccess();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const games = useQuery(gamesQuery(search));
  const [toggling, setToggling] = useState<Game | null>(null);

  const { search: text, provider, category, tag, status } = search;
  const isFiltered = [text, provider, category, tag, status].some((value) => value !== undefined);

  /** A new filter or order starts at the first page again. */
  const change = (next: Partial<GamesSearch>) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...next }), replace: true });
  const open = (game: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, game }), resetScroll: false });
  const clear = () => void navigate({ search: { sort: search.sort, size: search.size } });

  const columns = useGameColumns({
    onOpen: open,
    onToggle: can('games:write') ? setToggling : undefined,
    onTag: (value) => change({ tag: value }),
  });

  return (
    <>
      <CatalogueFilters search={search} isActive={isFiltered} onChange={change} onClear={clear} />
      <DataTable
        label={t('tabs.catalogue')}
        columns={columns}
        rows={games.data?.items}
        rowKey={(game) => game.id}
        state={games}
        sort={search.sort ?? 'name'}
        onSort={(sort) => change({ sort: sort as GamesSearch['sort'] })}
        onRowClick={(game) => open(game.id)}
        isDimmed={(game) => !game.is_active}
        minWidth={740}
        paging={{
          page: search.page ?? 1,
          pageSize: search.size ?? PAGE_SIZE,
          total: games.data?.meta.total ?? 0,
          onPage: (page) => void navigate({ search: (old) => ({ ...old, page }) }),
          onPageSize: (size) => change({ size }),
        }}
        empty={
          isFiltered || (search.page ?? 1) > 1 ? (
            <EmptyState
              title={t('common:table.noMatchTitle')}
              text={t('common:table.noMatchText')}
              action={
                <Button variant="default" mt="sm" onClick={clear}>
                  {t('common:clearFilters')}
                </Button>
              }
            />
          ) : (
            <EmptyState
              icon={<IconGames size={24} />}
              title={t('empty.title')}
              text={t('empty.text')}
              action={
                can('games:import') ? (
                  <ButtonLink
                    to="/games/import"

                    mt="sm"
                    leftSection={<IconUpload size={16} />}
                  >
                    {t('empty.action')}
                  </ButtonLink>
                ) : undefined
              }
            />
          )
        }
      />
      <GameDrawer id={search.game} onClose={() => open(undefined)} onToggle={setToggling} />
      <ToggleDialog game={toggling} onClose={() => setToggling(null)} />
    </>
  );
}
