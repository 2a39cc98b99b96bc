import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { useFormat } from '@/ui/format';
import { IconPlus } from '@/ui/icons';
import { RowLink } from '@/ui/RowLink';
import { Time } from '@/ui/Time';
import { type TeamRow, teamsQuery } from './queries';
import { TeamDrawer } from './TeamDrawer';
import { TeamForm, type TeamTask } from './TeamForm';

const route = getRouteApi('/shell/admins/teams');

export function TeamsTab() {
  const { t } = useTranslation('adminTeams');
  const { can } = useAccess();
  const format = useFormat();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const teams = useQuery(teamsQuery);
  const [task, setTask] = useState<TeamTask | null>(null);
  const open = (team: string | undefined) =>
    void navigate({ search: { team }, resetScroll: false });
  const newButton = can('admins:write') && (
    <Button
      leftSection={<IconPlus size={16} />}
      onClick={() => setTask({ what: 'new' })}
      data-testid="new-team"
    >
      {t('new')}
    </Button>
  );

  const columns: Column<TeamRow>[] = [
    {
      key: 'name',
      header: t('name'),
      render: (team) => (
        <Stack gap={0}>
          <RowLink onClick={() => open(team.id)}>{team.name}</RowLink>
          <Text size="xs" c="dimmed">
            {team.description}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'members',
      header: t('members'),
      align: 'right',
      width: 120,
      render: (team) => format.number(team.member_count),
    },
    {
      key: 'role',
      header: t('role'),
      render: (team) =>
        team.default_role ?? (
          <Text span inherit c="dimmed">
            {t('noRole')}
          </Text>
        ),
    },
    {
      key: 'created',
      header: t('created'),
      hideBelow: 'md',
      render: (team) => <Time value={team.created_at} relative />,
    },
  ];

  return (
    <>
      <Group justify="space-between" mb="sm">
        <Text size="sm" c="dimmed" maw={640}>
          {t('text')}
        </Text>
        {newButton}
      </Group>
      <DataTable
        label={t('tableLabel')}
        columns={columns}
        rows={teams.data}
        rowKey={(team) => team.id}
        state={teams}
        onRowClick={(team) => open(team.id)}
        minWidth={640}
        empty={
          <EmptyState
            title={t('emptyTitle')}
            text={t('emptyText')}
            action={newButton || undefined}
          />
        }
      />
      <TeamDrawer id={search.team} onClose={() => open(undefined)} onTask={setTask} />
      <TeamForm
        task={task}
        onClose={() => setTask(null)}
        onSaved={(team) => {
          setTask(null);
          open(team.id);
        }}
      />
    </>
  );
}
