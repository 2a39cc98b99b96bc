import { Button, Code, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { SearchFilter } from '@/ui/FilterBar';
import { useFormat } from '@/ui/format';
import { IconAdmins, IconPlus } from '@/ui/icons';
import { RowLink } from '@/ui/RowLink';
import { Time } from '@/ui/Time';
import { Population } from './Population';
import { type Segment, segmentsQuery } from './queries';
import { SegmentDrawer } from './SegmentDrawer';

/** Named groups of contexts, with where each is used. */
export function SegmentsTab() {
  const { t } = useTranslation(['featureFlags', 'common']);
  const { can } = useAccess();
  const format = useFormat();
  const segments = useQuery(segmentsQuery);
  const [editing, setEditing] = useState<Segment | 'new' | null>(null);
  const [search, setSearch] = useState<string>();
  const needle = search?.toLocaleLowerCase() ?? '';
  const rows = segments.data?.filter((segment) =>
    `${segment.name} ${segment.key}`.toLocaleLowerCase().includes(needle),
  );
  const create = can('flags:write') && (
    <Button
      leftSection={<IconPlus size={16} />}
      onClick={() => setEditing('new')}
      data-testid="new-segment"
    >
      {t('segments.new')}
    </Button>
  );
  const columns: Column<Segment>[] = [
    {
      key: 'name',
      header: t('segments.name'),
      render: (row) => (
        <>
          <RowLink onClick={() => setEditing(row)}>{row.name}</RowLink>
          <div>
            <Code fz="xs">{row.key}</Code>
          </div>
        </>
      ),
    },
    {
      key: 'description',
      header: t('columns.description'),
      render: (row) => (
        <Text size="sm" lineClamp={2}>
          {row.description || '–'}
        </Text>
      ),
      hideBelow: 'sm',
    },
    {
      key: 'rules',
      header: t('segments.conditions'),
      align: 'right',
      render: (row) => format.number(row.rules.length),
    },
    {
      key: 'population',
      header: t('segments.population'),
      align: 'right',
      render: (row) => <Population segment={row} />,
    },
    {
      key: 'usage',
      header: t('segments.usage'),
      align: 'right',
      render: (row) => format.number(row.usage_count),
    },
    {
      key: 'updated',
      header: t('columns.updated'),
      render: (row) => <Time value={row.updated_at} relative />,
      hideBelow: 'md',
    },
  ];
  return (
    <>
      <Group justify="space-between" mb="sm">
        <SearchFilter main label={t('segments.search')} value={search} onChange={setSearch} />
        {create}
      </Group>
      <DataTable
        label={t('tabs.segments')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        state={segments}
        onRowClick={setEditing}
        minWidth={720}
        empty={
          needle === '' ? (
            <EmptyState
              icon={<IconAdmins size={24} />}
              title={t('segments.emptyTitle')}
              text={t('segments.emptyText')}
              action={create}
            />
          ) : (
            <EmptyState
              title={t('common:table.noMatchTitle')}
              text={t('common:table.noMatchText')}
            />
          )
        }
      />
      <SegmentDrawer
        key={editing === null || editing === 'new' ? editing : editing.id}
        segment={editing}
        onClose={() => setEditing(null)}
      />
    </>
  );
}
