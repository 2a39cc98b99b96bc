import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { IconPlus } from '@/ui/icons';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { RampCard } from './RampCard';
import { RampForm } from './RampForm';
import type { FlagTabProps } from './tabs';
import { rampsQuery } from './timeQueries';

const ALIVE = new Set(['running', 'paused', 'held']);
const MOST_ENDED = 5;

/** Progressive rollouts in this environment: the one under way, the last ones, a new one. */
export function Ramps({ flag, environment }: FlagTabProps) {
  const { t } = useTranslation('flagEditor');
  const { can } = useAccess();
  const ramps = useQuery(rampsQuery(flag.id));
  const [starting, form] = useDisclosure(false);
  const here = ramps.data?.filter((ramp) => ramp.environment === environment) ?? [];
  const alive = here.filter((ramp) => ALIVE.has(ramp.status));
  const shown = [...alive, ...here.filter((ramp) => !ALIVE.has(ramp.status)).slice(0, MOST_ENDED)];
  const mayWrite = can('flags:write') && !flag.archived;
  return (
    <section>
      <Group justify="space-between" mb="sm">
        <div>
          <Title order={2} size="h5">
            {t('ramp.title')}
          </Title>
          <Text size="xs" c="dimmed">
            {t('ramp.text')}
          </Text>
        </div>
        {mayWrite && !starting && alive.length === 0 && (
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            onClick={form.open}
            data-testid="new-ramp"
          >
            {t('ramp.new')}
          </Button>
        )}
      </Group>
      <Stack gap="sm">
        {starting && (
          <Paper p="md">
            <RampForm flag={flag} environment={environment} onClose={form.close} />
          </Paper>
        )}
        {ramps.isError && <ProblemAlert error={ramps.error} onRetry={() => void ramps.refetch()} />}
        {shown.map((ramp) => (
          <RampCard key={ramp.id} flag={flag} ramp={ramp} mayWrite={mayWrite} />
        ))}
        {ramps.data !== undefined && here.length === 0 && !starting && (
          <Text size="sm" c="dimmed">
            {t('ramp.empty')}
          </Text>
        )}
      </Stack>
    </section>
  );
}
