import { optionalText } from '@/app/search';

/** What the address of the security policy holds: whose it is, if not the own brand's. */
export interface SecuritySearch {
  brand?: string;
}

export function securitySearch(search: Record<string, unknown>): SecuritySearch {
  return { brand: optionalText(search.brand)?.slice(0, 100) };
}
