import { optionalOneOf, optionalText } from '@/app/search';

export const ENVIRONMENTS = ['production', 'staging', 'development'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];
export const TYPES = ['boolean', 'string', 'number', 'json'] as const;
export const SCOPES = ['both', 'frontend', 'backend'] as const;
export const STATUSES = ['on', 'off', 'scheduled'] as const;

/** What the list's address holds. Without an environment it shows production. */
export interface FlagsSearch {
  env?: Environment;
  search?: string;
  group?: string;
  status?: (typeof STATUSES)[number];
  type?: (typeof TYPES)[number];
  owner?: string;
  stale?: boolean;
  archived?: boolean;
}

export function flagsSearch(search: Record<string, unknown>): FlagsSearch {
  return {
    env: optionalOneOf(search.env, ENVIRONMENTS),
    search: optionalText(search.search)?.slice(0, 200),
    group: optionalText(search.group)?.slice(0, 80),
    status: optionalOneOf(search.status, STATUSES),
    type: optionalOneOf(search.type, TYPES),
    owner: optionalText(search.owner)?.slice(0, 120),
    stale: search.stale === true ? true : undefined,
    archived: search.archived === true ? true : undefined,
  };
}
