import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => call(api.GET('/api/v1/auth/me')),
  staleTime: 60_000,
});

export const capabilitiesQuery = queryOptions({
  queryKey: ['capabilities'],
  queryFn: () => call(api.GET('/api/v1/tenants/capabilities')),
  staleTime: 60_000,
});

/** The signed-in admin. Only below the shell route, which has loaded it. */
export function useMe(): Schema<'Me'> {
  return useSuspenseQuery(meQuery).data;
}

export interface Access {
  can: (permission: string) => boolean;
  /** Whether the brand has a feature. */
  has: (feature: string) => boolean;
  isOwner: boolean;
  tenantName: string;
  tenantId: string;
  permissions: string[];
  menuFlags: Record<string, unknown>;
}

/** What the admin may do in the brand they act in. Nothing is allowed until the server says so. */
export function useAccess(): Access {
  const { data } = useQuery(capabilitiesQuery);
  const flags = data?.features.menu_flags;
  return {
    can: (permission) => data?.permissions.includes(permission) ?? false,
    has: (feature) => data?.features[feature] === true,
    isOwner: data?.is_owner ?? false,
    tenantName: data?.tenant_name ?? '',
    tenantId: data?.tenant_id ?? '',
    permissions: data?.permissions ?? [],
    menuFlags: typeof flags === 'object' && flags !== null ? { ...flags } : {},
  };
}
