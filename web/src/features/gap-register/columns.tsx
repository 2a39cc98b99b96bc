import { Group, Stack, Text, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/ui/DataTable';
import { IconAlert } from '@/ui/icons';
import { GapLink } from './GapLink';
import { GapPriority, GapStatus, SlaCountdown } from './Marks';
import type { GapRow } from './queries';

export function NotCloseable({ gap }: { gap: Pick<GapRow, 'lacks' | 'closeable'> }) {
  const { t } = useTranslation('gapRegister');
  if (gap.closeable) return null;
  const lacks = gap.lacks.map((key) => t(`fields.${key}`)).join(', ');
  const label = t('notCloseable', { lacks });
  return (
    <Tooltip label={label}>
      <Text span c="orange" lh={1} role="img" aria-label={label}>
        <IconAlert size={15} />
      </Text>
    </Tooltip>
  );
}

export function useGapColumns(): Column<GapRow>[] {
  const { t } = useTranslation('gapRegister');
  return [
    {
      key: 'id',
      header: t('columns.id'),
      sortKey: 'id',
      width: 90,
      render: (gap) => (
        <Group gap={4} wrap="nowrap">
          <GapLink id={gap.id} />
          <NotCloseable gap={gap} />
        </Group>
      ),
    },
    {
      key: 'gap',
      header: t('columns.gap'),
      render: (gap) => (
        <Stack gap={0}>
          <Text size="sm">{gap.title}</Text>
          <Text size="xs" c="dimmed">
            {gap.module}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'priority',
      header: t('columns.priority'),
      sortKey: 'priority',
      width: 100,
      render: (gap) => <GapPriority priority={gap.priority} />,
    },
    { key: 'owner', header: t('columns.owner'), render: (gap) => gap.owner ?? '–' },
    {
      key: 'sla',
      header: t('columns.sla'),
      sortKey: 'due',
      width: 150,
      render: (gap) => <SlaCountdown gap={gap} />,
    },
    {
      key: 'status',
      header: t('columns.status'),
      sortKey: 'status',
      width: 130,
      render: (gap) => <GapStatus status={gap.status} />,
    },
    {
      key: 'target',
      header: t('columns.target'),
      render: (gap) => gap.target_version ?? '–',
    },
  ];
}
