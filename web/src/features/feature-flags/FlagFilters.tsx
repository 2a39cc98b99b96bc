import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { FilterBar, SearchFilter, SelectFilter } from '@/ui/FilterBar';
import { groupsQuery } from './groupQueries';
import type { FlagRow } from './queries';
import { type FlagsSearch, STATUSES, TYPES } from './search';

interface Props {
  search: FlagsSearch;
  rows: FlagRow[] | undefined;
  isActive: boolean;
  onChange: (next: Partial<FlagsSearch>) => void;
  onClear: () => void;
}

export function FlagFilters({ search, rows, isActive, onChange, onClear }: Props) {
  const { t } = useTranslation('featureFlags');
  const { data: groups } = useQuery(groupsQuery);
  const options = (values: (string | null | undefined)[]) =>
    [...new Set(values)]
      .filter((value): value is string => value != null)
      .sort()
      .map((value) => ({ value, label: value }));
  return (
    <FilterBar isActive={isActive} onClear={onClear}>
      <SearchFilter
        main
        label={t('filters.search')}
        value={search.search}
        onChange={(value) => onChange({ search: value })}
        width={220}
      />
      <SelectFilter
        label={t('columns.status')}
        value={search.status}
        data={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
        onChange={(value) => onChange({ status: STATUSES.find((one) => one === value) })}
        width={130}
      />
      <SelectFilter
        label={t('columns.group')}
        value={search.group}
        data={options([search.group, ...(groups ?? []).map((group) => group.name)])}
        onChange={(group) => onChange({ group })}
        width={140}
      />
      <SelectFilter
        label={t('columns.type')}
        value={search.type}
        data={TYPES.map((value) => ({ value, label: t(`types.${value}`) }))}
        onChange={(value) => onChange({ type: TYPES.find((one) => one === value) })}
        width={120}
      />
      <SelectFilter
        label={t('columns.owner')}
        value={search.owner}
        data={options([search.owner, ...(rows ?? []).map((row) => row.owner)])}
        onChange={(owner) => onChange({ owner })}
        searchable
        width={150}
      />
      <Checkbox
        mb={8}
        label={t('filters.stale')}
        checked={search.stale === true}
        onChange={(event) => onChange({ stale: event.currentTarget.checked || undefined })}
      />
      <Checkbox
        mb={8}
        label={t('filters.archived')}
        checked={search.archived === true}
        onChange={(event) => onChange({ archived: event.currentTarget.checked || undefined })}
      />
    </FilterBar>
  );
}
