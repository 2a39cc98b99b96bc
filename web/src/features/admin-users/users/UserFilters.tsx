import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { FilterBar, SearchFilter, SelectFilter } from '@/ui/FilterBar';
import { BrandFilter } from '../BrandFilter';
import { rolesQuery } from '../roles/queries';
import { isFiltered, STATUSES, type UsersSearch } from './search';

interface Props {
  search: UsersSearch;
  onChange: (next: Partial<UsersSearch>) => void;
}

const CLEARED: UsersSearch = {
  search: undefined,
  role: undefined,
  status: undefined,
  brand: undefined,
};

export function UserFilters({ search, onChange }: Props) {
  const { t } = useTranslation('adminUsers');
  const roles = useQuery(rolesQuery).data ?? [];
  return (
    <FilterBar isActive={isFiltered(search)} onClear={() => onChange(CLEARED)}>
      <SearchFilter
        main
        label={t('users.search')}
        value={search.search}
        onChange={(text) => onChange({ search: text })}
      />
      <SelectFilter
        label={t('users.role')}
        value={search.role}
        data={roles.map((role) => ({ value: role.id, label: role.name }))}
        onChange={(role) => onChange({ role })}
        searchable
      />
      <SelectFilter
        label={t('users.status')}
        value={search.status}
        data={STATUSES.map((value) => ({ value, label: t(`users.statuses.${value}`) }))}
        onChange={(status) => onChange({ status: status as UsersSearch['status'] })}
        width={140}
      />
      <BrandFilter value={search.brand} onChange={(brand) => onChange({ brand })} />
    </FilterBar>
  );
}
