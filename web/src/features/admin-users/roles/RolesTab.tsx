import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { useFormat } from '@/ui/format';
import { IconPlus } from '@/ui/icons';
import { AnchorLink } from '@/ui/links';
import { RowLink } from '@/ui/RowLink';
import { type RoleRow, rolesQuery } from './queries';
import { RoleDrawer } from './RoleDrawer';
import { RoleForm, type RoleTask } from './RoleForm';

const route = getRouteApi('/shell/admins/roles');

export function RolesTab() {
  const { t } = useTranslation('adminRoles');
  const { can } = useAccess();
  const format = useFormat();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const roles = useQuery(rolesQuery());
  const [task, setTask] = useState<RoleTask | null>(null);
  const open = (role: string | undefined) =>
    void navigate({ search: { role }, resetScroll: false });

  const columns: Column<RoleRow>[] = [
    {
      key: 'name',
      header: t('name'),
      render: (role) => (
        <Stack gap={0}>
          <Group gap={6}>
            <RowLink onClick={() => open(role.id)}>{role.name}</RowLink>
            {!role.is_built_in && (
              <Badge variant="light" tt="none" fw={500} size="sm">
                {t('own')}
              </Badge>
            )}
          </Group>
          <Text size="xs" c="dimmed">
            {role.description}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'permissions',
      header: t('permissions'),
      align: 'right',
      render: (role) => format.number(role.permissions.length),
    },
    {
      key: 'users',
      header: t('users'),
      align: 'right',
      render: (role) => (
        <AnchorLink
          inherit
          to="/admins/users"
          search={{ role: role.id }}
          aria-label={t('usersOf', { role: role.name, count: role.user_count })}
        >
          {format.number(role.user_count)}
        </AnchorLink>
      ),
    },
    {
      key: 'teams',
      header: t('teams'),
      align: 'right',
      render: (role) => format.number(role.team_count),
    },
  ];
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Text size="sm" c="dimmed" maw={640}>
          {t('text')}
        </Text>
        {can('roles:write') && (
          <Button
            leftSection={<IconPlus size={16} />}
            onClick={() => setTask({ what: 'new' })}
            data-testid="new-role"
          >
            {t('new')}
          </Button>
        )}
      </Group>
      <DataTable
        label={t('tableLabel')}
        columns={columns}
        rows={roles.data}
        rowKey={(role) => role.id}
        state={roles}
        onRowClick={(role) => open(role.id)}
        empty={<EmptyState title={t('tableLabel')} />}
        minWidth={680}
      />
      <RoleDrawer
        role={roles.data?.find((role) => role.id === search.role)}
        onClose={() => open(undefined)}
        onTask={setTask}
      />
      <RoleForm
        task={task}
        onClose={() => setTask(null)}
        onSaved={(role) => {
          setTask(null);
          open(role.id);
        }}
      />
    </>
  );
}
