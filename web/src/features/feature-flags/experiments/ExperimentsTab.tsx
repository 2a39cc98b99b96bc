import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import { useAccess } from '@/features/auth/session';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { FilterBar, SelectFilter } from '@/ui/FilterBar';
import { useFormat } from '@/ui/format';
import { IconPlus } from '@/ui/icons';
import { AnchorLink } from '@/ui/links';
import { Time } from '@/ui/Time';
import { ActMenu } from './ActMenu';
import { CreateExperiment } from './CreateExperiment';
import { ExperimentStatus } from './Marks';
import { PlannerDialog } from './PlannerDialog';
import { type Experiment, experimentsQuery } from './queries';
import { type ExperimentsSearch, type Status, STATUSES } from './search';

const route = getRouteApi('/shell/features/experiments');

export function ExperimentsTab() {
  const { t } = useTranslation(['experiments', 'common']);
  const { can } = useAccess();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useQuery(experimentsQuery(search));
  const [open, setOpen] = useState<'plan' | 'create' | null>(null);
  const columns = useColumns(can('flags:write'));
  const isFiltered = search.status !== undefined || search.archived === true;
  const change = (next: ExperimentsSearch) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  const create = can('flags:write') && (
    <Button
      leftSection={<IconPlus size={16} />}
      onClick={() => setOpen('create')}
      data-testid="new-experiment"
    >
      {t('create.open')}
    </Button>
  );

  return (
    <>
      <Group justify="flex-end" mb="sm" gap="xs">
        <Button variant="default" onClick={() => setOpen('plan')} data-testid="open-planner">
          {t('plan.open')}
        </Button>
        {create}
      </Group>
      <FilterBar
        isActive={isFiltered}
        onClear={() => change({ status: undefined, archived: undefined })}
      >
        <SelectFilter
          label={t('columns.status')}
          value={search.status}
          data={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
          onChange={(status) => change({ status: status as Status | undefined })}
        />
        <SelectFilter
          label={t('archivedFilter')}
          value={search.archived === true ? 'archived' : undefined}
          data={[{ value: 'archived', label: t('withArchived') }]}
          onChange={(value) => change({ archived: value === undefined ? undefined : true })}
        />
      </FilterBar>
      <DataTable
        label={t('title')}
        columns={columns}
        rows={list.data}
        rowKey={(row) => row.id}
        state={list}
        minWidth={900}
        isDimmed={(row) => row.archived}
        empty={
          <EmptyState
            title={isFiltered ? t('common:table.noMatchTitle') : t('empty.title')}
            text={isFiltered ? t('common:table.noMatchText') : t('empty.text')}
            action={isFiltered ? undefined : create || undefined}
          />
        }
      />
      <PlannerDialog opened={open === 'plan'} onClose={() => setOpen(null)} />
      <CreateExperiment opened={open === 'create'} onClose={() => setOpen(null)} />
    </>
  );
}

function useColumns(mayWrite: boolean): Column<Experiment>[] {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  const metric = useWord('experiments', 'metricNames');
  const environment = useWord('featureFlags', 'environments');
  return [
    {
      key: 'name',
      header: t('columns.name'),
      render: (row) => (
        <Stack gap={0}>
          <AnchorLink
            to="/features/experiments/$experimentId"
            params={{ experimentId: row.id }}
            fw={600}
          >
            {row.name}
          </AnchorLink>
          <Text size="xs" c="dimmed">
            {row.flag_id} · {environment(row.environment)}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'status',
      header: t('columns.status'),
      render: (row) => <ExperimentStatus experiment={row} />,
    },
    {
      key: 'variants',
      header: t('columns.variants'),
      hideBelow: 'md',
      render: (row) => row.variants.map((variant) => variant.name).join(' · '),
    },
    {
      key: 'metric',
      header: t('columns.metric'),
      render: (row) => metric(row.primary_metric),
    },
    {
      key: 'users',
      header: t('columns.users'),
      align: 'right',
      render: (row) => <Users experiment={row} format={format.number} />,
    },
    {
      key: 'owner',
      header: t('columns.owner'),
      hideBelow: 'md',
      render: (row) => row.owner ?? '–',
    },
    {
      key: 'started',
      header: t('columns.started'),
      hideBelow: 'sm',
      render: (row) => (row.started_at === null ? '–' : <Time value={row.started_at} relative />),
    },
    {
      key: 'acts',
      header: t('columns.acts'),
      hideHeader: true,
      align: 'right',
      render: (row) => mayWrite && <ActMenu experiment={row} />,
    },
  ];
}

function Users({
  experiment,
  format,
}: {
  experiment: Experiment;
  format: (value: number) => string;
}) {
  const { t } = useTranslation('experiments');
  const planned = experiment.planned_users;
  if (planned === null) return format(experiment.users);
  const percent = Math.min(100, (experiment.users / planned) * 100);
  const text = t('usersShort', { users: format(experiment.users), planned: format(planned) });
  return (
    <Stack gap={4} align="flex-end">
      <span style={{ whiteSpace: 'nowrap' }}>{text}</span>
      <Progress value={percent} w={110} size="sm" aria-label={text} />
    </Stack>
  );
}
