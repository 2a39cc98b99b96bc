import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import { useFormat } from '@/ui/format';
import { type Origin, type Strength, strengthOf } from './mapping';

const TONES: Record<Strength, Tone> = { strong: 'good', fair: 'warn', weak: 'bad' };

/** Why a field has the name it has, and how sure the server is of it. */
export function OriginNote({ origin }: { origin: Origin }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  if (origin.kind === 'proposed') {
    const strength = strengthOf(origin.confidence);
    return (
      <Stack gap={2} align="flex-start">
        <StatusBadge tone={TONES[strength]}>
          {`${t(`map.strength.${strength}`)} · ${format.percent(origin.confidence * 100)}`}
        </StatusBadge>
        <Text size="xs" c="dimmed">
          {origin.reason}
        </Text>
      </Stack>
    );
  }
  if (origin.kind === 'known' || origin.kind === 'saved')
    return <StatusBadge tone="good">{t(`map.origin.${origin.kind}`)}</StatusBadge>;
  return (
    <Text size="xs" c="dimmed">
      {origin.kind === 'declined'
        ? t('map.origin.declined', { source: origin.source })
        : t(`map.origin.${origin.kind}`)}
    </Text>
  );
}
