import { Group, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '@/app/i18n';
import { useFormat } from '@/ui/format';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { NotCloseable } from './columns';
import { GapLink } from './GapLink';
import { GapPriority, SlaCountdown } from './Marks';
import { type GapRow, gapsQuery } from './queries';
import { type GapsSearch, STATUSES } from './search';

function Card({ gap }: { gap: GapRow }) {
  return (
    <Paper withBorder p="xs" component="li" data-testid="gap-card">
      <Stack gap={4}>
        <Group justify="space-between" wrap="nowrap">
          <Group gap={4}>
            <Text ff="monospace" size="xs" c="dimmed">
              {gap.id}
            </Text>
            <NotCloseable gap={gap} />
          </Group>
          <GapPriority priority={gap.priority} />
        </Group>
        <GapLink id={gap.id}>{gap.title}</GapLink>
        <Text size="xs" c="dimmed">
          {gap.module}
        </Text>
        <Group justify="space-between" gap="xs">
          <Text size="xs">{gap.owner ?? '–'}</Text>
          <SlaCountdown gap={gap} />
        </Group>
      </Stack>
    </Paper>
  );
}

/** The register by status. Gaps move on their own page, where the rules of a move are shown. */
function Board({ gaps, total }: { gaps: GapRow[]; total: number }) {
  const { t } = useTranslation('gapRegister');
  const format = useFormat();
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} spacing="sm" data-testid="board">
        {STATUSES.map((status) => {
          const own = gaps.filter((gap) => gap.status === status);
          return (
            <Stack key={status} gap="xs">
              <Title order={2} size="h5">
                {t(`status.${status}`)}{' '}
                <Text span c="dimmed" size="sm" className="tabular">
                  {format.number(own.length)}
                </Text>
              </Title>
              <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>
                {own.map((gap) => (
                  <Card key={gap.id} gap={gap} />
                ))}
              </Stack>
              {own.length === 0 && (
                <Text size="sm" c="dimmed">
                  {t('board.none')}
                </Text>
              )}
            </Stack>
          );
        })}
      </SimpleGrid>
      {total > gaps.length && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('board.cut', { shown: format.number(gaps.length), total: format.number(total) })}
        </Text>
      )}
    </>
  );
}

export function BoardView({ search, empty }: { search: GapsSearch; empty: ReactNode }) {
  const gaps = useQuery(gapsQuery({ ...search, view: 'board' }, currentLanguage()));
  if (gaps.data === undefined)
    return gaps.error === null ? (
      <Skeleton height={240} />
    ) : (
      <ProblemAlert error={gaps.error} onRetry={() => void gaps.refetch()} />
    );
  if (gaps.data.items.length === 0) return empty;
  return <Board gaps={gaps.data.items} total={gaps.data.meta.total} />;
}
