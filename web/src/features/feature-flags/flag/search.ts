import { optionalCount, optionalOneOf } from '@/app/search';
import { type Environment, ENVIRONMENTS } from '../search';

/** The parts of a flag's page, in order; each has a component in `tabs.tsx`. */
export const FLAG_TABS = ['targeting', 'variants', 'history', 'why', 'schedule'] as const;
export type FlagTab = (typeof FLAG_TABS)[number];

/** What the address of a flag holds. Without an environment it shows production. */
export interface FlagSearch {
  tab?: FlagTab;
  env?: Environment;
  page?: number;
}

export function flagSearch(search: Record<string, unknown>): FlagSearch {
  return {
    tab: optionalOneOf(search.tab, FLAG_TABS),
    env: optionalOneOf(search.env, ENVIRONMENTS),
    page: optionalCount(search.page, 100_000),
  };
}
