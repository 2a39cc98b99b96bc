import type { TFunction } from 'i18next';
import type { Analytics } from './queries';

type Line = Analytics['series'][number];

/** What a line of the chart is called. */
export function nameOfLine(line: Line, t: TFunction<'flagAnalytics'>): string {
  if (line.kind === 'others') return t('chart.others');
  return line.name === '' ? t('noVariant') : line.name;
}

export const sumOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0);

/** A share in percent; of nothing, nothing. */
export const shareOf = (part: number, whole: number): number =>
  whole > 0 ? Math.round((part / whole) * 1000) / 10 : 0;
