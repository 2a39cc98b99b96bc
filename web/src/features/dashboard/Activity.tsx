import { Alert, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { TONES, useAuditWords } from '@/features/audit/labels';
import type { Outcome } from '@/features/audit/search';
import { useAccess } from '@/features/auth/session';
import { EmptyState } from '@/ui/EmptyState';
import { IconAlert } from '@/ui/icons';
import { AnchorLink } from '@/ui/links';
import { StatusBadge } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import classes from './List.module.css';

const COLORS = { critical: 'red', high: 'orange', medium: 'yellow', low: 'blue' } as const;

const SHOWN = 8;

export function Alerts({ alerts }: { alerts: Schema<'Alert'>[] }) {
  return (
    <Stack gap="xs">
      {alerts.map((alert) => (
        <Alert
          key={alert.id}
          variant="light"
          color={COLORS[alert.severity]}
          icon={<IconAlert />}
          title={alert.message}
        >
          <Text size="xs" c="dimmed">
            <Time value={alert.timestamp} relative />
          </Text>
        </Alert>
      ))}
    </Stack>
  );
}

export function RecentActivity({ activity }: { activity: Schema<'Activity'>[] }) {
  const { t } = useTranslation(['dashboard', 'audit']);
  const { can } = useAccess();
  const words = useAuditWords();
  return (
    <Paper p="md">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          {t('activity.title')}
        </Title>
        {can('audit:read') && (
          <AnchorLink to="/audit" size="sm">
            {t('activity.all')}
          </AnchorLink>
        )}
      </Group>
      {activity.length === 0 ? (
        <EmptyState title={t('activity.empty')} />
      ) : (
        <ul className={classes.list}>
          {activity.slice(0, SHOWN).map((event) => (
            <li key={event.id} className={classes.item}>
              <div className={classes.main}>
                <Text size="sm" fw={600} truncate>
                  {words.action(event.action)}
                </Text>
                <Text size="xs" c="dimmed" truncate>
                  {event.actor_email ?? t('audit:system')} · {words.type(event.resource_type)}
                </Text>
              </div>
              <StatusBadge tone={TONES[event.status as Outcome]}>
                {t(`audit:status.${event.status as Outcome}`)}
              </StatusBadge>
              <Text size="xs" c="dimmed" className={classes.time}>
                <Time value={event.timestamp} relative />
              </Text>
            </li>
          ))}
        </ul>
      )}
    </Paper>
  );
}
