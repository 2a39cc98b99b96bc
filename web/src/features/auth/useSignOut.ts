import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { setActingTenant } from '@/api/acting';
import { api, call } from '@/api/client';

/** Ends the session and asks to sign in; then on to the page `next`, if any. */
export function useSignOut() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (_next?: string) => call(api.POST('/api/v1/auth/logout')),
    onSettled: async (_done, _error, next) => {
      setActingTenant(null);
      await navigate({ to: '/login', search: { next } });
      queryClient.clear();
    },
  });
}
