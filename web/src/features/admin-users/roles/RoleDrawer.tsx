import { Badge, Button, Drawer, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { Facts } from '@/ui/Facts';
import { AnchorLink } from '@/ui/links';
import { Time } from '@/ui/Time';
import { DeleteRole } from './DeleteRole';
import { PermissionGrid } from './PermissionGrid';
import { permissionsQuery, type RoleRow } from './queries';
import type { RoleTask } from './RoleForm';

interface Props {
  role: RoleRow | undefined;
  onClose: () => void;
  onTask: (task: RoleTask) => void;
}

/** One role: who has it, what it gives, and the acts on it. */
export function RoleDrawer({ role, onClose, onTask }: Props) {
  const { t } = useTranslation(['adminRoles', 'common']);
  const { can } = useAccess();
  const catalogue = useQuery(permissionsQuery).data ?? [];
  const [deleting, setDeleting] = useState<RoleRow | null>(null);
  // The role last shown stays while the drawer slides out.
  const [shown, setShown] = useState(role);
  if (role !== undefined && role !== shown) setShown(role);
  const mayWrite = can('roles:write');
  return (
    <>
      <Drawer
        opened={role !== undefined}
        onClose={onClose}
        position="right"
        size="lg"
        title={
          shown && (
            <Group gap="xs">
              <Text fw={650}>{shown.name}</Text>
              <Badge variant="default" tt="none" fw={500}>
                {t(shown.is_built_in ? 'builtIn' : 'own')}
              </Badge>
            </Group>
          )
        }
        closeButtonProps={{ 'aria-label': t('common:close') }}
        data-testid="role-drawer"
      >
        {shown && (
          <Stack gap="lg" pt="xs">
            <Text size="sm">{shown.description}</Text>
            <Facts
              rows={[
                [
                  t('users'),
                  <AnchorLink key="users" to="/admins/users" search={{ role: shown.id }}>
                    {t('usersOf', { role: shown.name, count: shown.user_count })}
                  </AnchorLink>,
                ],
                [t('teams'), shown.team_count],
                ...(shown.based_on === null ? [] : ([[t('basedOn'), shown.based_on]] as const)),
                ...(shown.updated_at === null
                  ? []
                  : ([[t('updated'), <Time key="time" value={shown.updated_at} />]] as const)),
              ]}
            />
            <PermissionGrid permissions={catalogue} held={new Set(shown.permissions)} />
            {shown.is_own && (
              <Text size="sm" c="dimmed">
                {t('form.own')}
              </Text>
            )}
            {mayWrite && (
              <Group gap="xs">
                <Button
                  variant="default"
                  onClick={() => onTask({ what: 'copy', role: shown })}
                  data-testid="copy-role"
                >
                  {t('copy')}
                </Button>
                {!shown.is_built_in && shown.is_assignable && (
                  <>
                    <Button
                      variant="default"
                      onClick={() => onTask({ what: 'edit', role: shown })}
                      data-testid="edit-role"
                    >
                      {t('edit')}
                    </Button>
                    <Button variant="light" color="red" onClick={() => setDeleting(shown)}>
                      {t('delete.confirm')}
                    </Button>
                  </>
                )}
              </Group>
            )}
          </Stack>
        )}
      </Drawer>
      <DeleteRole role={deleting} onClose={() => setDeleting(null)} onDeleted={onClose} />
    </>
  );
}
