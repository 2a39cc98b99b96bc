import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ExportButton } from '@/ui/ExportButton';
import { useSeesBrands } from '../BrandFilter';
import { useLoginColumns } from './columns';
import { LoginFilters } from './LoginFilters';
import { loginsQuery, PAGE_SIZE } from './queries';
import { exportPath, isFiltered, type LoginSearch } from './search';

const route = getRouteApi('/shell/admins/login-history');

/** Every attempt to sign in, with how it ended and what was odd about it. */
export function LoginHistoryTab() {
  const { t } = useTranslation(['adminLogins', 'common']);
  const { can } = useAccess();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const logins = useQuery(loginsQuery(search));
  const seesBrands = useSeesBrands();
  const columns = useLoginColumns({
    showBrand: seesBrands && search.brand !== undefined,
    onAdmin: (admin_id) => change({ admin_id }),
  });
  function change(next: Partial<LoginSearch>) {
    void navigate({ search: (old) => ({ ...old, page: undefined, ...next }), replace: true });
  }

  return (
    <>
      <Group justify="space-between" mb="sm" align="flex-end">
        <Text size="sm" c="dimmed" maw={720}>
          {t('text')}
        </Text>
        {can('login_history:export') && (
          <ExportButton
            path={exportPath(search)}
            filename="login-history.csv"
            label={t('export')}
            done={t('exported')}
            testId="export-logins"
          />
        )}
      </Group>
      <LoginFilters search={search} onChange={change} />
      <DataTable
        label={t('tableLabel')}
        columns={columns}
        rows={logins.data?.rows}
        rowKey={(row) => row.id}
        state={logins}
        minWidth={960}
        paging={{
          page: search.page ?? 1,
          pageSize: PAGE_SIZE,
          total: logins.data?.total ?? 0,
          onPage: (page) => void navigate({ search: (old) => ({ ...old, page }) }),
        }}
        empty={
          isFiltered(search) ? (
            <EmptyState
              title={t('common:table.noMatchTitle')}
              text={t('common:table.noMatchText')}
            />
          ) : (
            <EmptyState title={t('emptyTitle')} text={t('emptyText')} />
          )
        }
      />
    </>
  );
}
