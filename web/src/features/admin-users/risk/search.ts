import { optionalCount, optionalOneOf, optionalText } from '@/app/search';
import { RISKS } from '../activity/search';

/** What the address of the risk scores holds. */
export interface RiskSearch {
  search?: string;
  level?: (typeof RISKS)[number];
  brand?: string;
  page?: number;
  /** Id of the admin whose factors are open. */
  admin?: string;
}

export function riskSearch(search: Record<string, unknown>): RiskSearch {
  const text = (value: unknown) => optionalText(value)?.slice(0, 200);
  return {
    search: text(search.search),
    level: optionalOneOf(search.level, RISKS),
    brand: text(search.brand)?.slice(0, 100),
    page: optionalCount(search.page, 1_000_000),
    admin: text(search.admin),
  };
}

/** The filters as the server takes them, for the list and for its export. */
export function filterQuery({ search, level, brand }: RiskSearch) {
  return { search, level, tenant_id: brand };
}

export function isFiltered(search: RiskSearch): boolean {
  return Object.values(filterQuery(search)).some((value) => value !== undefined);
}

export function exportPath(search: RiskSearch): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filterQuery(search)))
    if (value !== undefined) query.set(name, value);
  return `/api/v1/admin/risk-scores/export?${query}`;
}
