import { Button, Code, Group, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { StatusBadge } from '@/ui/StatusBadge';
import type { ModuleKey, ModuleRow } from './queries';
import { useSwitchWords } from './words';

interface Props {
  status: UseQueryResult<Schema<'SwitchStatus'>>;
  /** Absent for who may not throw. */
  onThrow: ((module: ModuleKey) => void) | undefined;
}

/** Everything that can be switched off, and how much belongs to it. */
export function ModulesTable({ status, onThrow }: Props) {
  const { t } = useTranslation('killSwitch');
  const words = useSwitchWords();
  const columns: Column<ModuleRow>[] = [
    {
      key: 'module',
      header: t('columns.module'),
      render: (row) => (
        <>
          <Group gap="xs">
            <Text size="sm" fw={600}>
              {words.module(row.key)}
            </Text>
            <Code fz="xs">{row.key}</Code>
          </Group>
          <Text size="xs" c="dimmed">
            {words.moduleText(row.key)}
          </Text>
        </>
      ),
    },
    {
      key: 'reach',
      header: t('columns.reach'),
      hideBelow: 'sm',
      render: (row) =>
        row.operations + row.jobs === 0 ? (
          <Text size="sm" c="dimmed">
            {t('reach.elsewhere')}
          </Text>
        ) : (
          [
            t('reach.operations', { count: row.operations }),
            ...(row.jobs > 0 ? [t('reach.jobs', { count: row.jobs })] : []),
          ].join(' · ')
        ),
    },
    { key: 'state', header: t('columns.state'), render: (row) => <State row={row} /> },
    {
      key: 'act',
      header: t('throw.row'),
      hideHeader: true,
      align: 'right',
      render: (row) =>
        onThrow && (
          <Button
            size="xs"
            variant="default"
            onClick={() => onThrow(row.key as ModuleKey)}
            aria-label={t('throw.named', { module: words.module(row.key) })}
            data-testid={`throw-${row.key}`}
          >
            {t('throw.row')}
          </Button>
        ),
    },
  ];
  return (
    <DataTable
      label={t('modulesTitle')}
      columns={columns}
      rows={status.data?.modules}
      rowKey={(row) => row.key}
      state={status}
      empty={<EmptyState title={t('modulesTitle')} />}
      minWidth={520}
    />
  );
}

function State({ row }: { row: ModuleRow }) {
  const { t } = useTranslation('killSwitch');
  if (row.switches.length === 0) return <StatusBadge tone="good">{t('state.on')}</StatusBadge>;
  if (row.switches.some((s) => s.tenant_id === null))
    return <StatusBadge tone="bad">{t('state.offForAll')}</StatusBadge>;
  return (
    <StatusBadge tone="warn">{t('state.offForSome', { count: row.switches.length })}</StatusBadge>
  );
}
