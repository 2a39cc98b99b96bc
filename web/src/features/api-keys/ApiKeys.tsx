import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { FilterBar, SearchFilter, SelectFilter } from '@/ui/FilterBar';
import { IconKey, IconPlus } from '@/ui/icons';
import { useKeyColumns } from './columns';
import { CreateKey } from './CreateKey';
import { KeyDrawer } from './KeyDrawer';
import { matches } from './model';
import { keysQuery, scopesQuery, useSwitchKey } from './queries';
import { type ApiKeysSearch, STATUSES } from './search';
import { type Issued, SecretDialog } from './SecretDialog';

interface Props {
  /** Filters and the open key: in the address on the page of keys, in state elsewhere. */
  search: ApiKeysSearch;
  onSearch: (search: ApiKeysSearch) => void;
  /** Places the main action where the surroundings want it. */
  header: (actions: ReactNode) => ReactNode;
  /** Shows the keys of one admin only. */
  createdBy?: string;
}

/** The brand's API keys: a list with everything that can be done to them. */
export function ApiKeys({ search, onSearch, header, createdBy }: Props) {
  const { t } = useTranslation(['apiKeys', 'common']);
  const { can } = useAccess();
  const mayWrite = can('api_keys:write');
  const list = useQuery(keysQuery(search.status === 'deleted' ? 'deleted' : 'kept'));
  const scopes = useQuery(scopesQuery);
  const switching = useSwitchKey();
  const [creating, creation] = useDisclosure(false);
  const [issued, setIssued] = useState<Issued | null>(null);
  const { search: text, status } = search;
  const isFiltered = text !== undefined || status !== undefined;
  const change = (next: Partial<ApiKeysSearch>) => onSearch({ ...search, ...next });
  const clear = () => change({ search: undefined, status: undefined });
  const rows = list.data?.filter(
    (key) =>
      (createdBy === undefined || key.created_by?.id === createdBy) &&
      (status === undefined || key.status === status) &&
      (text === undefined || matches(key, text)),
  );
  const newKey = mayWrite && (
    <Button leftSection={<IconPlus size={16} />} onClick={creation.open} data-testid="new-key">
      {t('new')}
    </Button>
  );
  const columns = useKeyColumns({
    scopes: scopes.data,
    onOpen: (key) => change({ key }),
    onSwitch: mayWrite ? (key, active) => switching.mutate({ key, active }) : undefined,
  });
  return (
    <>
      {header(newKey)}
      <FilterBar isActive={isFiltered} onClear={clear}>
        <SearchFilter
          main
          label={t('filters.search')}
          value={text}
          onChange={(value) => change({ search: value })}
          width={340}
        />
        <SelectFilter
          label={t('columns.status')}
          value={status}
          data={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
          onChange={(value) => change({ status: value as ApiKeysSearch['status'] })}
        />
      </FilterBar>
      <DataTable
        label={t('title')}
        columns={columns}
        rows={rows}
        rowKey={(key) => key.id}
        state={list}
        onRowClick={(key) => change({ key: key.id })}
        isDimmed={(key) => key.status !== 'active'}
        minWidth={900}
        empty={
          isFiltered ? (
            <EmptyState
              title={t('common:table.noMatchTitle')}
              text={t('common:table.noMatchText')}
              action={
                <Button variant="default" mt="sm" onClick={clear}>
                  {t('common:clearFilters')}
                </Button>
              }
            />
          ) : (
            <EmptyState
              icon={<IconKey size={24} />}
              title={t('empty.title')}
              text={t('empty.text')}
              action={newKey}
            />
          )
        }
      />
      <KeyDrawer
        id={search.key}
        scopes={scopes.data}
        isCovered={issued !== null}
        onClose={() => change({ key: undefined })}
        onSwitch={(key, active) => switching.mutate({ key, active })}
        onIssued={setIssued}
      />
      <CreateKey
        opened={creating}
        scopes={scopes}
        onClose={creation.close}
        onCreated={(made) => {
          creation.close();
          setIssued({ ...made, isNew: true });
        }}
      />
      <SecretDialog issued={issued} scopes={scopes.data} onClose={() => setIssued(null)} />
    </>
  );
}
