import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/ui/DataTable';
import { useFormat } from '@/ui/format';
import classes from './imports.module.css';
import { tenseOf } from './model';
import { RowOutcome } from './RowOutcome';
import type { ImportRow, JobStatus } from './wire';

export function useRowColumns(status: JobStatus): Column<ImportRow>[] {
  const { t } = useTranslation('imports');
  const format = useFormat();
  return [
    {
      key: 'row',
      header: t('rows.row'),
      align: 'right',
      width: 70,
      render: (row) => format.number(row.row),
    },
    {
      key: 'game',
      header: t('rows.game'),
      render: (row) => (
        <Stack gap={0} maw={300}>
          <Text size="sm" fw={600} className={classes.breakable}>
            {row.name ?? '–'}
          </Text>
          <Text size="xs" c="dimmed" className={classes.breakable}>
            {row.external_id ?? t('rows.noId')}
          </Text>
        </Stack>
      ),
    },
    { key: 'provider', header: t('rows.provider'), render: (row) => row.provider ?? '–' },
    { key: 'type', header: t('rows.type'), render: typeOf },
    {
      key: 'rtp',
      header: t('rows.rtp'),
      align: 'right',
      render: (row) => (row.rtp === null ? '–' : format.percent(row.rtp)),
    },
    {
      key: 'state',
      header: t('rows.state'),
      render: (row) => (
        <span className={classes.nowrap}>
          <span className={classes.chipDot} data-status={row.status} aria-hidden="true" />
          {t(`rows.one.${row.status}`)}
        </span>
      ),
    },
    {
      key: 'what',
      header: t(tenseOf(status) === 'planned' ? 'rows.what' : 'rows.whatDone'),
      width: '32%',
      render: (row) => <RowOutcome row={row} status={status} />,
    },
  ];
}

function typeOf({ category, type }: ImportRow): string {
  if (category === null || category === type) return type ?? '–';
  return type === null ? category : `${category} / ${type}`;
}
