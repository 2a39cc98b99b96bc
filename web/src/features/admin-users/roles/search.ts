import { optionalText } from '@/app/search';

/** What the address of the list of roles holds: the role that is open. */
export interface RolesSearch {
  role?: string;
}

export function rolesSearch(search: Record<string, unknown>): RolesSearch {
  return { role: optionalText(search.role)?.slice(0, 80) };
}
