import { Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { usageQuery } from './queries';

// The charts are larger than the rest of the page together: they come when a key is opened.
const UsageChart = lazy(() => import('./UsageChart'));

const HEIGHT = 160;

/** Calls and refusals of a key over time. */
export function Usage({ id }: { id: string }) {
  const { t } = useTranslation('apiKeys');
  const format = useFormat();
  const [days, setDays] = useState('30');
  const use = useQuery(usageQuery(id, Number(days)));
  return (
    <Stack gap="xs" data-testid="usage">
      <Group justify="space-between">
        <Text size="sm">
          {use.data &&
            t('usage.sum', {
              count: use.data.calls,
              calls: format.number(use.data.calls),
              refused: format.number(use.data.refused),
            })}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={t('usage.period')}
          value={days}
          onChange={setDays}
          data={(['1', '30', '90'] as const).map((value) => ({
            value,
            label: t(`usage.days.${value}`),
          }))}
        />
      </Group>
      {use.isError ? (
        <ProblemAlert error={use.error} onRetry={() => void use.refetch()} />
      ) : use.data === undefined ? (
        <Skeleton h={HEIGHT} />
      ) : use.data.calls + use.data.refused === 0 ? (
        <Text size="sm" c="dimmed">
          {t('usage.none')}
        </Text>
      ) : (
        <Suspense fallback={<Skeleton h={HEIGHT} />}>
          <UsageChart usage={use.data} height={HEIGHT} />
        </Suspense>
      )}
    </Stack>
  );
}
