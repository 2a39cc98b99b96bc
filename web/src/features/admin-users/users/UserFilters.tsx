import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterBar, SearchFilter, SelectFilter } from '@/ui/FilterBar';
import { BrandFilter } from '../BrandFilter';
import { rolesQuery } from '../roles/queries';
import { teamsQuery } from '../teams/queries';
import { FACTORS, isFiltered, STATUSES, type UsersSearch } from './search';

interface Props {
  search: UsersSearch;
  onChange: (next: Partial<UsersSearch>) => void;
  actions: ReactNode;
}

const CLEARED: UsersSearch = {
  search: undefined,
  role: undefined,
  status: undefined,
  team: undefined,
  factor: undefined,
  brand: undefined,
};

export function UserFilters({ search, onChange, actions }: Props) {
  const { t } = useTranslation('adminUsers');
  const ofOneBrand = search.brand === 'all' ? undefined : search.brand;
  const roles = useQuery(rolesQuery(ofOneBrand)).data ?? [];
  const teams = useQuery(teamsQuery).data ?? [];
  return (
    <FilterBar isActive={isFiltered(search)} onClear={() => onChange(CLEARED)} right={actions}>
      <SearchFilter
        main
        label={t('users.search')}
        value={search.search}
        onChange={(text) => onChange({ search: text })}
        width={150}
      />
      <SelectFilter
        label={t('users.role')}
        value={search.role}
        data={roles.map((role) => ({ value: role.id, label: role.name }))}
        onChange={(role) => onChange({ role })}
        width={110}
        searchable
      />
      <SelectFilter
        label={t('users.status')}
        value={search.status}
        data={STATUSES.map((value) => ({ value, label: t(`users.statuses.${value}`) }))}
        onChange={(status) => onChange({ status: status as UsersSearch['status'] })}
        width={110}
      />
      {search.brand === undefined && teams.length > 0 && (
        <SelectFilter
          label={t('users.team')}
          value={search.team}
          data={teams.map((team) => ({ value: team.id, label: team.name }))}
          onChange={(team) => onChange({ team })}
          width={105}
          searchable
        />
      )}
      <SelectFilter
        label={t('users.factor')}
        value={search.factor}
        data={FACTORS.map((value) => ({ value, label: t(`users.factors.${value}`) }))}
        onChange={(factor) => onChange({ factor: factor as UsersSearch['factor'] })}
        width={105}
      />
      <BrandFilter
        value={search.brand}
        // Roles and teams are each brand's own.
        onChange={(brand) => onChange({ brand, role: undefined, team: undefined })}
      />
    </FilterBar>
  );
}
