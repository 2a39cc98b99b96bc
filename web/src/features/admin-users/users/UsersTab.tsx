import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { useSeesBrands } from '../BrandFilter';
import { useUserColumns } from './columns';
import { PAGE_SIZE, type UserRow, usersQuery } from './queries';
import { isFiltered, type UsersSearch } from './search';
import { StatusDialog } from './StatusDialog';
import { UserFilters } from './UserFilters';

const route = getRouteApi('/shell/admins/users');

export function UsersTab() {
  const { t } = useTranslation(['adminUsers', 'common']);
  const { can } = useAccess();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const users = useQuery(usersQuery(search));
  const [switching, setSwitching] = useState<UserRow | null>(null);
  const seesBrands = useSeesBrands();

  /** A new filter or order starts at the first page again. */
  const change = (next: Partial<UsersSearch>) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...next }), replace: true });

  const columns = useUserColumns({
    showBrand: seesBrands && search.brand !== undefined,
    onSwitch: can('admins:write') ? setSwitching : undefined,
  });

  return (
    <>
      <UserFilters search={search} onChange={change} />
      <DataTable
        label={t('tabs.users')}
        columns={columns}
        rows={users.data?.rows}
        rowKey={(user) => user.id}
        state={users}
        sort={search.sort ?? 'full_name'}
        onSort={(sort) => change({ sort: sort as UsersSearch['sort'] })}
        isDimmed={(user) => user.status === 'disabled'}
        minWidth={820}
        paging={{
          page: search.page ?? 1,
          pageSize: search.size ?? PAGE_SIZE,
          total: users.data?.total ?? 0,
          onPage: (page) => void navigate({ search: (old) => ({ ...old, page }) }),
          onPageSize: (size) => change({ size }),
        }}
        empty={
          isFiltered(search) ? (
            <EmptyState
              title={t('common:table.noMatchTitle')}
              text={t('common:table.noMatchText')}
            />
          ) : (
            <EmptyState title={t('users.emptyTitle')} text={t('users.emptyText')} />
          )
        }
      />
      <StatusDialog user={switching} onClose={() => setSwitching(null)} />
    </>
  );
}
