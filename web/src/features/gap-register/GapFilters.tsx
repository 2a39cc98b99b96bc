import { Chip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { currentLanguage } from '@/app/i18n';
import { FilterBar, SearchFilter, SelectFilter } from '@/ui/FilterBar';
import { useFormat } from '@/ui/format';
import { summaryQuery } from './queries';
import { type GapsSearch, PRIORITIES, STATUSES } from './search';

interface Props {
  search: GapsSearch;
  isActive: boolean;
  onChange: (next: Partial<GapsSearch>) => void;
  onClear: () => void;
}

export function GapFilters({ search, isActive, onChange, onClear }: Props) {
  const { t } = useTranslation('gapRegister');
  const format = useFormat();
  const { data } = useQuery(summaryQuery(currentLanguage()));

  function options(list: Schema<'Tally'>[] | undefined, chosen: string | undefined) {
    const found = (list ?? []).map(({ value, count }) => ({
      value,
      label: `${value} (${format.number(count)})`,
    }));
    // A value from the address may be none of the known ones; it still shows as chosen.
    if (chosen !== undefined && !found.some((option) => option.value === chosen))
      found.unshift({ value: chosen, label: chosen });
    return found;
  }

  return (
    <FilterBar isActive={isActive} onClear={onClear}>
      <SearchFilter
        main
        label={t('filters.search')}
        value={search.search}
        onChange={(value) => onChange({ search: value })}
        width={220}
      />
      {search.view !== 'findings' && (
        <>
          <SelectFilter
            label={t('columns.status')}
            value={search.status}
            data={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
            onChange={(value) => onChange({ status: value as GapsSearch['status'] })}
            width={140}
          />
          <SelectFilter
            label={t('columns.priority')}
            value={search.priority}
            data={PRIORITIES.map((value) => ({ value, label: value }))}
            onChange={(value) => onChange({ priority: value as GapsSearch['priority'] })}
            width={110}
          />
          <SelectFilter
            label={t('filters.module')}
            value={search.module}
            data={options(data?.modules, search.module)}
            onChange={(module) => onChange({ module })}
            searchable
          />
          <SelectFilter
            label={t('columns.owner')}
            value={search.owner}
            data={options(data?.owners, search.owner)}
            onChange={(owner) => onChange({ owner })}
            searchable
            width={140}
          />
          <Chip
            checked={search.overdue === true}
            onChange={(checked) => onChange({ overdue: checked ? true : undefined })}
            color="red.8"
          >
            {t('filters.overdue')}
          </Chip>
        </>
      )}
    </FilterBar>
  );
}
