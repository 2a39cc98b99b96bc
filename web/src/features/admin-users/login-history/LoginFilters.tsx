import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FilterBar, SearchFilter, SelectFilter } from '@/ui/FilterBar';
import { BrandFilter } from '../BrandFilter';
import { FAILURE_REASONS, isFiltered, type LoginSearch, PERIODS, RESULTS } from './search';

interface Props {
  search: LoginSearch;
  onChange: (next: Partial<LoginSearch>) => void;
}

const CLEARED: LoginSearch = {
  search: undefined,
  admin_id: undefined,
  result: undefined,
  reason: undefined,
  suspicious: undefined,
  since_hours: undefined,
  brand: undefined,
};

export function LoginFilters({ search, onChange }: Props) {
  const { t } = useTranslation('adminLogins');
  return (
    <FilterBar isActive={isFiltered(search)} onClear={() => onChange(CLEARED)}>
      <SearchFilter
        main
        label={t('search')}
        value={search.search}
        onChange={(text) => onChange({ search: text })}
      />
      <SelectFilter
        label={t('columns.result')}
        value={search.result}
        data={RESULTS.map((value) => ({ value, label: t(`result.${value}`) }))}
        onChange={(value) => onChange({ result: RESULTS.find((known) => known === value) })}
        width={150}
      />
      <SelectFilter
        label={t('columns.cause')}
        value={search.reason}
        data={FAILURE_REASONS.map((value) => ({ value, label: t(`cause.${value}`) }))}
        onChange={(value) => onChange({ reason: FAILURE_REASONS.find((known) => known === value) })}
        width={210}
      />
      <SelectFilter
        label={t('period')}
        value={search.since_hours === undefined ? undefined : String(search.since_hours)}
        data={PERIODS.map((hours) => ({ value: String(hours), label: t(`periods.${hours}`) }))}
        onChange={(value) => onChange({ since_hours: value === undefined ? value : Number(value) })}
        width={150}
      />
      <BrandFilter value={search.brand} onChange={(brand) => onChange({ brand })} />
      <Checkbox
        label={t('suspiciousOnly')}
        checked={search.suspicious === true}
        onChange={(event) =>
          onChange({ suspicious: event.currentTarget.checked ? true : undefined })
        }
        mb={8}
      />
    </FilterBar>
  );
}
