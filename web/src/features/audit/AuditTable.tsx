import { Code, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { CopyButton } from '@/ui/CopyButton';
import { type Column, DataTable, type TableState } from '@/ui/DataTable';
import { RowLink } from '@/ui/RowLink';
import { StatusBadge } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import { Actor } from './Actor';
import { TONES, useAuditWords } from './labels';
import type { AuditRow } from './queries';
import { type AuditSearch, PAGE_SIZE } from './search';

interface Props {
  answer: Schema<'AuditList'> | undefined;
  state: TableState;
  search: AuditSearch;
  showBrand: boolean;
  empty: ReactNode;
  onOpen: (id: string) => void;
  onPage: (page: number) => void;
}

const SHORT_ID = 8;

function ShortId({ value, label }: { value: string; label: string }) {
  return (
    <Group gap={2} wrap="nowrap">
      <Code fz="xs" title={value}>
        {value.length > SHORT_ID + 4 ? `${value.slice(0, SHORT_ID)}…` : value}
      </Code>
      <CopyButton value={value} label={label} />
    </Group>
  );
}

export function AuditTable({ answer, state, search, showBrand, empty, onOpen, onPage }: Props) {
  const { t } = useTranslation(['audit', 'common']);
  const words = useAuditWords();
  const columns: Column<AuditRow>[] = [
    { key: 'time', header: t('columns.time'), render: (row) => <Time value={row.timestamp} /> },
    {
      key: 'action',
      header: t('columns.action'),
      width: 140,
      render: (row) => <RowLink onClick={() => onOpen(row.id)}>{words.action(row.action)}</RowLink>,
    },
    {
      key: 'status',
      header: t('columns.status'),
      render: (row) => (
        <StatusBadge tone={TONES[row.status]}>{t(`status.${row.status}`)}</StatusBadge>
      ),
    },
    { key: 'actor', header: t('columns.actor'), render: (row) => <Actor row={row} /> },
    {
      key: 'resource',
      header: t('columns.resource'),
      render: (row) => (
        <Stack gap={2}>
          <Text inherit>{words.type(row.resource_type)}</Text>
          {row.resource_id !== null && (
            <ShortId value={row.resource_id} label={t('filters.resource')} />
          )}
        </Stack>
      ),
    },
    {
      key: 'reason',
      header: t('columns.reason'),
      render: (row) => (
        <Text inherit lineClamp={2} maw={240} title={row.reason ?? undefined}>
          {row.reason ?? row.error_code ?? ''}
        </Text>
      ),
    },
    {
      key: 'request',
      header: t('columns.request'),
      render: (row) =>
        row.request_id === null ? null : (
          <ShortId value={row.request_id} label={t('common:requestId')} />
        ),
    },
  ];
  if (showBrand)
    columns.splice(4, 0, {
      key: 'brand',
      header: t('columns.brand'),
      render: (row) => row.tenant_id ?? t('detail.platform'),
    });
  return (
    <DataTable
      label={t('tableLabel')}
      columns={columns}
      rows={answer?.items}
      rowKey={(row) => row.id}
      state={state}
      empty={empty}
      onRowClick={(row) => onOpen(row.id)}
      minWidth={showBrand ? 1080 : 1000}
      paging={{
        page: search.page ?? 1,
        pageSize: PAGE_SIZE,
        total: answer?.meta.total ?? 0,
        onPage,
      }}
    />
  );
}
