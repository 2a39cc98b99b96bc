import { optionalCount, optionalOneOf, optionalText } from '@/app/search';

export const INVITE_STATUSES = ['pending', 'accepted', 'expired', 'revoked'] as const;

/** What the address of the list of invites holds. */
export interface InvitesSearch {
  search?: string;
  status?: (typeof INVITE_STATUSES)[number];
  brand?: string;
  page?: number;
}

export function invitesSearch(search: Record<string, unknown>): InvitesSearch {
  const text = (value: unknown) => optionalText(value)?.slice(0, 200);
  return {
    search: text(search.search),
    status: optionalOneOf(search.status, INVITE_STATUSES),
    brand: text(search.brand)?.slice(0, 100),
    page: optionalCount(search.page, 1_000_000),
  };
}
