import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/ui/DataTable';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import type { InviteAct } from './InviteDialog';
import type { InviteRow } from './queries';

const TONES: Record<InviteRow['status'], Tone> = {
  pending: 'busy',
  accepted: 'good',
  expired: 'warn',
  revoked: 'neutral',
};

export function useInviteColumns(
  onAct: ((act: InviteAct) => void) | undefined,
): Column<InviteRow>[] {
  const { t } = useTranslation('adminInvites');
  const columns: Column<InviteRow>[] = [
    {
      key: 'who',
      header: t('who'),
      render: (invite) => (
        <Stack gap={0}>
          <Text inherit fw={600}>
            {invite.full_name}
          </Text>
          <Text size="xs" c="dimmed">
            {invite.email}
          </Text>
        </Stack>
      ),
    },
    { key: 'role', header: t('role'), render: (invite) => invite.role },
    {
      key: 'status',
      header: t('status'),
      render: (invite) => (
        <StatusBadge tone={TONES[invite.status]}>{t(`statuses.${invite.status}`)}</StatusBadge>
      ),
    },
    {
      key: 'sent',
      header: t('sent'),
      render: (invite) => (
        <Stack gap={0}>
          <Time value={invite.sent_at} relative />
          <Text size="xs" c="dimmed">
            {[
              invite.invited_by,
              invite.times_sent > 1 ? t('times', { count: invite.times_sent }) : null,
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'until',
      header: t('until'),
      hideBelow: 'md',
      render: (invite) => <Time value={endOf(invite)} relative />,
    },
  ];
  if (onAct)
    columns.push({
      key: 'acts',
      header: t('acts'),
      hideHeader: true,
      align: 'right',
      render: (invite) =>
        (invite.status === 'pending' || invite.status === 'expired') && (
          <Group gap={6} justify="flex-end" wrap="nowrap">
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => onAct({ what: 'resend', invite })}
              data-testid={`resend-${invite.email}`}
            >
              {t('resend.button')}
            </Button>
            <Button
              size="compact-sm"
              variant="subtle"
              color="red"
              onClick={() => onAct({ what: 'revoke', invite })}
              data-testid={`revoke-${invite.email}`}
            >
              {t('revoke.button')}
            </Button>
          </Group>
        ),
    });
  return columns;
}

/** When an invite ended, or will. */
function endOf(invite: InviteRow): string {
  return invite.accepted_at ?? invite.revoked_at ?? invite.expires_at;
}
