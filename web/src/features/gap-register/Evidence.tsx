import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusBadge } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import { EvidenceFiles } from './EvidenceFiles';
import { EvidenceViewer } from './EvidenceViewer';
import type { Gap } from './queries';

const TONES = { passed: 'good', failed: 'bad', error: 'warn' } as const;

/** Every run of the gap's contract and what it left behind. */
export function Runs({ gap }: { gap: Gap }) {
  const { t } = useTranslation('gapRegister');
  const [shown, setShown] = useState<string | null>(null);
  if (gap.runs.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('evidence.none')}
      </Text>
    );
  return (
    <Stack gap="sm" data-testid="runs">
      {gap.runs.map((run) => (
        <Stack key={run.id} gap={2}>
          <Group gap="xs">
            <StatusBadge tone={TONES[run.outcome]}>{t(`outcomes.${run.outcome}`)}</StatusBadge>
            <Text size="xs" c="dimmed">
              <Time value={run.finished_at} />
            </Text>
          </Group>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {run.summary}
          </Text>
          {run.refused !== '' && (
            <Text size="sm" c="orange">
              {run.refused}
            </Text>
          )}
          {run.evidence[0] !== undefined && (
            <Group gap="xs">
              <Button
                variant="default"
                size="compact-xs"
                onClick={() => setShown(run.evidence[0] ?? null)}
              >
                {t('evidence.show')}
              </Button>
              <EvidenceFiles names={run.evidence} />
            </Group>
          )}
        </Stack>
      ))}
      <EvidenceViewer record={shown} onClose={() => setShown(null)} />
    </Stack>
  );
}
