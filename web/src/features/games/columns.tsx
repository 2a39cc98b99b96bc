import { Badge, Group, Stack, Switch, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import type { Column } from '@/ui/DataTable';
import { useFormat } from '@/ui/format';
import { RowLink } from '@/ui/RowLink';
import { StatusBadge } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import type { Game } from './queries';

interface Handlers {
  onOpen: (id: string) => void;
  /** Absent where the admin may not switch games. */
  onToggle: ((game: Game) => void) | undefined;
  onTag: (tag: string) => void;
}

export function GameStatus({ game }: { game: Pick<Game, 'business_status'> }) {
  const { t } = useTranslation('games');
  return (
    <StatusBadge tone={game.business_status === 'active' ? 'good' : 'neutral'}>
      {t(`status.${game.business_status}`)}
    </StatusBadge>
  );
}

export function useGameColumns({ onOpen, onToggle, onTag }: Handlers): Column<Game>[] {
  const { t } = useTranslation('games');
  const format = useFormat();
  const category = useWord('games', 'categories');
  return [
    {
      key: 'name',
      header: t('columns.name'),
      sortKey: 'name',
      render: (game) => (
        <Stack gap={0}>
          <RowLink onClick={() => onOpen(game.id)}>{game.name}</RowLink>
          <Text size="xs" c="dimmed" ff="monospace">
            {game.external_id}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'provider',
      header: t('columns.provider'),
      sortKey: 'provider',
      render: (game) => game.provider,
    },
    {
      key: 'category',
      header: t('columns.category'),
      render: (game) =>
        game.type !== '' && game.type.toLowerCase() !== game.category.toLowerCase()
          ? `${category(game.category)} · ${game.type}`
          : category(game.category),
    },
    {
      key: 'rtp',
      header: t('columns.rtp'),
      sortKey: 'rtp',
      align: 'right',
      width: 90,
      render: (game) =>
        game.configuration.rtp === null ? (
          <Text span inherit c="dimmed">
            –
          </Text>
        ) : (
          format.percent(game.configuration.rtp)
        ),
    },
    {
      key: 'tags',
      header: t('columns.tags'),
      render: (game) => (
        <Group gap={4}>
          {game.tags.map((tag) => (
            <UnstyledButton
              key={tag}
              onClick={() => onTag(tag)}
              aria-label={t('filters.byTag', { tag })}
            >
              <Badge variant="default" tt="none" fw={500} style={{ cursor: 'pointer' }}>
                {tag}
              </Badge>
            </UnstyledButton>
          ))}
        </Group>
      ),
    },
    {
      key: 'updated',
      hideBelow: 'lg',
      header: t('columns.updated'),
      sortKey: 'updated_at',
      width: 130,
      render: (game) => <Time value={game.updated_at} relative />,
    },
    {
      key: 'status',
      header: t('columns.status'),
      width: 130,
      render: (game) => (
        <Group gap="xs" wrap="nowrap" justify="space-between">
          <GameStatus game={game} />
          {onToggle && (
            <Switch
              size="sm"
              checked={game.is_active}
              onChange={() => onToggle(game)}
              aria-label={t(game.is_active ? 'toggle.offName' : 'toggle.onName', {
                name: game.name,
              })}
              data-testid={`toggle-${game.external_id}`}
            />
          )}
        </Group>
      ),
    },
  ];
}
