import { Alert, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { actingTenant } from '@/api/acting';
import { RequirePermission } from '@/app/RequirePermission';
import { useAccess } from '@/features/auth/session';
import { EmptyState } from '@/ui/EmptyState';
import { ExportButton } from '@/ui/ExportButton';
import { IconAudit, IconInfo } from '@/ui/icons';
import { PageHeader } from '@/ui/PageHeader';
import { AuditFilters } from './AuditFilters';
import { AuditTable } from './AuditTable';
import { ChainVerification } from './ChainVerification';
import { EventDrawer } from './EventDrawer';
import { eventsQuery } from './queries';
import { type AuditSearch, exportPath, isFiltered } from './search';

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
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { can, isOwner } = useAccess();
  const queryClient = useQueryClient();
  const [verifying, verification] = useDisclosure(false);
  const events = useQuery(eventsQuery(search));
  const seesAllBrands = isOwner && actingTenant() === null;

  const filter = (changes: Partial<AuditSearch>) =>
    void navigate({ search: (now) => ({ ...now, page: undefined, ...changes }), replace: true });
  const open = (event: string | undefined) =>
    void navigate({ search: (now) => ({ ...now, event }), resetScroll: false });

  return (
    <>
      <PageHeader
        title={t('title')}
        text={t('text')}
        actions={
          <>
            <Button
              variant="default"
              leftSection={<IconAudit size={16} />}
              onClick={verification.open}
              data-testid="verify-chains"
            >
              {t('verify.button')}
            </Button>
            {can('audit:export') && (
              <ExportButton
                path={exportPath(search)}
                filename="audit.csv"
                label={t('export')}
                done={t('exported')}
                // The export is a row of the log itself.
                onDone={() => void queryClient.invalidateQueries({ queryKey: ['audit'] })}
                testId="export-audit"
              />
            )}
          </>
        }
      />
      {seesAllBrands && (
        <Alert variant="light" icon={<IconInfo />} mb="sm" py="xs">
          {t('allBrands')}
        </Alert>
      )}
      <AuditFilters search={search} rows={events.data?.items} onChange={filter} />
      <AuditTable
        answer={events.data}
        state={events}
        search={search}
        showBrand={seesAllBrands}
        onOpen={open}
        onPage={(page) => void navigate({ search: (now) => ({ ...now, page }) })}
        empty={
          isFiltered(search) ? (
            <EmptyState
              title={t('common:table.noMatchTitle')}
              text={t('common:table.noMatchText')}
            />
          ) : (
            <EmptyState title={t('empty.title')} text={t('empty.text')} />
          )
        }
      />
      <EventDrawer
        row={events.data?.items.find((row) => row.id === search.event)}
        onClose={() => open(undefined)}
        onFilter={(changes) => filter({ ...changes, event: undefined })}
      />
      <ChainVerification opened={verifying} onClose={verification.close} />
    </>
  );
}
