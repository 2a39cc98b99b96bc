import { Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import { StatusBadge } from '@/ui/StatusBadge';
import { nameOf, pText } from './model';
import type { Result } from './queries';

/** Whether the users are divided as planned: if not, nothing else can be believed. */
export function RatioCheck({ result }: { result: Result }) {
  const { t, i18n } = useTranslation('experiments');
  const format = useFormat();
  const { ratio, experiment } = result;
  return (
    <Paper p="md" data-testid="ratio-check">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h5">
          {t('ratio.title')}
        </Title>
        <StatusBadge tone={ratio.mismatch ? 'bad' : 'good'}>
          {t(ratio.mismatch ? 'ratio.bad' : 'ratio.good')}
        </StatusBadge>
      </Group>
      <Stack gap="sm">
        {experiment.variants.map(({ id }) => {
          const users = ratio.observed[id] ?? 0;
          const share = result.users > 0 ? (users / result.users) * 100 : 0;
          const text = t('ratio.share', {
            users: format.number(users),
            share: format.percent(share),
            planned: format.percent((ratio.expected[id] ?? 0) * 100),
          });
          return (
            <div key={id}>
              <Group justify="space-between" gap="xs">
                <Text size="sm" fw={600}>
                  {nameOf(experiment, id)}
                </Text>
                <Text size="sm" c="dimmed" className="tabular">
                  {text}
                </Text>
              </Group>
              <Progress
                value={share}
                color={ratio.mismatch ? 'red.8' : undefined}
                aria-label={`${nameOf(experiment, id)}: ${text}`}
              />
            </div>
          );
        })}
        <Text size="xs" c="dimmed">
          {t('ratio.p', { p: pText(ratio.always_valid_p, i18n.language) })}{' '}
          {result.mixed > 0 && t('ratio.mixed', { count: result.mixed })}
        </Text>
      </Stack>
    </Paper>
  );
}
