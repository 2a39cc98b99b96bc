import { optionalOneOf, optionalText } from '@/app/search';
import type { Status } from './model';

export const STATUSES: readonly Status[] = ['active', 'disabled', 'expired', 'leaked', 'deleted'];

/** What the list's address holds: filters, and the key that is open. */
export interface ApiKeysSearch {
  search?: string;
  status?: Status;
  key?: string;
}

export function apiKeysSearch(search: Record<string, unknown>): ApiKeysSearch {
  return {
    search: optionalText(search.search)?.slice(0, 100),
    status: optionalOneOf(search.status, STATUSES),
    key: optionalText(search.key)?.slice(0, 40),
  };
}
