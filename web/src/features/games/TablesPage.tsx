import { ActionIcon, Button, Group, NativeSelect, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import { useAccess } from '@/features/auth/session';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { useFormat } from '@/ui/format';
import { IconPlus, IconTrash } from '@/ui/icons';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { StatusBadge } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import { type Table, tablesQuery, useDeleteTable, useSetTableStatus } from './queries';
import { TableForm } from './TableForm';

const TONES = { online: 'good', offline: 'neutral', maintenance: 'warn' } as const;
const STATUSES = ['online', 'offline', 'maintenance'] as const;

export function TablesPage() {
  const { t } = useTranslation('games');
  const { can } = useAccess();
  const format = useFormat();
  const type = useWord('games', 'tables.types');
  const tables = useQuery(tablesQuery);
  const setStatus = useSetTableStatus();
  const remove = useDeleteTable();
  const [creating, setCreating] = useState(false);
  const [removing, setRemoving] = useState<Table | null>(null);
  const mayWrite = can('tables:write');

  const newButton = mayWrite ? (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      {t('tables.new')}
    </Button>
  ) : undefined;

  const columns: Column<Table>[] = [
    { key: 'name', header: t('columns.name'), render: (row) => <strong>{row.name}</strong> },
    { key: 'provider', header: t('columns.provider'), render: (row) => row.provider },
    { key: 'type', header: t('columns.type'), render: (row) => type(row.game_type) },
    {
      key: 'min',
      header: t('tables.min'),
      align: 'right',
      render: (row) => format.money(row.min_bet, row.currency),
    },
    {
      key: 'max',
      header: t('tables.max'),
      align: 'right',
      render: (row) => format.money(row.max_bet, row.currency),
    },
    {
      key: 'created',
      hideBelow: 'lg',
      header: t('columns.created'),
      render: (row) => <Time value={row.created_at} relative />,
    },
    {
      key: 'status',
      header: t('columns.status'),
      render: (row) =>
        mayWrite ? (
          <NativeSelect
            size="xs"
            w={140}
            aria-label={t('tables.statusOf', { name: row.name })}
            value={row.status}
            disabled={setStatus.isPending}
            onChange={(event) =>
              setStatus.mutate(
                { id: row.id, status: event.currentTarget.value as Table['status'] },
                { onSuccess: () => notifyDone(t('tables.statusDone')), onError: notifyProblem },
              )
            }
            data={STATUSES.map((value) => ({ value, label: t(`runtime.${value}`) }))}
          />
        ) : (
          <StatusBadge tone={TONES[row.status]}>{t(`runtime.${row.status}`)}</StatusBadge>
        ),
    },
    ...(mayWrite
      ? [
          {
            key: 'remove',
            header: t('tables.remove'),
            hideHeader: true,
            align: 'right',
            render: (row: Table) => (
              <Tooltip label={t('tables.remove')}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('tables.removeNamed', { name: row.name })}
                  onClick={() => setRemoving(row)}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              </Tooltip>
            ),
          } as const,
        ]
      : []),
  ];

  return (
    <>
      <Group justify="flex-end" mb="sm">
        {newButton}
      </Group>
      <DataTable
        label={t('tabs.tables')}
        columns={columns}
        rows={tables.data}
        rowKey={(row) => row.id}
        state={tables}
        minWidth={740}
        empty={
          <EmptyState
            title={t('tables.emptyTitle')}
            text={t('tables.emptyText')}
            action={newButton}
          />
        }
      />
      <TableForm opened={creating} onClose={() => setCreating(false)} />
      <ConfirmDialog
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={t('tables.removeTitle', { name: removing?.name ?? '' })}
        confirm={t('tables.remove')}
        danger
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          removing && remove.mutate(removing.id, { onSuccess: () => setRemoving(null) })
        }
      >
        {t('tables.removeText')}
      </ConfirmDialog>
    </>
  );
}
