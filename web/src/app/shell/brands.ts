import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { actingTenant, setActingTenant } from '@/api/acting';
import { api, call } from '@/api/client';
import { useAccess, useMe } from '@/features/auth/session';

const MOST_BRANDS = 200;

/** The brands an owner may act in. The list is the platform's, so it is the same in each brand. */
export function useBrands() {
  const { isOwner } = useAccess();
  return useQuery({
    queryKey: ['brands'],
    queryFn: () =>
      call(api.GET('/api/v1/tenants', { params: { query: { page: 1, page_size: MOST_BRANDS } } })),
    enabled: isOwner,
    staleTime: 60_000,
  });
}

export function useActingBrand() {
  const me = useMe();
  const { tenantId, tenantName } = useAccess();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return {
    id: tenantId,
    name: tenantName,
    ownId: me.tenant_id,
    isForeign: actingTenant() !== null && tenantId !== '' && tenantId !== me.tenant_id,
    /** Goes to the dashboard: an address of one brand's object means nothing in another. */
    async switchTo(id: string) {
      setActingTenant(id === me.tenant_id ? null : id);
      await navigate({ to: '/' });
      await queryClient.resetQueries();
    },
  };
}
