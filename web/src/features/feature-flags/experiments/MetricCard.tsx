import {
  Group,
  Paper,
  SimpleGrid,
  Skeleton,
  Stack,
  Table,
  Text,
  Title,
  Tooltip,
} from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import { useFormat } from '@/ui/format';
import { Comparisons } from './Comparisons';
import { Intervals } from './Intervals';
import { nameOf } from './model';
import type { Experiment, MetricResult } from './queries';
import { chanceText, valueText } from './values';

const Posteriors = lazy(() => import('./Posteriors'));

interface Props {
  result: MetricResult;
  experiment: Experiment;
}

/** What one metric says, in every reading. */
export function MetricCard({ result, experiment }: Props) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  const word = useWord('experiments', 'metricNames');
  const { metric } = result;
  return (
    <Paper p="md" data-testid={`metric-${metric.key}`}>
      <Group justify="space-between" mb="sm" gap="xs">
        <div>
          <Title order={2} size="h5">
            {word(metric.key)}
          </Title>
          <Text size="xs" c="dimmed">
            {[
              t(result.primary ? 'fields.primary' : 'fields.secondary'),
              t(`kindTexts.${metric.kind}`, {
                event: metric.event,
                denominator: metric.denominator ?? '',
              }),
              t(`goals.${metric.goal}`),
              ...(metric.cap === null ? [] : [t('capped', { cap: format.number(metric.cap) })]),
            ].join(' · ')}
          </Text>
        </div>
        {result.variance_reduction !== null && (
          <Tooltip label={t('cuped.hint')} multiline w={280}>
            <Text size="sm" c="dimmed" tabIndex={0}>
              {t('cuped.text', { share: format.percent(result.variance_reduction * 100) })}
            </Text>
          </Tooltip>
        )}
      </Group>
      <Stack gap="md">
        <Intervals result={result} experiment={experiment} />
        <Comparisons result={result} experiment={experiment} />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          <Readings result={result} experiment={experiment} />
          <div>
            <Text size="sm" fw={600} mb={4}>
              {t('posterior.title')}
            </Text>
            <Suspense fallback={<Skeleton height={200} />}>
              <Posteriors result={result} experiment={experiment} />
            </Suspense>
          </div>
        </SimpleGrid>
      </Stack>
    </Paper>
  );
}

function Readings({ result, experiment }: Props) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  return (
    <Table.ScrollContainer minWidth={420} type="native" tabIndex={0}>
      <Table verticalSpacing={4} fz="sm" aria-label={t('readings.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('columns.variant')}</Table.Th>
            <Table.Th ta="right">{t('columns.users')}</Table.Th>
            <Table.Th ta="right">{t(`values.${result.metric.kind}`)}</Table.Th>
            <Table.Th ta="right">{t('readings.best')}</Table.Th>
            <Table.Th ta="right">{t('readings.loss')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {result.variants.map((variant) => (
            <Table.Tr key={variant.variant}>
              <Table.Td fw={600}>{nameOf(experiment, variant.variant)}</Table.Td>
              <Table.Td ta="right" className="tabular">
                {format.number(variant.users)}
              </Table.Td>
              <Table.Td ta="right" className="tabular">
                {valueText(result.metric.kind, variant.value, format)}
              </Table.Td>
              <Table.Td ta="right" className="tabular">
                {chanceText(variant.probability_best, format)}
              </Table.Td>
              <Table.Td ta="right" className="tabular">
                {valueText(result.metric.kind, variant.expected_loss, format)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
