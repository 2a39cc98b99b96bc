import { BarChart } from '@mantine/charts';
import '@mantine/charts/styles.css';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { useFormat } from '@/ui/format';

/** Bars of calls, with those refused on top. Its own file, because charts are loaded late. */
export default function UsageChart({
  usage,
  height,
}: {
  usage: Schema<'ApiKeyUsage'>;
  height: number;
}) {
  const { t, i18n } = useTranslation('apiKeys');
  const format = useFormat();
  const label = new Intl.DateTimeFormat(i18n.language, {
    timeZone: 'UTC',
    ...(usage.bucket === 'hour'
      ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
      : { day: 'numeric', month: 'short' }),
  });
  const data = usage.points.map((point) => ({
    at: label.format(new Date(point.at)),
    calls: point.calls,
    refused: point.refused,
  }));
  return (
    <BarChart
      h={height}
      data={data}
      dataKey="at"
      type="stacked"
      series={[
        { name: 'calls', label: t('usage.calls'), color: 'brand.5' },
        { name: 'refused', label: t('usage.refused'), color: 'red.6' },
      ]}
      valueFormatter={(value) => format.number(value)}
      barProps={{ isAnimationActive: false }}
      gridAxis="x"
      tickLine="none"
      yAxisProps={{ width: 44, allowDecimals: false, interval: 0 }}
      xAxisProps={{ interval: 'preserveStartEnd', minTickGap: 24 }}
    />
  );
}
