import { SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { FilterBar } from '@/ui/FilterBar';
import { flagsQuery } from '../queries';
import { ENVIRONMENTS, type Environment } from '../search';
import type { FlagUse } from './queries';
import { type AnalyticsSearch, type Period, PERIODS } from './search';

interface Props {
  search: AnalyticsSearch;
  /** The flag that is looked at. */
  chosen: FlagUse | undefined;
  onChange: (next: AnalyticsSearch) => void;
}

/** Which flag, where, and how far back. */
export function AnalyticsFilters({ search, chosen, onChange }: Props) {
  const { t } = useTranslation(['flagAnalytics', 'featureFlags', 'common']);
  const flags = useQuery(flagsQuery({}));
  const options = (flags.data ?? []).map((flag) => ({ value: flag.id, label: flag.name }));
  // One that is archived by now has counts still, and is named by them.
  if (chosen !== undefined && !options.some((option) => option.value === chosen.flag))
    options.unshift({ value: chosen.flag, label: chosen.flag_name });
  const isFiltered = search.flag !== undefined || search.env !== undefined;
  return (
    <FilterBar
      isActive={isFiltered}
      onClear={() => onChange({ flag: undefined, env: undefined })}
      right={
        <SegmentedControl
          aria-label={t('period')}
          value={search.period ?? '24h'}
          data={Object.keys(PERIODS).map((value) => ({
            value,
            label: t(`periods.${value as Period}`),
          }))}
          onChange={(period) =>
            onChange({ period: period === '24h' ? undefined : (period as Period) })
          }
          data-testid="period"
        />
      }
    >
      <Select
        aria-label={t('featureFlags:columns.name')}
        placeholder={t('allFlags')}
        data={options}
        value={search.flag ?? null}
        onChange={(flag) => onChange({ flag: flag ?? undefined })}
        clearable
        searchable
        clearButtonProps={{ 'aria-label': t('common:clear') }}
        nothingFoundMessage={t('common:table.noMatchTitle')}
        w={240}
        maxDropdownHeight={320}
        data-testid="analytics-flag"
      />
      <Select
        aria-label={t('featureFlags:columns.environment')}
        data={ENVIRONMENTS.map((value) => ({
          value,
          label: t(`featureFlags:environments.${value}`),
        }))}
        value={search.env ?? 'production'}
        onChange={(env) =>
          onChange({ env: env === 'production' ? undefined : (env as Environment) })
        }
        allowDeselect={false}
        w={150}
        data-testid="analytics-environment"
      />
    </FilterBar>
  );
}
