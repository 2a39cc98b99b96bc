import { optionalOneOf, optionalText } from '@/app/search';

export const VIEWS = ['matrix', 'why'] as const;

/** What the address of the matrix holds: the view, and for "why" who and what is asked about. */
export interface MatrixSearch {
  view?: (typeof VIEWS)[number];
  admin?: string;
  permission?: string;
  operation?: string;
}

export function matrixSearch(search: Record<string, unknown>): MatrixSearch {
  const text = (value: unknown) => optionalText(value)?.slice(0, 100);
  return {
    view: optionalOneOf(search.view, VIEWS),
    admin: text(search.admin),
    permission: text(search.permission),
    operation: text(search.operation),
  };
}
