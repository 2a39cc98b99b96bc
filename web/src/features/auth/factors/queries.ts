import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { makePasskey } from './passkey';

export type OwnFactors = Schema<'OwnFactors'>;
export type PasskeyRow = Schema<'PasskeyRow'>;

export const factorsQuery = queryOptions({
  queryKey: ['factors'],
  queryFn: () => call(api.GET('/api/v1/auth/factors')),
});

/** What follows from a change of factors: the list, who one is, and the other sessions. */
function useRefresh() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all(
      [['factors'], ['sessions']].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    );
}

export function useBeginTotp() {
  return useMutation({ mutationFn: () => call(api.POST('/api/v1/auth/factors/totp')) });
}

export function useConfirmTotp() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (code: string) =>
      call(api.POST('/api/v1/auth/factors/totp/confirm', { body: { code } })),
    onSuccess: refresh,
  });
}

export function useRemoveTotp() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: () => call(api.DELETE('/api/v1/auth/factors/totp')),
    onSuccess: refresh,
  });
}

export function useRenewCodes() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: () => call(api.POST('/api/v1/auth/factors/recovery-codes')),
    onSuccess: refresh,
  });
}

export function useAddPasskey() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async (name: string) => {
      const begun = await call(api.POST('/api/v1/auth/factors/passkeys/options'));
      const passkey = await makePasskey(begun.passkey_options);
      return call(
        api.POST('/api/v1/auth/factors/passkeys', {
          body: { challenge_token: begun.challenge_token, passkey, name },
        }),
      );
    },
    onSuccess: refresh,
  });
}

export function useRenamePasskey() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      call(
        api.PATCH('/api/v1/auth/factors/passkeys/{passkey_id}', {
          params: { path: { passkey_id: id } },
          body: { name },
        }),
      ),
    onSuccess: refresh,
  });
}

export function useRemovePasskey() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: string) =>
      call(
        api.DELETE('/api/v1/auth/factors/passkeys/{passkey_id}', {
          params: { path: { passkey_id: id } },
        }),
      ),
    onSuccess: refresh,
  });
}
