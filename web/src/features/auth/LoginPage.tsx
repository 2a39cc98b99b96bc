import {
  Alert,
  Button,
  Center,
  Group,
  Paper,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setActingTenant } from '@/api/acting';
import { api, call } from '@/api/client';
import { safeNext } from '@/app/search';
import { LogoMark } from '@/app/shell/Logo';
import { LanguageControl, SchemeControl } from '@/app/shell/preferences';
import { AnchorLink } from '@/ui/links';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { PasskeySignIn } from './factors/PasskeySignIn';
import { SecondStep } from './factors/SecondStep';
import { type SecondStepAsked, secondStepOf } from './factors/secondStepOf';
import { SsoOptions } from './sso/SsoOptions';

const route = getRouteApi('/login');

export function LoginPage() {
  const { t } = useTranslation('auth');
  const { next, ended } = route.useSearch();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState<SecondStepAsked | null>(null);
  useDocumentTitle(`${t('signIn')} · Gapless`);

  async function enter() {
    setActingTenant(null);
    queryClient.clear();
    router.history.push(safeNext(next));
    await router.invalidate();
  }

  const signIn = useMutation({
    mutationFn: () =>
      call(api.POST('/api/v1/auth/login', { body: { email, password, session: 'cookie' } })),
    onSuccess: enter,
    onError: (error) => setAsked(secondStepOf(error)),
  });

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    signIn.mutate();
  }

  return (
    <Center mih="100vh" p="md" component="main">
      <Stack w="100%" maw={400} gap="lg">
        <Stack align="center" gap={6}>
          <LogoMark size={44} />
          <Title order={1} mt={6}>
            {t('welcome')}
          </Title>
          <Text c="dimmed">{t('welcomeText')}</Text>
        </Stack>
        <Paper p="xl" shadow="sm" radius="lg">
          {asked !== null ? (
            <SecondStep
              asked={asked}
              onEntered={enter}
              onBack={() => {
                setAsked(null);
                signIn.reset();
              }}
            />
          ) : (
            <>
              <form onSubmit={submit}>
                <Stack>
                  {ended === true && !signIn.isError && (
                    <Alert variant="light" color="blue" role="status">
                      {t('ended')}
                    </Alert>
                  )}
                  {signIn.isError && <ProblemAlert error={signIn.error} />}
                  <TextInput
                    label={t('email')}
                    type="email"
                    name="email"
                    autoComplete="username"
                    required
                    withAsterisk={false}
                    data-autofocus
                    value={email}
                    onChange={(event) => setEmail(event.currentTarget.value)}
                  />
                  <PasswordInput
                    label={t('password')}
                    name="password"
                    autoComplete="current-password"
                    required
                    withAsterisk={false}
                    value={password}
                    onChange={(event) => setPassword(event.currentTarget.value)}
                    visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
                  />
                  <Button type="submit" size="md" mt="xs" loading={signIn.isPending}>
                    {t('signIn')}
                  </Button>
                  <AnchorLink to="/forgot-password" size="sm" ta="center">
                    {t('forgot.title')}
                  </AnchorLink>
                </Stack>
              </form>
              <PasskeySignIn onEntered={enter} />
              <SsoOptions email={email} next={safeNext(next)} />
            </>
          )}
        </Paper>
        <Group grow>
          <LanguageControl />
          <SchemeControl />
        </Group>
      </Stack>
    </Center>
  );
}
