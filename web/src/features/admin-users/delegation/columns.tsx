import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/ui/DataTable';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import type { Act, Delegation } from './queries';

const TONES: Record<Delegation['state'], Tone> = {
  pending: 'warn',
  lapsed: 'neutral',
  rejected: 'bad',
  scheduled: 'busy',
  active: 'good',
  ended: 'neutral',
  revoked: 'neutral',
};
const SHOWN = 4;

export function useColumns(onAct: (act: Act, row: Delegation) => void): Column<Delegation>[] {
  const { t } = useTranslation('adminDelegation');
  return [
    {
      key: 'people',
      header: t('people'),
      render: (row) => (
        <Stack gap={0}>
          <Text inherit fw={600}>
            {row.from_admin.full_name} → {row.to_admin.full_name}
          </Text>
          <Text size="xs" c="dimmed">
            {row.reason}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'permissions',
      header: t('permissions'),
      render: (row) => (
        <Group gap={4} title={row.permissions.join(', ')}>
          {row.permissions.slice(0, SHOWN).map((permission) => (
            <Badge key={permission} variant="default" tt="none" fw={500} miw="fit-content">
              {permission}
            </Badge>
          ))}
          {row.permissions.length > SHOWN && (
            <Text size="xs">{t('more', { count: row.permissions.length - SHOWN })}</Text>
          )}
        </Group>
      ),
    },
    {
      key: 'period',
      header: t('period'),
      render: (row) => (
        <Stack gap={0}>
          <Time value={row.starts_at} />
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {t('until')} <Time value={row.ends_at} />
          </Text>
        </Stack>
      ),
    },
    {
      key: 'state',
      header: t('state'),
      render: (row) => (
        <Stack gap={0} align="start">
          <StatusBadge tone={TONES[row.state]}>{t(`states.${row.state}`)}</StatusBadge>
          {row.decided_by && (
            <Text size="xs" c="dimmed" title={row.decision_reason ?? undefined}>
              {t('decidedBy', { name: row.decided_by.full_name })}
            </Text>
          )}
        </Stack>
      ),
    },
    {
      key: 'acts',
      header: t('acts'),
      hideHeader: true,
      align: 'right',
      render: (row) => (
        <Group gap={6} justify="flex-end" wrap="nowrap">
          {row.can_decide && (
            <>
              <Button size="compact-sm" onClick={() => onAct('approve', row)}>
                {t('act.approve')}
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => onAct('reject', row)}>
                {t('act.reject')}
              </Button>
            </>
          )}
          {row.can_revoke && (
            <Button size="compact-sm" variant="default" onClick={() => onAct('revoke', row)}>
              {t('act.revoke')}
            </Button>
          )}
        </Group>
      ),
    },
  ];
}
