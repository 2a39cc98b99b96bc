import { Skeleton, Stack, Text, Timeline } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { TONES, useAuditWords } from '@/features/audit/labels';
import { AnchorLink } from '@/ui/links';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { StatusBadge } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import { historyQuery } from './queries';

const SHOWN = 6;

/** What was done to a key, from the audit log. */
export function KeyHistory({ id }: { id: string }) {
  const { t } = useTranslation(['apiKeys', 'audit']);
  const words = useAuditWords();
  const events = useQuery(historyQuery(id));
  if (events.isError) return <ProblemAlert error={events.error} />;
  if (!events.data) return <Skeleton h={100} />;
  if (events.data.items.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('detail.noHistory')}
      </Text>
    );
  return (
    <Stack gap="sm">
      <Timeline bulletSize={12} lineWidth={2} active={-1} data-testid="key-history">
        {events.data.items.slice(0, SHOWN).map((row) => (
          <Timeline.Item
            key={row.id}
            title={
              <Text size="sm" fw={600}>
                {words.action(row.action)}{' '}
                {row.status !== 'SUCCESS' && (
                  <StatusBadge tone={TONES[row.status]}>
                    {t(`audit:status.${row.status}`)}
                  </StatusBadge>
                )}
              </Text>
            }
          >
            <Text size="xs" c="dimmed" component="div">
              <Time value={row.timestamp} /> · {row.actor_email ?? t('audit:system')}
            </Text>
            {row.reason !== null && <Text size="sm">{row.reason}</Text>}
          </Timeline.Item>
        ))}
      </Timeline>
      <AnchorLink
        to="/audit"
        search={{ resource_type: 'api_key', resource_id: id, since_hours: 8760 }}
        size="sm"
      >
        {t('detail.wholeHistory')}
      </AnchorLink>
    </Stack>
  );
}
