import { AreaChart } from '@mantine/charts';
import '@mantine/charts/styles.css';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import { nameOfLine, sumOf } from './model';
import type { Analytics } from './queries';
import type { Measure } from './search';

const COLORS = ['brand.6', 'teal.6', 'orange.6', 'grape.6', 'cyan.6', 'pink.6'] as const;

/** Counts over time, one on top of the other. Its own file, because charts are loaded late. */
export default function UseChart({ found, measure }: { found: Analytics; measure: Measure }) {
  const { t, i18n } = useTranslation('flagAnalytics');
  const format = useFormat();
  const label = new Intl.DateTimeFormat(i18n.language, {
    timeZone: 'UTC',
    ...(found.bucket === 'day' || found.starts.length > 24
      ? { day: 'numeric', month: 'short' }
      : {}),
    ...(found.bucket === 'day' ? {} : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  });
  const names = found.series.map((line) => nameOfLine(line, t));
  const data = found.starts.map((start, place) => ({
    at: label.format(new Date(start)),
    ...Object.fromEntries(found.series.map((line, at) => [`line${at}`, line[measure][place] ?? 0])),
  }));
  const text = found.series
    .map((line, at) => `${names[at]}: ${format.number(sumOf(line[measure]))}`)
    .join('; ');
  return (
    <div role="img" aria-label={`${t('chart.label')} ${text}`}>
      <AreaChart
        h={280}
        data={data}
        dataKey="at"
        type="stacked"
        curveType="linear"
        withDots={false}
        withLegend
        legendProps={{ verticalAlign: 'bottom' }}
        fillOpacity={0.35}
        series={names.map((name, at) => ({
          name: `line${at}`,
          label: name,
          color:
            found.series[at]?.kind === 'others' ? 'gray.6' : (COLORS[at % COLORS.length] ?? ''),
        }))}
        valueFormatter={(value) => format.number(value)}
        areaProps={{ isAnimationActive: false }}
        gridAxis="x"
        tickLine="none"
        yAxisProps={{ width: 64, allowDecimals: false }}
        xAxisProps={{ interval: 'preserveStartEnd', minTickGap: 40 }}
      />
    </div>
  );
}
