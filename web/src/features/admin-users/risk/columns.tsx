import { Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/ui/DataTable';
import { RowLink } from '@/ui/RowLink';
import { Time } from '@/ui/Time';
import { Risk } from '../activity/columns';
import type { RiskRow } from './queries';

/** Readable on both themes as a bar beside its number. */
export const BAR_COLOURS: Record<RiskRow['level'], string> = {
  low: 'teal',
  medium: 'blue',
  high: 'yellow',
  critical: 'red',
};

interface Options {
  showBrand: boolean;
  onOpen: (adminId: string) => void;
}

export function useRiskColumns({ showBrand, onOpen }: Options): Column<RiskRow>[] {
  const { t } = useTranslation('adminRisk');
  const columns: Column<RiskRow>[] = [
    {
      key: 'admin',
      header: t('columns.admin'),
      render: (row) => (
        <Stack gap={0}>
          <RowLink onClick={() => onOpen(row.admin_id)}>{row.admin_name}</RowLink>
          <Text size="xs" c="dimmed">
            {row.admin_email}
          </Text>
        </Stack>
      ),
    },
    { key: 'role', header: t('columns.role'), hideBelow: 'md', render: (row) => row.role },
    {
      key: 'score',
      header: t('columns.score'),
      width: 190,
      render: (row) => <ScoreBar row={row} />,
    },
    { key: 'level', header: t('columns.level'), render: (row) => <Risk level={row.level} /> },
    {
      key: 'why',
      header: t('columns.why'),
      render: (row) => <Reasons row={row} />,
    },
    {
      key: 'last',
      header: t('columns.lastSignIn'),
      hideBelow: 'md',
      render: (row) =>
        row.last_login_at === null ? t('never') : <Time value={row.last_login_at} relative />,
    },
  ];
  if (showBrand)
    columns.splice(1, 0, {
      key: 'brand',
      header: t('columns.brand'),
      render: (row) => row.tenant_id,
    });
  return columns;
}

export function ScoreBar({ row }: { row: RiskRow }) {
  const { t } = useTranslation('adminRisk');
  return (
    <Group gap="xs" wrap="nowrap">
      <Text fw={650} w={30} ta="right" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {row.score}
      </Text>
      <Progress.Root size="sm" flex={1} miw={80}>
        <Progress.Section
          value={row.score}
          color={BAR_COLOURS[row.level]}
          aria-label={t('scoreOf', { name: row.admin_name })}
        />
      </Progress.Root>
    </Group>
  );
}

const SHOWN = 2;

function Reasons({ row }: { row: RiskRow }) {
  const { t } = useTranslation('adminRisk');
  if (row.factors.length === 0) return t('nothing');
  const more = row.factors.length - SHOWN;
  return (
    <Stack gap={0}>
      {row.factors.slice(0, SHOWN).map((factor) => (
        <Text key={factor.key} size="sm">
          {t(`factors.${factor.key}`)}
        </Text>
      ))}
      {more > 0 && (
        <Text size="xs" c="dimmed">
          {t('more', { count: more })}
        </Text>
      )}
    </Stack>
  );
}
