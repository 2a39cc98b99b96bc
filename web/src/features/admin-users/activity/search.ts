import { optionalCount, optionalOneOf, optionalText } from '@/app/search';

export const RISKS = ['low', 'medium', 'high', 'critical'] as const;
export const OUTCOMES = ['SUCCESS', 'FAILED', 'DENIED'] as const;

/** What the address of the activity log holds. */
export interface ActivitySearch {
  /** Id of an admin. */
  admin?: string;
  module?: string;
  action?: string;
  status?: (typeof OUTCOMES)[number];
  risk?: (typeof RISKS)[number];
  brand?: string;
  page?: number;
  /** The act that is open. */
  act?: string;
}

export function activitySearch(search: Record<string, unknown>): ActivitySearch {
  const text = (value: unknown) => optionalText(value)?.slice(0, 200);
  return {
    admin: text(search.admin),
    module: text(search.module),
    action: text(search.action),
    status: optionalOneOf(search.status, OUTCOMES),
    risk: optionalOneOf(search.risk, RISKS),
    brand: text(search.brand)?.slice(0, 100),
    page: optionalCount(search.page, 1_000_000),
    act: text(search.act),
  };
}

export function isFiltered({ admin, module, action, status, risk, brand }: ActivitySearch) {
  return [admin, module, action, status, risk, brand].some((value) => value !== undefined);
}
