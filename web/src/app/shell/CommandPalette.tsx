import { ActionIcon, Kbd, Text, UnstyledButton } from '@mantine/core';
import { useDebouncedValue, useOs } from '@mantine/hooks';
import { Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call } from '@/api/client';
import { useAccess } from '@/features/auth/session';
import { IconAccount, IconGames, IconSearch, IconUpload } from '@/ui/icons';
import { visibleMenu } from '../menu';
import { useWord } from '../useWord';
import { palette, paletteStore } from './Shortcuts';
import classes from './Shell.module.css';

const MOST_GAMES = 6;

export function PaletteButton() {
  const { t } = useTranslation('shell');
  const mod = useOs() === 'macos' ? '⌘' : 'Ctrl';
  return (
    <>
      <UnstyledButton className={classes.palette} onClick={palette.open} visibleFrom="sm">
        <IconSearch size={16} />
        <Text span inherit style={{ flex: 1 }}>
          {t('palette.open')}
        </Text>
        <Kbd size="xs">{mod} K</Kbd>
      </UnstyledButton>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        onClick={palette.open}
        hiddenFrom="sm"
        aria-label={t('palette.open')}
      >
        <IconSearch />
      </ActionIcon>
    </>
  );
}

function usePages(): SpotlightActionData[] {
  const { t } = useTranslation('shell');
  const access = useAccess();
  const navigate = useNavigate();
  const pages: SpotlightActionData[] = visibleMenu(access).map((item) => ({
    id: item.key,
    label: t(`menu.${item.label}`),
    leftSection: <item.icon />,
    onClick: () => void navigate({ to: item.to }),
  }));
  if (access.can('games:import'))
    pages.push({
      id: 'import',
      label: t('menu.import'),
      leftSection: <IconUpload />,
      onClick: () => void navigate({ to: '/games/import' }),
    });
  if (access.can('games:read'))
    pages.push({
      id: 'tables',
      label: t('menu.tables'),
      leftSection: <IconGames />,
      onClick: () => void navigate({ to: '/games/tables' }),
    });
  pages.push({
    id: 'account',
    label: t('menu.account'),
    leftSection: <IconAccount />,
    onClick: () => void navigate({ to: '/account' }),
  });
  return pages;
}

/** Ctrl/Cmd-K: goes to any page, or to any game by a part of its name. */
export function CommandPalette() {
  const { t, i18n } = useTranslation('shell');
  const { can } = useAccess();
  const navigate = useNavigate();
  const pages = usePages();
  const category = useWord('games', 'categories');
  const [typed, setTyped] = useState('');
  const [query] = useDebouncedValue(typed.trim(), 200);
  const games = useQuery({
    queryKey: ['games', 'palette', query],
    queryFn: () =>
      call(
        api.GET('/api/v1/games', { params: { query: { search: query, page_size: MOST_GAMES } } }),
      ),
    enabled: query.length >= 2 && can('games:read'),
  });
  const lower = (text: string) => text.toLocaleLowerCase(i18n.language);
  const found = pages.filter((page) => lower(page.label ?? '').includes(lower(typed.trim())));
  const groups = [
    { group: t('palette.pages'), actions: found },
    {
      group: t('palette.games'),
      actions: (query.length >= 2 ? (games.data?.items ?? []) : []).map((game) => ({
        id: game.id,
        label: game.name,
        description: `${game.provider} · ${category(game.category)}`,
        leftSection: <IconGames />,
        onClick: () => void navigate({ to: '/games', search: { game: game.id } }),
      })),
    },
  ].filter((group) => group.actions.length > 0);
  return (
    <Spotlight
      store={paletteStore}
      actions={groups}
      query={typed}
      onQueryChange={setTyped}
      filter={(_, actions) => actions}
      shortcut="mod + K"
      scrollable
      attributes={{ content: { 'aria-label': t('palette.open') } }}
      maxHeight={420}
      nothingFound={games.isFetching ? t('palette.searching') : t('palette.nothing')}
      searchProps={{
        leftSection: <IconSearch />,
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.placeholder'),
      }}
    />
  );
}
