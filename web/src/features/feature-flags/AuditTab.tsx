import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { useWord } from '@/app/useWord';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Time } from '@/ui/Time';
import { AUDIT_PAGE_SIZE, auditLogQuery } from './queries';

const route = getRouteApi('/shell/features/audit');

/** Who did what to flags, segments and experiments. */
export function AuditTab() {
  const { t } = useTranslation('featureFlags');
  const { page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const log = useQuery(auditLogQuery(page));
  const environment = useWord('featureFlags', 'environments');
  const target = useWord('featureFlags', 'targets');
  const nameOf = (row: Schema<'TrailRow'>) =>
    row.target_type === 'flag_environment' ? environment(row.target_name) : row.target_name;
  const columns: Column<Schema<'TrailRow'>>[] = [
    { key: 'at', header: t('audit.at'), render: (row) => <Time value={row.timestamp} /> },
    { key: 'who', header: t('audit.who'), render: (row) => row.admin_name },
    { key: 'action', header: t('audit.action'), render: (row) => t(`actions.${row.action}`) },
    { key: 'kind', header: t('audit.kind'), render: (row) => target(row.target_type) },
    { key: 'name', header: t('audit.name'), render: nameOf },
    {
      key: 'environments',
      header: t('columns.environment'),
      render: (row) => row.environments.map(environment).join(', ') || '–',
    },
    {
      key: 'reason',
      header: t('audit.reason'),
      render: (row) => (
        <Text size="sm" lineClamp={2}>
          {row.reason ?? '–'}
        </Text>
      ),
    },
  ];
  return (
    <DataTable
      label={t('tabs.audit')}
      columns={columns}
      rows={log.data?.rows}
      rowKey={(row) => row.id}
      state={log}
      minWidth={820}
      empty={<EmptyState title={t('audit.emptyTitle')} text={t('audit.emptyText')} />}
      paging={{
        page,
        pageSize: AUDIT_PAGE_SIZE,
        total: log.data?.total ?? 0,
        onPage: (next) => void navigate({ search: { page: next } }),
      }}
    />
  );
}
