import { optionalCount, optionalOneOf, optionalText } from '@/app/search';

export const DEVICE_STATUSES = ['pending', 'approved', 'blocked'] as const;

/** What the address of the networks and devices holds. */
export interface IpDevicesSearch {
  brand?: string;
  search?: string;
  status?: (typeof DEVICE_STATUSES)[number];
  page?: number;
}

export function ipDevicesSearch(search: Record<string, unknown>): IpDevicesSearch {
  return {
    brand: optionalText(search.brand)?.slice(0, 100),
    search: optionalText(search.search)?.slice(0, 200),
    status: optionalOneOf(search.status, DEVICE_STATUSES),
    page: optionalCount(search.page, 1_000_000),
  };
}
