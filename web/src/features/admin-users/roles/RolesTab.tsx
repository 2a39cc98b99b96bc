import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { useFormat } from '@/ui/format';
import { AnchorLink } from '@/ui/links';
import { type RoleRow, rolesQuery } from './queries';

export function RolesTab() {
  const { t } = useTranslation('adminRoles');
  const format = useFormat();
  const roles = useQuery(rolesQuery);
  const columns: Column<RoleRow>[] = [
    {
      key: 'name',
      header: t('name'),
      render: (role) => (
        <Stack gap={0}>
          <Text inherit fw={600}>
            {role.name}
          </Text>
          <Text size="xs" c="dimmed">
            {role.description}
          </Text>
        </Stack>
      ),
    },
    { key: 'kind', header: t('kind'), render: (role) => t(role.is_built_in ? 'builtIn' : 'own') },
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
          to="/admins/users"
          search={{ role: role.id }}
          aria-label={t('usersOf', { role: role.name, count: role.user_count })}
        >
          {format.number(role.user_count)}
        </AnchorLink>
      ),
    },
  ];
  return (
    <DataTable
      label={t('tableLabel')}
      columns={columns}
      rows={roles.data}
      rowKey={(role) => role.id}
      state={roles}
      empty={<EmptyState title={t('tableLabel')} />}
      minWidth={680}
    />
  );
}
