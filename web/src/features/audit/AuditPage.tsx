import { Button } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, call, type Schema } from '@/api/client';
import { download } from '@/api/download';
import { RequirePermission } from '@/app/RequirePermission';
import { useAccess } from '@/features/auth/session';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { IconAudit, IconDownload } from '@/ui/icons';
import { notifyProblem } from '@/ui/notify';
import { PageHeader } from '@/ui/PageHeader';
import { AuditFilters } from './AuditFilters';
import { ChainStatus } from './ChainStatus';
import { useAuditColumns } from './columns';
import { EventDrawer } from './EventDrawer';
import { auditFilters, type AuditSearch, exportPath, PAGE_SIZE } from './search';

export type AuditEvent = Schema<'AuditRow'>;

const route = getRouteApi('/shell/audit');

export function AuditPage() {
  return (
    <RequirePermission permission="audit:read">
      <AuditLog />
    </RequirePermission>
  );
}

function AuditLog() {
  const { t } = useTranslation(['audit', 'common']);
  const { can } = useAccess();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const page = search.page ?? 1;
  const query = { ...auditFilters(search), limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE };
  const events = useQuery({
    queryKey: ['audit', 'events', query],
    queryFn: () => call(api.GET('/api/v1/audit/events', { params: { query } })),
    placeholderData: keepPreviousData,
  });
  const save = useMutation({
    mutationFn: () => download(exportPath(search), 'audit.csv'),
    onError: notifyProblem,
  });

  const change = (next: Partial<AuditSearch>) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...next }), replace: true });
  const open = (event: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, event }), resetScroll: false });

  return (
    <>
      <PageHeader
        title={t('title')}
        text={t('text')}
        actions={
          <>
            <ChainStatus />
            {can('audit:export') && (
              <Button
                variant="default"
                leftSection={<IconDownload size={16} />}
                loading={save.isPending}
                onClick={() => save.mutate()}
                data-testid="audit-export"
              >
                {t('export')}
              </Button>
            )}
          </>
        }
      />
      <AuditFilters
        search={search}
        onChange={change}
        onClear={() => void navigate({ search: {} })}
      />
      <DataTable
        label={t('title')}
        columns={useAuditColumns(open)}
        rows={events.data?.items}
        rowKey={(event) => event.id}
        state={events}
        onRowClick={(event) => open(event.id)}
        minWidth={1020}
        paging={{
          page,
          pageSize: PAGE_SIZE,
          total: events.data?.meta.total ?? 0,
          onPage: (next) => void navigate({ search: (old) => ({ ...old, page: next }) }),
        }}
        empty={
          <EmptyState
            icon={<IconAudit size={24} />}
            title={t('common:table.noMatchTitle')}
            text={t('emptyText')}
          />
        }
      />
      <EventDrawer
        event={events.data?.items.find((event) => event.id === search.event)}
        onClose={() => open(undefined)}
        onFilter={(next) => change({ ...next, event: undefined })}
      />
    </>
  );
}
