import { Group, Stack, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/ui/DataTable';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import type { UserRow } from './queries';

const TONES: Record<UserRow['status'], Tone> = {
  active: 'good',
  invited: 'busy',
  disabled: 'neutral',
};

interface Options {
  showBrand: boolean;
  /** Absent where the reader may not enable and disable. */
  onSwitch: ((user: UserRow) => void) | undefined;
}

export function useUserColumns({ showBrand, onSwitch }: Options): Column<UserRow>[] {
  const { t } = useTranslation('adminUsers');
  const columns: Column<UserRow>[] = [
    {
      key: 'name',
      header: t('users.name'),
      sortKey: 'full_name',
      render: (user) => (
        <Stack gap={0}>
          <Text inherit fw={600}>
            {user.full_name}
            {user.is_self && (
              <Text span inherit c="dimmed" fw={400}>
                {` · ${t('users.you')}`}
              </Text>
            )}
          </Text>
          <Text size="xs" c="dimmed">
            {user.email}
          </Text>
        </Stack>
      ),
    },
    { key: 'role', header: t('users.role'), sortKey: 'role', render: (user) => user.role },
    { key: 'teams', header: t('users.teams'), render: (user) => user.teams.join(', ') },
    {
      key: 'lastLogin',
      header: t('users.lastLogin'),
      sortKey: 'last_login_at',
      render: (user) =>
        user.last_login_at === null ? (
          <Text span inherit c="dimmed">
            {t('users.never')}
          </Text>
        ) : (
          <Time value={user.last_login_at} relative />
        ),
    },
    {
      key: 'status',
      header: t('users.status'),
      sortKey: 'status',
      width: 170,
      render: (user) => (
        <Group gap="xs" wrap="nowrap" justify="space-between">
          <StatusBadge tone={TONES[user.status]}>{t(`users.statuses.${user.status}`)}</StatusBadge>
          {onSwitch && !user.is_self && user.status !== 'invited' && (
            <Switch
              size="sm"
              checked={user.is_active}
              onChange={() => onSwitch(user)}
              aria-label={t(user.is_active ? 'users.disableNamed' : 'users.enableNamed', {
                name: user.full_name,
              })}
              data-testid={`status-${user.email}`}
            />
          )}
        </Group>
      ),
    },
  ];
  if (showBrand)
    columns.splice(1, 0, {
      key: 'brand',
      header: t('users.brand'),
      render: (user) => user.tenant_id,
    });
  return columns;
}
