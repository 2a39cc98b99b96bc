import { optionalOneOf, optionalText } from '@/app/search';
import { ENVIRONMENTS, type Environment } from '../search';

/** The periods on offer, in hours. */
export const PERIODS = { '1h': 1, '24h': 24, '7d': 168, '30d': 720, '90d': 2160 } as const;
export type Period = keyof typeof PERIODS;
export const MEASURES = ['evaluations', 'exposures'] as const;
export type Measure = (typeof MEASURES)[number];

/** What the address holds. Without anything: evaluations of all flags in production, for a day. */
export interface AnalyticsSearch {
  env?: Environment;
  flag?: string;
  period?: Period;
  show?: Measure;
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function analyticsSearch(search: Record<string, unknown>): AnalyticsSearch {
  const flag = optionalText(search.flag);
  return {
    env: optionalOneOf(search.env, ENVIRONMENTS),
    flag: flag !== undefined && ID.test(flag) ? flag : undefined,
    period: optionalOneOf(search.period, Object.keys(PERIODS) as Period[]),
    show: optionalOneOf(search.show, MEASURES),
  };
}

/** What the server is asked. */
export function analyticsFilter({ env, flag, period }: AnalyticsSearch) {
  return { environment: env ?? 'production', flag, hours: PERIODS[period ?? '24h'] } as const;
}

/** The address of the same counts as CSV. */
export function exportPath(search: AnalyticsSearch): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(analyticsFilter(search)))
    if (value !== undefined) query.set(name, String(value));
  return `/api/v1/flags/analytics/export?${query.toString()}`;
}
