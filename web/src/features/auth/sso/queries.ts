import { queryOptions } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';

export type SignInOption = Schema<'SignInOption'>;
export type LinkedIdentity = Schema<'LinkedIdentity'>;

/** The providers for an address; only its domain counts, so that typing asks once. */
export function optionsQuery(email: string) {
  const domain = email.includes('@') ? email.slice(email.lastIndexOf('@')) : '';
  return queryOptions({
    queryKey: ['sso', 'options', domain],
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/auth/sso/options', {
          params: { query: domain.length > 1 ? { email: `x${domain}` } : {} },
          signal,
        }),
      ),
    staleTime: 60_000,
    retry: false,
  });
}

export const linksQuery = queryOptions({
  queryKey: ['sso', 'links'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/auth/sso/links', { signal })),
});

/** Leaves the panel for the provider's page. */
export async function goToProvider(id: string, next: string): Promise<void> {
  const answer = await call(
    api.GET('/api/v1/auth/sso/{provider_id}/authorize', {
      params: { path: { provider_id: id }, query: { next } },
    }),
  );
  window.location.assign(answer.authorization_url);
}

/** Leaves the panel to link one's account at the provider. */
export async function goToLink(id: string): Promise<void> {
  const answer = await call(
    api.GET('/api/v1/auth/sso/{provider_id}/link', { params: { path: { provider_id: id } } }),
  );
  window.location.assign(answer.authorization_url);
}
