import { Button, Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { FilterBar, SearchFilter } from '@/ui/FilterBar';
import { IconLogout } from '@/ui/icons';
import { BrandFilter, useSeesBrands } from '../BrandFilter';
import { useSessionColumns } from './columns';
import { EndDialog } from './EndDialog';
import { type Ending, PAGE_SIZE, sessionsQuery } from './queries';
import { isFiltered, type SessionsSearch } from './search';

const route = getRouteApi('/shell/admins/sessions');
const CLEARED: SessionsSearch = {
  search: undefined,
  admin_id: undefined,
  suspicious: undefined,
  brand: undefined,
};

/** Who is signed in now, from where and with what, and the means to end it. */
export function SessionsTab() {
  const { t } = useTranslation(['adminSessions', 'common']);
  const { can } = useAccess();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const sessions = useQuery(sessionsQuery(search));
  const [ending, setEnding] = useState<Ending | null>(null);
  const seesBrands = useSeesBrands();
  const mayEnd = can('sessions:write');
  const columns = useSessionColumns({
    showBrand: seesBrands && search.brand !== undefined,
    onEnd: mayEnd ? setEnding : undefined,
    onAdmin: (admin_id) => change({ admin_id }),
  });

  function change(next: Partial<SessionsSearch>) {
    void navigate({ search: (old) => ({ ...old, page: undefined, ...next }), replace: true });
  }

  return (
    <>
      <FilterBar
        isActive={isFiltered(search)}
        onClear={() => change(CLEARED)}
        right={
          mayEnd && (
            <Button
              variant="default"
              leftSection={<IconLogout size={16} />}
              onClick={() => setEnding({ what: 'all', brand: search.brand })}
              data-testid="end-all-sessions"
            >
              {t('endAll')}
            </Button>
          )
        }
      >
        <SearchFilter
          main
          label={t('search')}
          value={search.search}
          onChange={(text) => change({ search: text })}
        />
        <BrandFilter value={search.brand} onChange={(brand) => change({ brand })} />
        <Checkbox
          label={t('suspiciousOnly')}
          checked={search.suspicious === true}
          onChange={(event) =>
            change({ suspicious: event.currentTarget.checked ? true : undefined })
          }
          mb={8}
        />
      </FilterBar>
      <DataTable
        label={t('tableLabel')}
        columns={columns}
        rows={sessions.data?.rows}
        rowKey={(session) => session.id}
        state={sessions}
        minWidth={900}
        paging={{
          page: search.page ?? 1,
          pageSize: PAGE_SIZE,
          total: sessions.data?.total ?? 0,
          onPage: (page) => void navigate({ search: (old) => ({ ...old, page }) }),
        }}
        empty={
          <EmptyState title={t('common:table.noMatchTitle')} text={t('common:table.noMatchText')} />
        }
      />
      <EndDialog ending={ending} onClose={() => setEnding(null)} />
    </>
  );
}
