import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { FilterBar, SelectFilter } from '@/ui/FilterBar';
import { IconCheck } from '@/ui/icons';
import { RowLink } from '@/ui/RowLink';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import { type ChangeRequest, REQUESTS_PAGE, requestsQuery } from './queries';
import { RequestDrawer } from './RequestDrawer';
import { REQUEST_STATUSES, type RequestsSearch } from './search';

const route = getRouteApi('/shell/features/approvals');
const TONES: Record<ChangeRequest['status'], Tone> = {
  open: 'busy',
  applied: 'good',
  rejected: 'bad',
  withdrawn: 'neutral',
};

export function RequestStatus({ status }: { status: ChangeRequest['status'] }) {
  const { t } = useTranslation('featureFlags');
  return <StatusBadge tone={TONES[status]}>{t(`approvals.statuses.${status}`)}</StatusBadge>;
}

export const agreed = (request: ChangeRequest): number =>
  request.decisions.filter((decision) => decision.decision === 'approved').length;

/** Changes that wait for the consent of others, and what became of earlier ones. */
export function ApprovalsTab() {
  const { t } = useTranslation(['featureFlags', 'common']);
  const { request, ...search } = route.useSearch();
  const navigate = route.useNavigate();
  const requests = useQuery(requestsQuery(search));
  const environment = useWord('featureFlags', 'environments');
  const kind = useWord('featureFlags', 'approvals.kinds');
  const change = (next: Partial<RequestsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...next }), resetScroll: false });
  const open = (id: string | undefined) => change({ request: id });
  const isFiltered = search.status !== undefined || search.flag !== undefined;

  const columns: Column<ChangeRequest>[] = [
    {
      key: 'flag',
      header: t('columns.name'),
      render: (row) => (
        <>
          <RowLink onClick={() => open(row.id)}>{row.flag_name}</RowLink>
          <Text size="xs" c="dimmed" ff="monospace">
            {row.flag_key}
          </Text>
        </>
      ),
    },
    { key: 'kind', header: t('approvals.what'), render: (row) => kind(row.kind) },
    {
      key: 'environments',
      header: t('columns.environment'),
      render: (row) => row.environments.map(environment).join(', ') || '–',
    },
    {
      key: 'comment',
      header: t('audit.reason'),
      render: (row) => (
        <Text size="sm" lineClamp={2}>
          {row.comment}
        </Text>
      ),
    },
    {
      key: 'status',
      header: t('columns.status'),
      render: (row) => <RequestStatus status={row.status} />,
    },
    {
      key: 'agreed',
      header: t('approvals.agreed'),
      align: 'right',
      render: (row) => `${agreed(row)} / ${row.required}`,
    },
    { key: 'author', header: t('approvals.author'), render: (row) => row.author },
    {
      key: 'at',
      header: t('audit.at'),
      render: (row) => <Time value={row.created_at} relative />,
      hideBelow: 'md',
    },
  ];

  return (
    <>
      <FilterBar isActive={isFiltered} onClear={() => void navigate({ search: {} })}>
        <SelectFilter
          label={t('columns.status')}
          value={search.status}
          data={REQUEST_STATUSES.map((value) => ({
            value,
            label: t(`approvals.statuses.${value}`),
          }))}
          onChange={(value) =>
            change({ status: REQUEST_STATUSES.find((one) => one === value), page: undefined })
          }
        />
      </FilterBar>
      <DataTable
        label={t('tabs.approvals')}
        columns={columns}
        rows={requests.data?.rows}
        rowKey={(row) => row.id}
        state={requests}
        onRowClick={(row) => open(row.id)}
        minWidth={860}
        empty={
          <EmptyState
            icon={<IconCheck size={24} />}
            title={t(isFiltered ? 'common:table.noMatchTitle' : 'approvals.emptyTitle')}
            text={t(isFiltered ? 'common:table.noMatchText' : 'approvals.emptyText')}
          />
        }
        paging={{
          page: search.page ?? 1,
          pageSize: REQUESTS_PAGE,
          total: requests.data?.total ?? 0,
          onPage: (page) => change({ page }),
        }}
      />
      <RequestDrawer
        request={requests.data?.rows.find((row) => row.id === request)}
        onClose={() => open(undefined)}
      />
    </>
  );
}
