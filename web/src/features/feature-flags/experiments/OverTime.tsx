import { useMantineTheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { Text } from '@mantine/core';
import { useFormat } from '@/ui/format';
import { nameOf } from './model';
import type { Result } from './queries';
import { changeText, rangeText } from './values';

const SHADES = ['brand', 'teal', 'orange', 'grape', 'cyan', 'pink'] as const;
/** Wider than this, an interval would flatten all the others. */
const WIDEST = 1;

type Row = Record<string, string | number | null | [number, number]>;

/** A day as the chart takes it: each variant's lift, and its interval under another name. */
function rowOf(day: string, result: Result): Row {
  const row: Row = { day };
  for (const point of result.days.filter((one) => one.day === day)) {
    row[point.variant] = point.lift;
    row[`${point.variant}-range`] = [
      Math.max(-WIDEST, point.low ?? -WIDEST),
      Math.min(WIDEST, point.high ?? WIDEST),
    ];
  }
  return row;
}

/** The lift with its interval as it stood each evening: it narrows, and where it ends it holds. */
export default function OverTime({ result }: { result: Result }) {
  const { t, i18n } = useTranslation('experiments');
  const format = useFormat();
  const theme = useMantineTheme();
  const variants = result.experiment.variants.slice(1);
  const days = [...new Set(result.days.map((point) => point.day))];
  if (days.length < 2)
    return (
      <Text size="sm" c="dimmed">
        {t('overTime.tooFew')}
      </Text>
    );
  const data = days.map((day) => rowOf(day, result));
  const date = new Intl.DateTimeFormat(i18n.language, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const dayText = (day: unknown) => date.format(new Date(`${String(day)}T00:00:00Z`));
  const last = result.days.filter((point) => point.day === days.at(-1));
  const text = last
    .map(
      (point) =>
        `${nameOf(result.experiment, point.variant)}: ${changeText(point.lift, format)} (${rangeText(point, format)})`,
    )
    .join('; ');
  const tick = { fontSize: 12, fill: 'var(--mantine-color-dimmed)' };
  return (
    <div role="img" aria-label={`${t('overTime.title')}. ${text}`}>
      <ResponsiveContainer width="100%" height={230}>
        <ComposedChart data={data} margin={{ top: 8, right: 8, bottom: 0, left: 0 }}>
          <CartesianGrid vertical={false} stroke="var(--gapless-border)" />
          <XAxis dataKey="day" tickFormatter={dayText} tick={tick} minTickGap={24} />
          <YAxis
            tickFormatter={(value: number) => changeText(value, format)}
            tick={tick}
            width={64}
          />
          <Tooltip
            labelFormatter={(day) => dayText(day)}
            formatter={(value, name) => [
              Array.isArray(value)
                ? rangeText({ low: Number(value[0]), high: Number(value[1]) }, format)
                : changeText(Number(value), format),
              name,
            ]}
            contentStyle={{
              background: 'var(--gapless-surface)',
              border: '1px solid var(--gapless-border)',
              borderRadius: 8,
              fontSize: 12,
            }}
          />
          <ReferenceLine y={0} stroke="var(--mantine-color-dimmed)" strokeDasharray="4 4" />
          {variants.flatMap((variant, index) => {
            const color = theme.colors[SHADES[index % SHADES.length] ?? 'brand']?.[6];
            return [
              <Area
                key={`${variant.id}-range`}
                dataKey={`${variant.id}-range`}
                name={t('overTime.range', { variant: variant.name })}
                stroke="none"
                fill={color}
                fillOpacity={0.2}
                isAnimationActive={false}
              />,
              <Line
                key={variant.id}
                dataKey={variant.id}
                name={variant.name}
                stroke={color}
                strokeWidth={2}
                dot={false}
                isAnimationActive={false}
              />,
            ];
          })}
        </ComposedChart>
      </ResponsiveContainer>
      <Text size="xs" c="dimmed">
        {t('overTime.hint')}
      </Text>
    </div>
  );
}
