import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ExportButton } from '@/ui/ExportButton';
import { FilterBar, SearchFilter, SelectFilter } from '@/ui/FilterBar';
import { BrandFilter, useSeesBrands } from '../BrandFilter';
import { RISKS } from '../activity/search';
import { useRiskColumns } from './columns';
import { PAGE_SIZE, risksQuery } from './queries';
import { RiskDrawer } from './RiskDrawer';
import { exportPath, isFiltered, type RiskSearch } from './search';

const route = getRouteApi('/shell/admins/risk-score');
const CLEARED: RiskSearch = { search: undefined, level: undefined, brand: undefined };

/** How risky each account is now, and why. */
export function RiskTab() {
  const { t } = useTranslation(['adminRisk', 'adminActivity', 'common']);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const risks = useQuery(risksQuery(search));
  const seesBrands = useSeesBrands();
  const change = (next: Partial<RiskSearch>) =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...next }), replace: true });
  const open = (admin: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, admin }), resetScroll: false });
  const columns = useRiskColumns({
    showBrand: seesBrands && search.brand !== undefined,
    onOpen: open,
  });
  return (
    <>
      <Heading search={search} />
      <FilterBar isActive={isFiltered(search)} onClear={() => change(CLEARED)}>
        <SearchFilter
          main
          label={t('search')}
          value={search.search}
          onChange={(text) => change({ search: text })}
        />
        <SelectFilter
          label={t('columns.level')}
          value={search.level}
          data={RISKS.map((value) => ({ value, label: t(`adminActivity:risks.${value}`) }))}
          onChange={(level) => change({ level: RISKS.find((known) => known === level) })}
          width={150}
        />
        <BrandFilter value={search.brand} onChange={(brand) => change({ brand })} />
      </FilterBar>
      <DataTable
        label={t('tableLabel')}
        columns={columns}
        rows={risks.data?.rows}
        rowKey={(row) => row.admin_id}
        state={risks}
        onRowClick={(row) => open(row.admin_id)}
        minWidth={820}
        paging={{
          page: search.page ?? 1,
          pageSize: PAGE_SIZE,
          total: risks.data?.total ?? 0,
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
      <RiskDrawer
        row={risks.data?.rows.find((row) => row.admin_id === search.admin)}
        onClose={() => open(undefined)}
      />
    </>
  );
}

function Heading({ search }: { search: RiskSearch }) {
  const { t } = useTranslation('adminRisk');
  const { can } = useAccess();
  return (
    <Group justify="space-between" mb="sm" align="flex-end">
      <Text size="sm" c="dimmed" maw={720}>
        {t('text')}
      </Text>
      {can('admins:export') && (
        <ExportButton
          path={exportPath(search)}
          filename="risk-scores.csv"
          label={t('export')}
          done={t('exported')}
          testId="export-risks"
        />
      )}
    </Group>
  );
}
