import type { Formatter } from '@/ui/format';
import type { MetricResult } from './queries';

/** A value of a metric as people read it: rates in percent, others as they are. */
export function valueText(
  kind: MetricResult['metric']['kind'],
  value: number | null,
  format: Formatter,
): string {
  if (value === null) return '–';
  return kind === 'conversion' ? format.percent(value * 100) : format.decimal(value);
}

/** A relative change with its sign. */
export function changeText(change: number | null, format: Formatter): string {
  if (change === null) return '–';
  const sign = change > 0 ? '+' : change < 0 ? '−' : '';
  return `${sign}${format.percent(Math.abs(change) * 100)}`;
}

export function rangeText(
  range: { low: number | null; high: number | null },
  format: Formatter,
): string {
  return `${range.low === null ? '−∞' : changeText(range.low, format)} … ${
    range.high === null ? '∞' : changeText(range.high, format)
  }`;
}

/** A probability in percent: nothing is certain, so neither end is reached. */
export function chanceText(chance: number | null, format: Formatter): string {
  if (chance === null) return '–';
  if (chance > 0.999) return `> ${format.percent(99.9)}`;
  return chance < 0.001 ? `< ${format.percent(0.1)}` : format.percent(chance * 100);
}
