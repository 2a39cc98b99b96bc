import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/ui/DataTable';
import { RowLink } from '@/ui/RowLink';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import type { AuditEvent } from './AuditPage';

const TONES: Record<AuditEvent['status'], Tone> = { SUCCESS: 'good', FAILED: 'bad', DENIED: 'warn' };

export function EventStatus({ status }: { status: AuditEvent['status'] }) {
  const { t } = useTranslation('audit');
  return <StatusBadge tone={TONES[status]}>{t(`status.${status}`)}</StatusBadge>;
}

export function useAuditColumns(onOpen: (id: string) => void): Column<AuditEvent>[] {
  const { t } = useTranslation('audit');
  return [
    {
      key: 'time',
      header: t('columns.time'),
      width: 190,
      render: (event) => <Time value={event.timestamp} />,
    },
    {
      key: 'action',
      header: t('columns.action'),
      render: (event) => <RowLink onClick={() => onOpen(event.id)}>{event.action}</RowLink>,
    },
    {
      key: 'actor',
      header: t('columns.actor'),
      render: (event) => event.actor_email ?? event.actor_user_id ?? t('system'),
    },
    {
      key: 'resource',
      header: t('columns.resource'),
      render: (event) => (
        <>
          {event.resource_type}
          {event.resource_id !== null && (
            <Text size="xs" c="dimmed" ff="monospace" truncate maw={230}>
              {event.resource_id}
            </Text>
          )}
        </>
      ),
    },
    {
      key: 'reason',
      header: t('columns.reason'),
      render: (event) => (
        <Text span inherit lineClamp={2} maw={260}>
          {event.reason ?? event.error_message ?? ''}
        </Text>
      ),
    },
    {
      key: 'status',
      header: t('columns.status'),
      width: 120,
      render: (event) => <EventStatus status={event.status} />,
    },
  ];
}
