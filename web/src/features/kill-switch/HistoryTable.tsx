import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { FilterBar, SelectFilter } from '@/ui/FilterBar';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import { HISTORY_PAGE, historyQuery, type Switch } from './queries';
import type { KillSwitchSearch } from './search';
import { useSwitchWords } from './words';

const route = getRouteApi('/shell/kill-switch');
const TONES: Record<Switch['state'], Tone> = {
  standing: 'bad',
  lifted: 'good',
  expired: 'neutral',
  replaced: 'neutral',
};

/** Every time that something was switched off, the newest first. */
export function HistoryTable({ status }: { status: Schema<'SwitchStatus'> | undefined }) {
  const { t } = useTranslation(['killSwitch', 'common']);
  const words = useSwitchWords();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const history = useQuery(historyQuery(search));
  const isFiltered = search.module !== undefined || search.brand !== undefined;
  const change = (next: KillSwitchSearch) =>
    void navigate({ search: (now) => ({ ...now, page: undefined, ...next }), resetScroll: false });

  const columns: Column<Switch>[] = [
    {
      key: 'module',
      header: t('columns.module'),
      render: (row) => <strong>{words.module(row.module)}</strong>,
    },
    { key: 'scope', header: t('columns.scope'), render: words.scope },
    {
      key: 'state',
      header: t('columns.outcome'),
      render: (row) => (
        <StatusBadge tone={TONES[row.state]}>{t(`outcome.${row.state}`)}</StatusBadge>
      ),
    },
    {
      key: 'reason',
      header: t('columns.reason'),
      render: (row) => (
        <>
          <Text size="sm">{row.reason}</Text>
          {row.lift_reason !== null && (
            <Text size="xs" c="dimmed">
              {t('history.liftReason', { reason: row.lift_reason })}
            </Text>
          )}
        </>
      ),
    },
    {
      key: 'from',
      header: t('columns.from'),
      render: (row) => <Moment at={row.thrown_at} who={row.thrown_by ?? t('history.nobody')} />,
    },
    {
      key: 'to',
      header: t('columns.to'),
      render: (row) =>
        row.ended_at === null ? (
          '–'
        ) : (
          <Moment at={row.ended_at} who={row.lifted_by ?? t(`history.${endedBy(row)}`)} />
        ),
    },
  ];

  return (
    <>
      <FilterBar
        isActive={isFiltered}
        onClear={() => change({ module: undefined, brand: undefined })}
      >
        <SelectFilter
          label={t('columns.module')}
          value={search.module}
          data={(status?.modules ?? []).map((module) => ({
            value: module.key,
            label: words.module(module.key),
          }))}
          onChange={(module) => change({ module })}
          width={200}
        />
        <SelectFilter
          label={t('columns.scope')}
          value={search.brand}
          data={(status?.brands ?? []).map((brand) => ({ value: brand.id, label: brand.name }))}
          onChange={(brand) => change({ brand })}
          width={200}
          searchable
        />
      </FilterBar>
      <DataTable
        label={t('history.title')}
        columns={columns}
        rows={history.data?.items}
        rowKey={(row) => row.id}
        state={history}
        minWidth={860}
        isDimmed={(row) => row.state === 'replaced'}
        empty={
          <EmptyState
            title={t(isFiltered ? 'common:table.noMatchTitle' : 'history.emptyTitle')}
            text={t(isFiltered ? 'common:table.noMatchText' : 'history.emptyText')}
          />
        }
        paging={{
          page: search.page ?? 1,
          pageSize: HISTORY_PAGE,
          total: history.data?.meta.total ?? 0,
          onPage: (page) => change({ page }),
        }}
      />
    </>
  );
}

function endedBy(row: Switch): 'clock' | 'replaced' | 'nobody' {
  if (row.state === 'expired') return 'clock';
  return row.state === 'replaced' ? 'replaced' : 'nobody';
}

function Moment({ at, who }: { at: string; who: string }) {
  return (
    <>
      <Time value={at} />
      <Text size="xs" c="dimmed">
        {who}
      </Text>
    </>
  );
}
