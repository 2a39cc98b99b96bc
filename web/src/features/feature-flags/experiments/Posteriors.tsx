import { AreaChart } from '@mantine/charts';
import '@mantine/charts/styles.css';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import { nameOf, onOneGrid } from './model';
import type { Experiment, MetricResult } from './queries';
import { valueText } from './values';

export const COLORS = ['gray.6', 'brand.6', 'teal.7', 'orange.7', 'grape.7', 'cyan.7', 'pink.7'];

/** Where each variant's true value may lie: the less the hills overlap, the surer the difference. */
export default function Posteriors({
  result,
  experiment,
}: {
  result: MetricResult;
  experiment: Experiment;
}) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  const drawn = result.variants.filter((variant) => variant.curve.length > 0);
  if (drawn.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('posterior.none')}
      </Text>
    );
  const data = onOneGrid(
    Object.fromEntries(drawn.map((variant) => [variant.variant, variant.curve])),
  );
  const text = drawn
    .map((variant) => {
      const { low, high } = variant.credible ?? { low: null, high: null };
      return `${nameOf(experiment, variant.variant)}: ${valueText(result.metric.kind, low, format)} – ${valueText(result.metric.kind, high, format)}`;
    })
    .join('; ');
  return (
    <div role="img" aria-label={`${t('posterior.title')}. ${text}`}>
      <AreaChart
        h={210}
        data={data}
        dataKey="x"
        series={drawn.map((variant, index) => ({
          name: variant.variant,
          label: nameOf(experiment, variant.variant),
          color: COLORS[index % COLORS.length] ?? 'gray.6',
        }))}
        curveType="monotone"
        withDots={false}
        withYAxis={false}
        withTooltip={false}
        withLegend
        gridAxis="none"
        fillOpacity={0.25}
        xAxisProps={{
          type: 'number',
          domain: ['dataMin', 'dataMax'],
          tickFormatter: (value: number) => valueText(result.metric.kind, value, format),
          tickCount: 5,
        }}
        areaProps={{ isAnimationActive: false }}
      />
    </div>
  );
}
