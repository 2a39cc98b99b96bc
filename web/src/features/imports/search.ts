import { optionalCount, optionalOneOf, optionalText } from '@/app/search';

export const ROW_STATUSES = ['valid', 'update', 'unchanged', 'duplicate', 'invalid'] as const;
export type RowStatus = (typeof ROW_STATUSES)[number];

/** What the address of the list of imports may carry. */
export function importsSearch(search: Record<string, unknown>) {
  return { page: optionalCount(search.page, 1_000_000) };
}

/** What an import's address may carry: which of its rows are shown. */
export function jobSearch(search: Record<string, unknown>) {
  return {
    page: optionalCount(search.page, 1_000_000),
    page_size: optionalCount(search.page_size, 200),
    status: optionalOneOf(search.status, ROW_STATUSES),
    search: optionalText(search.search),
  };
}
