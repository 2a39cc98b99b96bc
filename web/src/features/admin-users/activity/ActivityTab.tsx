import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import { useAuditWords } from '@/features/audit/labels';
import { useAccess } from '@/features/auth/session';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { FilterBar, SearchFilter, SelectFilter } from '@/ui/FilterBar';
import { BrandFilter } from '../BrandFilter';
import { permissionsQuery } from '../roles/queries';
import { everyoneQuery } from '../users/queries';
import { ActivityDrawer } from './ActivityDrawer';
import { useActivityColumns } from './columns';
import { activityQuery, PAGE_SIZE } from './queries';
import { type ActivitySearch, isFiltered, OUTCOMES, RISKS } from './search';

const route = getRouteApi('/shell/admins/activity-log');
const CLEARED: ActivitySearch = {
  admin: undefined,
  module: undefined,
  action: undefined,
  status: undefined,
  risk: undefined,
  brand: undefined,
};

/** What the admins did and tried, each act with its risk. */
export function ActivityTab() {
  const { t } = useTranslation(['adminActivity', 'common']);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const acts = useQuery(activityQuery(search));
  const change = (next: Partial<ActivitySearch>) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...next }), replace: true });
  const open = (act: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, act }), resetScroll: false });
  const columns = useActivityColumns({
    showBrand: search.brand !== undefined,
    onOpen: open,
    onAdmin: (admin) => change({ admin }),
  });
  return (
    <>
      <Filters search={search} onChange={change} />
      <DataTable
        label={t('tableLabel')}
        columns={columns}
        rows={acts.data?.rows}
        rowKey={(act) => act.id}
        state={acts}
        onRowClick={(act) => open(act.id)}
        minWidth={900}
        paging={{
          page: search.page ?? 1,
          pageSize: PAGE_SIZE,
          total: acts.data?.total ?? 0,
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
      <ActivityDrawer
        act={acts.data?.rows.find((act) => act.id === search.act)}
        onClose={() => open(undefined)}
      />
    </>
  );
}

interface FilterProps {
  search: ActivitySearch;
  onChange: (next: Partial<ActivitySearch>) => void;
}

function Filters({ search, onChange }: FilterProps) {
  const { t, i18n } = useTranslation(['adminActivity', 'audit']);
  // Who may read the log and not the admins filters by what they can know of it.
  const enabled = useAccess().can('admins:read');
  const everyone = useQuery({ ...everyoneQuery, enabled }).data ?? [];
  const permissions = useQuery({ ...permissionsQuery, enabled }).data ?? [];
  const word = useWord('adminMatrix', 'modules');
  const words = useAuditWords();
  const chosen = <T extends string>(values: readonly T[], value: string | undefined) =>
    values.find((known) => known === value);
  const admins = everyone.map((user) => ({ value: user.id, label: user.full_name }));
  if (search.admin !== undefined && !admins.some((known) => known.value === search.admin))
    admins.push({ value: search.admin, label: search.admin });
  const modules = [...new Set([...permissions.map((row) => row.module), 'auth'])];
  return (
    <FilterBar isActive={isFiltered(search)} onClear={() => onChange(CLEARED)}>
      {(enabled || search.admin !== undefined) && (
        <SelectFilter
          label={t('admin')}
          value={search.admin}
          data={admins}
          onChange={(admin) => onChange({ admin })}
          width={190}
          searchable
        />
      )}
      {enabled && (
        <SelectFilter
          label={t('module')}
          value={search.module}
          data={modules
            .map((value) => ({ value, label: word(value) }))
            .sort((a, b) => a.label.localeCompare(b.label, i18n.language))}
          onChange={(module) => onChange({ module })}
          width={160}
          searchable
        />
      )}
      <SearchFilter
        main
        label={t('action')}
        value={search.action}
        onChange={(action) => onChange({ action })}
        width={170}
      />
      <SelectFilter
        label={t('status')}
        value={search.status}
        data={OUTCOMES.map((value) => ({ value, label: words.status(value) }))}
        onChange={(status) => onChange({ status: chosen(OUTCOMES, status) })}
        width={130}
      />
      <SelectFilter
        label={t('risk')}
        value={search.risk}
        data={RISKS.map((value) => ({ value, label: t(`risks.${value}`) }))}
        onChange={(risk) => onChange({ risk: chosen(RISKS, risk) })}
        width={120}
      />
      <BrandFilter value={search.brand} onChange={(brand) => onChange({ brand })} />
    </FilterBar>
  );
}
