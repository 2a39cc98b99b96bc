import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ExportButton } from '@/ui/ExportButton';
import { IconPlus } from '@/ui/icons';
import { useSeesBrands } from '../BrandFilter';
import { LinkDialog, type OneTimeLink } from '../LinkDialog';
import { BulkBar } from './BulkBar';
import { useUserColumns } from './columns';
import { CreateUser } from './CreateUser';
import { exportPath, PAGE_SIZE, type UserRow, usersQuery } from './queries';
import { isFiltered, type UsersSearch } from './search';
import { StatusDialog } from './StatusDialog';
import { UserDrawer } from './UserDrawer';
import { UserFilters } from './UserFilters';

const route = getRouteApi('/shell/admins/users');
const NOBODY: ReadonlySet<string> = new Set();

export function UsersTab() {
  const { t } = useTranslation(['adminUsers', 'common']);
  const { can } = useAccess();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const users = useQuery(usersQuery(search));
  const [switching, setSwitching] = useState<UserRow | null>(null);
  const [selected, setSelected] = useState(NOBODY);
  const [creating, creation] = useDisclosure(false);
  const [link, setLink] = useState<OneTimeLink | null>(null);
  const seesBrands = useSeesBrands();
  const mayWrite = can('admins:write');
  const rows = users.data?.rows;

  /** A new filter or order starts at the first page again, with nobody chosen. */
  const change = (next: Partial<UsersSearch>) => {
    setSelected(NOBODY);
    void navigate({ search: (old) => ({ ...old, page: undefined, ...next }), replace: true });
  };
  const open = (user: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, user }), resetScroll: false });

  const columns = useUserColumns({
    showBrand: seesBrands && search.brand !== undefined,
    onOpen: open,
    onSwitch: mayWrite ? setSwitching : undefined,
  });

  return (
    <>
      <UserFilters
        search={search}
        onChange={change}
        actions={
          <>
            {can('admins:export') && (
              <ExportButton
                path={exportPath(search)}
                filename="admins.csv"
                label={t('users.export')}
                done={t('users.exported')}
              />
            )}
            {mayWrite && (
              <Button
                leftSection={<IconPlus size={16} />}
                onClick={creation.open}
                data-testid="new-user"
              >
                {t('create.button')}
              </Button>
            )}
          </>
        }
      />
      {mayWrite && (
        <BulkBar
          users={rows?.filter((user) => selected.has(user.id)) ?? []}
          onDone={() => setSelected(NOBODY)}
        />
      )}
      <DataTable
        label={t('tabs.users')}
        columns={columns}
        rows={rows}
        rowKey={(user) => user.id}
        state={users}
        sort={search.sort ?? 'full_name'}
        onSort={(sort) => change({ sort: sort as UsersSearch['sort'] })}
        onRowClick={(user) => open(user.id)}
        isDimmed={(user) => user.status === 'disabled'}
        selection={
          mayWrite
            ? {
                selected,
                onChange: setSelected,
                canSelect: (user) => !user.is_self,
                label: (user) => t('users.choose', { name: user.full_name }),
              }
            : undefined
        }
        minWidth={820}
        paging={{
          page: search.page ?? 1,
          pageSize: search.size ?? PAGE_SIZE,
          total: users.data?.total ?? 0,
          onPage: (page) => {
            setSelected(NOBODY);
            void navigate({ search: (old) => ({ ...old, page }) });
          },
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
      <UserDrawer id={search.user} onClose={() => open(undefined)} onLink={setLink} />
      <CreateUser opened={creating} onClose={creation.close} onInvited={setLink} />
      <LinkDialog link={link} onClose={() => setLink(null)} />
    </>
  );
}
