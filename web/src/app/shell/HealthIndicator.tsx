import { ActionIcon, Group, Popover, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, call } from '@/api/client';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import { useWord } from '../useWord';

const POLL_MS = 30_000;
const TONES: Record<string, Tone> = {
  connected: 'good',
  skipped: 'neutral',
  not_configured: 'neutral',
};
const COLORS = { good: '#12a150', bad: '#e5484d', unknown: '#9ba5b7' };

/** A dot that tells whether the server can serve; a click tells why. */
export function HealthIndicator() {
  const { t } = useTranslation('shell');
  const health = useQuery({
    queryKey: ['readyz'],
    queryFn: () => call(api.GET('/api/readyz')),
    refetchInterval: POLL_MS,
    retry: false,
  });
  const version = useQuery({
    queryKey: ['version'],
    queryFn: () => call(api.GET('/api/version')),
    staleTime: Infinity,
  });
  const state = health.isPending
    ? 'unknown'
    : health.isSuccess && health.data.status === 'ready'
      ? 'good'
      : 'bad';
  const text = t(`health.${({ unknown: 'unknown', good: 'ready', bad: 'down' } as const)[state]}`);
  const word = useWord('shell', 'health.states');
  return (
    <Popover position="bottom-end" width={250} withArrow shadow="md">
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`${t('health.label')}: ${text}`}
          data-testid="health"
          data-state={state}
        >
          <svg width="12" height="12" aria-hidden="true">
            <circle cx="6" cy="6" r="5" fill={COLORS[state]} />
          </svg>
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={8}>
          <Text fw={600} size="sm">
            {text}
          </Text>
          {(['database', 'redis'] as const).map((name) => {
            const value = health.data?.dependencies[name];
            if (value === undefined) return null;
            return (
              <Group key={name} justify="space-between">
                <Text size="sm">{t(`health.${name}`)}</Text>
                <StatusBadge tone={TONES[value] ?? 'bad'}>{word(value)}</StatusBadge>
              </Group>
            );
          })}
          {version.data && (
            <Group justify="space-between">
              <Text size="sm">{t('health.version')}</Text>
              <Text size="sm" c="dimmed">
                {version.data.version}
              </Text>
            </Group>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
