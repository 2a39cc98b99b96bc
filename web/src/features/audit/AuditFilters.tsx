import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterBar, SearchFilter, SelectFilter } from '@/ui/FilterBar';
import { useAuditWords } from './labels';
import { type AuditRow, facetsQuery } from './queries';
import { type AuditSearch, DEFAULT_PERIOD, isFiltered, OUTCOMES, PERIODS } from './search';

interface Props {
  search: AuditSearch;
  rows: AuditRow[] | undefined;
  onChange: (changes: Partial<AuditSearch>) => void;
}

const CLEARED: AuditSearch = {
  since_hours: undefined,
  action: undefined,
  resource_type: undefined,
  resource_id: undefined,
  status: undefined,
  actor_user_id: undefined,
  request_id: undefined,
};

export function AuditFilters({ search, rows, onChange }: Props) {
  const { t, i18n } = useTranslation('audit');
  const words = useAuditWords();
  const facets = useQuery(facetsQuery).data;
  const hours = search.since_hours ?? DEFAULT_PERIOD;
  // An address may carry any number of hours; the list then has that one, too.
  const periods = [...new Set<number>([...PERIODS, hours])].sort((a, b) => a - b);

  const named = (codes: string[], chosen: string | undefined, word: (code: string) => string) =>
    [...new Set(chosen === undefined ? codes : [...codes, chosen])]
      .map((value) => ({ value, label: word(value) }))
      .sort((a, b) => a.label.localeCompare(b.label, i18n.language));

  return (
    <FilterBar isActive={isFiltered(search)} onClear={() => onChange(CLEARED)}>
      <Select
        aria-label={t('filters.period')}
        w={160}
        allowDeselect={false}
        data={periods.map((value) => ({
          value: String(value),
          label: t('filters.last', { period: words.period(value) }),
        }))}
        value={String(hours)}
        onChange={(value) => {
          const chosen = Number(value);
          onChange({ since_hours: chosen === DEFAULT_PERIOD ? undefined : chosen });
        }}
      />
      <SelectFilter
        label={t('filters.action')}
        value={search.action}
        data={named(facets?.actions ?? [], search.action, words.action)}
        onChange={(action) => onChange({ action })}
        width={210}
        searchable
      />
      <SelectFilter
        label={t('filters.type')}
        value={search.resource_type}
        data={named(facets?.resource_types ?? [], search.resource_type, words.type)}
        onChange={(type) => onChange({ resource_type: type })}
        width={150}
        searchable
      />
      <SelectFilter
        label={t('filters.status')}
        value={search.status}
        data={OUTCOMES.map((value) => ({ value, label: t(`status.${value}`) }))}
        onChange={(status) => onChange({ status: OUTCOMES.find((known) => known === status) })}
        width={130}
      />
      <ActorFilter search={search} rows={rows} onChange={onChange} />
      <SearchFilter
        label={t('filters.resource')}
        value={search.resource_id}
        onChange={(id) => onChange({ resource_id: id })}
        width={180}
      />
      <SearchFilter
        label={t('filters.request')}
        value={search.request_id}
        onChange={(id) => onChange({ request_id: id })}
        width={180}
        main
      />
    </FilterBar>
  );
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The actors on the page by e-mail, and any other by a pasted id. */
function ActorFilter({ search, rows, onChange }: Props) {
  const { t } = useTranslation(['audit', 'common']);
  const [typed, setTyped] = useState('');
  const known = new Map<string, string>();
  for (const row of rows ?? [])
    if (row.actor_user_id !== null)
      known.set(row.actor_user_id, row.actor_email ?? row.actor_user_id);
  for (const id of [search.actor_user_id, ID.test(typed.trim()) ? typed.trim() : undefined])
    if (id !== undefined && !known.has(id)) known.set(id, id);
  return (
    <Select
      aria-label={t('filters.actor')}
      placeholder={t('filters.actor')}
      w={190}
      data={[...known].map(([value, label]) => ({ value, label }))}
      value={search.actor_user_id ?? null}
      onChange={(actor) => onChange({ actor_user_id: actor ?? undefined })}
      onSearchChange={setTyped}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('common:clear') }}
      nothingFoundMessage={t('filters.actorHint')}
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
    />
  );
}
