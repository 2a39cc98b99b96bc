import { optionalCount, optionalText } from '@/app/search';

/** What the page's address holds: the filters and the page of the history. */
export interface KillSwitchSearch {
  module?: string;
  brand?: string;
  page?: number;
}

export function killSwitchSearch(search: Record<string, unknown>): KillSwitchSearch {
  return {
    module: optionalText(search.module),
    brand: optionalText(search.brand),
    page: optionalCount(search.page),
  };
}
