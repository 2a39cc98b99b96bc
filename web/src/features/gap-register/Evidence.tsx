import { Anchor, Code, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { download } from '@/api/download';
import { CopyButton } from '@/ui/CopyButton';
import { notifyProblem } from '@/ui/notify';
import { StatusBadge } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import { evidencePath, type Gap } from './queries';

const TONES = { passed: 'good', failed: 'bad', error: 'warn' } as const;

/** Names of evidence; each is the SHA-256 of the file that it fetches. */
export function EvidenceFiles({ names }: { names: string[] }) {
  const { t } = useTranslation('gapRegister');
  return names.map((name) => (
    <Group key={name} gap={4} wrap="nowrap">
      <Anchor
        component="button"
        type="button"
        size="xs"
        onClick={() => {
          download(evidencePath(name), name).catch(notifyProblem);
        }}
      >
        <Code>{name.slice(0, 12)}</Code>
      </Anchor>
      <CopyButton value={name} label={t('evidence.hash')} />
    </Group>
  ));
}

/** Every run of the gap's contract and what it left behind. */
export function Runs({ gap }: { gap: Gap }) {
  const { t } = useTranslation('gapRegister');
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
          <Group gap="xs">
            <EvidenceFiles names={run.evidence} />
          </Group>
        </Stack>
      ))}
    </Stack>
  );
}
