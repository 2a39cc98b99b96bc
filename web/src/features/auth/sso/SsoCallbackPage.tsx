import { Center, Loader, Paper, Stack, Text } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { setActingTenant } from '@/api/acting';
import { api, call } from '@/api/client';
import { safeNext } from '@/app/search';
import { LogoMark } from '@/app/shell/Logo';
import { ButtonLink } from '@/ui/links';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';

const route = getRouteApi('/sso/callback');

/** Where an identity provider sends the browser back to: ends the sign-in that began here. */
export function SsoCallbackPage() {
  const { t } = useTranslation('sso');
  const returned = route.useSearch();
  const router = useRouter();
  const queryClient = useQueryClient();
  useDocumentTitle(`${t('finishing')} · Gapless`);
  // A query and not a mutation: it runs once for the code, however often the page is drawn.
  const finish = useQuery({
    queryKey: ['sso', 'finish', returned.state],
    queryFn: () =>
      call(api.POST('/api/v1/auth/sso/finish', { body: { ...returned, state: returned.state } })),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const done = finish.data;
  useEffect(() => {
    if (done === undefined) return;
    if (done.outcome === 'linked') notifyDone(t('linked'));
    else setActingTenant(null);
    queryClient.removeQueries({ predicate: (query) => query.queryKey[1] !== 'finish' });
    router.history.replace(safeNext(done.next));
    void router.invalidate();
  }, [done, queryClient, router, t]);
  return (
    <Center mih="100vh" p="md" component="main">
      <Stack w="100%" maw={420} gap="lg" align="center">
        <LogoMark size={44} />
        <Paper p="xl" shadow="sm" radius="lg" w="100%">
          {finish.isError ? (
            <Stack>
              <ProblemAlert error={finish.error} />
              <ButtonLink to="/login" search={{}} variant="default">
                {t('backToSignIn')}
              </ButtonLink>
            </Stack>
          ) : (
            <Stack align="center" role="status">
              <Loader size="sm" />
              <Text>{t('finishing')}</Text>
            </Stack>
          )}
        </Paper>
      </Stack>
    </Center>
  );
}
