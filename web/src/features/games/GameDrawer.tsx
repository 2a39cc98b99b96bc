import { Button, Drawer, Group, Image, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import { useAccess } from '@/features/auth/session';
import { CopyButton } from '@/ui/CopyButton';
import { Facts } from '@/ui/Facts';
import { useFormat } from '@/ui/format';
import { IconAudit } from '@/ui/icons';
import { ButtonLink } from '@/ui/links';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { Time } from '@/ui/Time';
import { GameStatus } from './columns';
import { configQuery, type Game, gameQuery } from './queries';
import { TagsEditor } from './TagsEditor';

interface Props {
  id: string | undefined;
  onClose: () => void;
  onToggle: (game: Game) => void;
}

export function GameDrawer({ id, onClose, onToggle }: Props) {
  const { t } = useTranslation(['games', 'common']);
  const game = useQuery({ ...gameQuery(id ?? ''), enabled: id !== undefined });
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={<Text fw={650}>{game.data?.name ?? t('detail.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
      data-testid="game-drawer"
    >
      {game.isError ? (
        <ProblemAlert error={game.error} onRetry={() => void game.refetch()} />
      ) : game.data ? (
        <Detail game={game.data} onToggle={onToggle} />
      ) : (
        <Stack>
          <Skeleton h={120} />
          <Skeleton h={200} />
        </Stack>
      )}
    </Drawer>
  );
}

function Detail({ game, onToggle }: { game: Game; onToggle: (game: Game) => void }) {
  const { t } = useTranslation('games');
  const { can } = useAccess();
  const category = useWord('games', 'categories');
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <GameStatus game={game} />
        <Group gap="xs">
          {can('audit:read') && (
            <ButtonLink
              to="/audit"
              search={{ resource_type: 'game', resource_id: game.id, since_hours: 720 }}
              variant="default"
              leftSection={<IconAudit size={16} />}
            >
              {t('detail.history')}
            </ButtonLink>
          )}
          {can('games:write') && (
            <Button
              variant={game.is_active ? 'default' : 'filled'}
              onClick={() => onToggle(game)}
              data-testid="drawer-toggle"
            >
              {t(game.is_active ? 'toggle.off' : 'toggle.on')}
            </Button>
          )}
        </Group>
      </Group>
      {game.image_url !== null && (
        <Image src={game.image_url} alt="" radius="md" mah={200} fit="contain" />
      )}
      <Facts
        rows={[
          [t('columns.provider'), game.provider],
          [
            t('columns.externalId'),
            <Group key="id" gap={4}>
              <Text span inherit ff="monospace">
                {game.external_id}
              </Text>
              <CopyButton value={game.external_id} label={t('columns.externalId')} />
            </Group>,
          ],
          [t('columns.category'), category(game.category)],
          [t('columns.type'), game.type],
          [t('columns.runtime'), t(`runtime.${game.runtime_status}`)],
          [t('columns.created'), <Time key="created" value={game.created_at} />],
          [t('columns.updated'), <Time key="updated" value={game.updated_at} />],
        ]}
      />
      <TagsEditor game={game} key={game.tags.join('\n')} />
      <Configuration id={game.id} />
    </Stack>
  );
}

function Configuration({ id }: { id: string }) {
  const { t } = useTranslation('games');
  const format = useFormat();
  const config = useQuery(configQuery(id));
  if (config.isError) return <ProblemAlert error={config.error} />;
  if (!config.data) return <Skeleton h={120} />;
  const { rtp, volatility, limits, features } = config.data;
  return (
    <div>
      <Title order={3} size="h5" mb={4}>
        {t('detail.configuration')}
      </Title>
      <Facts
        rows={[
          [t('columns.rtp'), rtp === null ? '–' : format.percent(rtp)],
          [t('detail.volatility'), volatility ?? '–'],
          ...Object.entries(limits ?? {}).map(
            ([key, value]) => [key.replaceAll('_', ' '), JSON.stringify(value)] as const,
          ),
          [t('detail.features'), features.length > 0 ? features.join(', ') : '–'],
        ]}
      />
    </div>
  );
}
