import { Button, Group, SegmentedControl } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { IconFlag, IconPlus } from '@/ui/icons';
import { AllOffBanner } from './alloff/AllOffBanner';
import { AllOffButton } from './alloff/AllOffButton';
import { CreateFlag } from './CreateFlag';
import { FlagFilters } from './FlagFilters';
import { useFlagColumns } from './columns';
import { flagsQuery } from './queries';
import { ENVIRONMENTS, type FlagsSearch } from './search';
import { TransferMenu } from './transfer/TransferMenu';

const route = getRouteApi('/shell/features/');

export function FlagsPage() {
  const { t } = useTranslation(['featureFlags', 'common']);
  const { can } = useAccess();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const flags = useQuery(flagsQuery(search));
  const [creating, creation] = useDisclosure(false);
  const environment = search.env ?? 'production';
  const columns = useFlagColumns(environment, can('flags:write'));
  const { env: _env, ...filters } = search;
  const isFiltered = Object.keys(filters).some(
    (key) => filters[key as keyof typeof filters] !== undefined,
  );
  const rows = flags.data?.filter(
    (flag) =>
      (search.status === undefined || flag.status === search.status) &&
      (search.stale !== true || flag.stale.length > 0),
  );
  const change = (next: Partial<FlagsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...next }), replace: true });
  const clear = () => void navigate({ search: { env: search.env } });
  const create = can('flags:write') && (
    <Button leftSection={<IconPlus size={16} />} onClick={creation.open} data-testid="new-flag">
      {t('create.action')}
    </Button>
  );

  return (
    <>
      <AllOffBanner />
      <Group justify="space-between" mb="sm" gap="xs">
        <SegmentedControl
          aria-label={t('columns.environment')}
          value={environment}
          data={ENVIRONMENTS.map((value) => ({ value, label: t(`environments.${value}`) }))}
          onChange={(env) => change({ env: env === 'production' ? undefined : env })}
          data-testid="environment"
        />
        <Group gap="xs">
          <TransferMenu environment={environment} canImport={can('flags:write')} />
          {can('flags:write') && <AllOffButton />}
          {create}
        </Group>
      </Group>
      <FlagFilters
        search={search}
        rows={flags.data}
        isActive={isFiltered}
        onChange={change}
        onClear={clear}
      />
      <DataTable
        label={t('tabs.flags')}
        columns={columns}
        rows={rows}
        rowKey={(flag) => flag.id}
        state={flags}
        onRowClick={(flag) =>
          void navigate({
            to: '/features/$flagId',
            params: { flagId: flag.id },
            search: { env: search.env },
          })
        }
        isDimmed={(flag) => flag.archived}
        minWidth={760}
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
              icon={<IconFlag size={24} />}
              title={t('empty.title')}
              text={t('empty.text')}
              action={create}
            />
          )
        }
      />
      <CreateFlag
        opened={creating}
        onClose={creation.close}
        onCreated={(flag) =>
          void navigate({ to: '/features/$flagId', params: { flagId: flag.id }, search: {} })
        }
      />
    </>
  );
}
