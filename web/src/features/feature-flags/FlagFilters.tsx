import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { FilterBar, SearchFilter, SelectFilter } from '@/ui/FilterBar';
import { groupsQuery } from './groupQueries';
import type { FlagRow } from './queries';
import { ENVIRONMENTS, type FlagsSearch, STATUSES, TYPES } from './search';

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
    <FilterBar
      isActive={isActive}
      onClear={onClear}
      right={
        <SegmentedControl
          size="xs"
          aria-label={t('columns.environment')}
          value={search.env ?? 'production'}
          data={ENVIRONMENTS.map((value) => ({ value, label: t(`environments.${value}`) }))}
          onChange={(env) => onChange({ env: env === 'production' ? undefined : env })}
        />
      }
    >
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
    </FilterBar>
  );
}
