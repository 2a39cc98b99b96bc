import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, call } from '@/api/client';
import { FilterBar, SearchFilter, SelectFilter } from '@/ui/FilterBar';
import { type AuditSearch, DEFAULT_SINCE, SINCE_HOURS, STATUSES } from './search';

interface Props {
  search: AuditSearch;
  onChange: (next: Partial<AuditSearch>) => void;
  onClear: () => void;
}

export function AuditFilters({ search, onChange, onClear }: Props) {
  const { t } = useTranslation('audit');
  const { data: facets } = useQuery({
    queryKey: ['audit', 'facets'],
    queryFn: () => call(api.GET('/api/v1/audit/facets')),
  });
  const { event: _event, page: _page, ...filters } = search;
  const since = search.since_hours ?? DEFAULT_SINCE;
  const ranges: number[] = [...SINCE_HOURS];
  if (!ranges.includes(since)) ranges.push(since);
  const plain = (values: string[] | undefined, chosen: string | undefined) =>
    [...new Set([...(values ?? []), ...(chosen === undefined ? [] : [chosen])])].map((value) => ({
      value,
      label: value,
    }));

  return (
    <FilterBar
      isActive={Object.values(filters).some((value) => value !== undefined)}
      onClear={onClear}
    >
      <Select
        aria-label={t('filters.since')}
        w={150}
        allowDeselect={false}
        value={String(since)}
        onChange={(value) => onChange({ since_hours: Number(value) })}
        data={ranges.map((hours) => ({
          value: String(hours),
          label:
            hours < 48
              ? t('filters.hours', { count: hours })
              : t('filters.days', { count: Math.round(hours / 24) }),
        }))}
      />
      <SelectFilter
        label={t('columns.action')}
        value={search.action}
        data={plain(facets?.actions, search.action)}
        onChange={(action) => onChange({ action })}
        searchable
        width={220}
      />
      <SelectFilter
        label={t('columns.resourceType')}
        value={search.resource_type}
        data={plain(facets?.resource_types, search.resource_type)}
        onChange={(resource_type) => onChange({ resource_type })}
        searchable
        width={160}
      />
      <SelectFilter
        label={t('columns.status')}
        value={search.status}
        data={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
        onChange={(status) => onChange({ status: status as AuditSearch['status'] })}
        width={140}
      />
      <SearchFilter
        label={t('columns.resourceId')}
        value={search.resource_id}
        onChange={(resource_id) => onChange({ resource_id })}
        width={170}
      />
      <SearchFilter
        label={t('columns.requestId')}
        value={search.request_id}
        onChange={(request_id) => onChange({ request_id })}
        width={170}
      />
    </FilterBar>
  );
}
