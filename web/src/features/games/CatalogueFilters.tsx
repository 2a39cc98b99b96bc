import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { useWord } from '@/app/useWord';
import { FilterBar, SearchFilter, SelectFilter } from '@/ui/FilterBar';
import { useFormat } from '@/ui/format';
import { facetsQuery } from './queries';
import type { GamesSearch } from './search';

interface Props {
  search: GamesSearch;
  isActive: boolean;
  onChange: (next: Partial<GamesSearch>) => void;
  onClear: () => void;
}

export function CatalogueFilters({ search, isActive, onChange, onClear }: Props) {
  const { t } = useTranslation('games');
  const format = useFormat();
  const { data: facets } = useQuery(facetsQuery);

  const category = useWord('games', 'categories');
  const asItIs = (value: string) => value;

  function options(list: Schema<'Facet'>[] | undefined, chosen: string | undefined, word = asItIs) {
    const data = (list ?? []).map(({ value, count }) => ({
      value,
      label: `${word(value)} (${format.number(count)})`,
    }));
    // A value from the address may be none of the known ones; it still shows as chosen.
    if (chosen !== undefined && !data.some((option) => option.value === chosen))
      data.unshift({ value: chosen, label: word(chosen) });
    return data;
  }

  return (
    <FilterBar isActive={isActive} onClear={onClear}>
      <SearchFilter
        main
        label={t('filters.search')}
        value={search.search}
        onChange={(value) => onChange({ search: value })}
        width={240}
      />
      <SelectFilter
        label={t('columns.provider')}
        value={search.provider}
        data={options(facets?.providers, search.provider)}
        onChange={(provider) => onChange({ provider })}
        searchable
        width={180}
      />
      <SelectFilter
        label={t('columns.category')}
        value={search.category}
        data={options(facets?.categories, search.category, category)}
        onChange={(category) => onChange({ category })}
        width={150}
      />
      <SelectFilter
        label={t('columns.status')}
        value={search.status}
        data={(['active', 'inactive'] as const).map((value) => ({
          value,
          label: t(`status.${value}`),
        }))}
        onChange={(status) => onChange({ status: status as GamesSearch['status'] })}
        width={130}
      />
      <SelectFilter
        label={t('columns.tags')}
        value={search.tag}
        data={options(facets?.tags, search.tag)}
        onChange={(tag) => onChange({ tag })}
        searchable
        width={130}
      />
    </FilterBar>
  );
}
