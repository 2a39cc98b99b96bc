import { Group, Stack, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/ui/DataTable';
import { RowLink } from '@/ui/RowLink';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import type { UserRow } from './queries';

const TONES: Record<UserRow['status'], Tone> = {
  active: 'good',
  invited: 'busy',
  disabled: 'neutral',
};

export function UserStatus({ status }: { status: UserRow['status'] }) {
  const { t } = useTranslation('adminUsers');
  return <StatusBadge tone={TONES[status]}>{t(`users.statuses.${status}`)}</StatusBadge>;
}

interface Options {
  showBrand: boolean;
  onOpen: (id: string) => void;
  /** Absent where the reader may not enable and disable. */
  onSwitch: ((user: UserRow) => void) | undefined;
}

export function useUserColumns({ showBrand, onOpen, onSwitch }: Options): Column<UserRow>[] {
  const { t } = useTranslation('adminUsers');
  const columns: Column<UserRow>[] = [
    {
      key: 'name',
      header: t('users.name'),
      sortKey: 'full_name',
      render: (user) => (
        <Stack gap={0}>
          <span>
            <RowLink onClick={() => onOpen(user.id)}>{user.full_name}</RowLink>
            {user.is_self && (
              <Text span inherit c="dimmed">
                {` · ${t('users.you')}`}
              </Text>
            )}
          </span>
          <Text size="xs" c="dimmed">
            {user.email}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'role',
      header: t('users.role'),
      sortKey: 'role',
      render: (user) => (
        <Stack gap={0}>
          <Text inherit>{user.role}</Text>
          {user.allowed_modules.length > 0 && (
            <Text size="xs" c="dimmed">
              {t('users.only', {
                modules: user.allowed_modules.map((m) => t(`modules.${m as 'games'}`)).join(', '),
              })}
            </Text>
          )}
        </Stack>
      ),
    },
    {
      key: 'teams',
      header: t('users.teams'),
      hideBelow: 'md',
      render: (user) => user.teams.join(', '),
    },
    {
      key: 'factor',
      header: t('users.factor'),
      hideBelow: 'md',
      render: (user) =>
        user.is_2fa_enabled ? (
          <StatusBadge tone="good">{t('users.factorOn')}</StatusBadge>
        ) : (
          <Text span inherit c="dimmed">
            {t('users.factorOff')}
          </Text>
        ),
    },
    {
      key: 'lastLogin',
      header: t('users.lastLogin'),
      sortKey: 'last_login_at',
      width: 140,
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
          <UserStatus status={user.status} />
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
