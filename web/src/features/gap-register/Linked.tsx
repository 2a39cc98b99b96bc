import { Code, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Time } from '@/ui/Time';
import type { Gap } from './queries';

/** The findings that belong to the gap. */
export function Linked({ gap }: { gap: Gap }) {
  const { t } = useTranslation('gapRegister');
  return (
    <Stack gap="sm">
      {gap.linked.map((finding) => (
        <Stack key={finding.fingerprint} gap={2}>
          <Text size="sm">{finding.title}</Text>
          <Code style={{ alignSelf: 'start' }}>
            {finding.method} {finding.path}
          </Code>
          <Text size="xs" c="dimmed">
            {t('findings.times', { count: finding.count })} ·{' '}
            <Time value={finding.last_seen} relative />
          </Text>
        </Stack>
      ))}
    </Stack>
  );
}
