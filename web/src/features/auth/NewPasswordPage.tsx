import { Alert, Button, Center, Loader, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call, type Schema } from '@/api/client';
import { ButtonLink } from '@/ui/links';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { EntryFrame } from './EntryFrame';

const inviteRoute = getRouteApi('/accept-invite');
const resetRoute = getRouteApi('/reset-password');

/** Where the link of an invite leads. */
export function AcceptInvitePage() {
  return <NewPassword kind="invite" token={inviteRoute.useSearch().token ?? ''} />;
}

/** Where the link to set a new password leads. */
export function ResetPasswordPage() {
  return <NewPassword kind="reset" token={resetRoute.useSearch().token ?? ''} />;
}

interface Props {
  kind: 'invite' | 'reset';
  token: string;
}

function NewPassword({ kind, token }: Props) {
  const { t } = useTranslation('auth');
  const link = useQuery({
    queryKey: ['link', token],
    queryFn: () => call(api.POST('/api/v1/auth/link', { body: { token } })),
    enabled: token !== '',
    retry: false,
    staleTime: Infinity,
  });
  const found = link.data;
  return (
    <EntryFrame
      title={t(`${kind}.title`)}
      text={found ? t(`${kind}.text`, { brand: found.tenant_name }) : t(`${kind}.waiting`)}
    >
      {token === '' ? (
        <Alert color="red" variant="light">
          {t('linkIncomplete')}
        </Alert>
      ) : found ? (
        <Form kind={kind} token={token} found={found} />
      ) : link.isError ? (
        <Stack>
          <ProblemAlert error={link.error} />
          {kind === 'reset' && (
            <ButtonLink to="/forgot-password" variant="default">
              {t('forgot.again')}
            </ButtonLink>
          )}
        </Stack>
      ) : (
        <Center>
          <Loader />
        </Center>
      )}
    </EntryFrame>
  );
}

function Form({ kind, token, found }: Props & { found: Schema<'LinkInfo'> }) {
  const { t } = useTranslation('auth');
  const [password, setPassword] = useState('');
  const [repeat, setRepeat] = useState('');
  const mismatch = repeat !== '' && repeat !== password;
  const set = useMutation({
    mutationFn: async () => {
      const body = { token, new_password: password };
      if (kind === 'invite') await call(api.POST('/api/v1/auth/accept-invite', { body }));
      else await call(api.POST('/api/v1/auth/reset-password', { body }));
    },
  });

  if (set.isSuccess)
    return (
      <Stack>
        <Alert color="teal" variant="light" role="status">
          {t(`${kind}.done`, { email: found.email })}
        </Alert>
        <ButtonLink to="/login" data-testid="to-login">
          {t('signIn')}
        </ButtonLink>
      </Stack>
    );

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (!mismatch && password === repeat) set.mutate();
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">
          {found.full_name}
          <Text span c="dimmed" display="block" size="sm">
            {found.email}
          </Text>
        </Text>
        {/* Lets a password manager keep the password under the right name. */}
        <input type="hidden" autoComplete="username" value={found.email} readOnly />
        {set.error !== null && <ProblemAlert error={set.error} />}
        <PasswordInput
          label={t('changePassword.new')}
          description={t('rules')}
          name="new-password"
          autoComplete="new-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
        />
        <PasswordInput
          label={t('changePassword.repeat')}
          autoComplete="new-password"
          required
          withAsterisk={false}
          value={repeat}
          onChange={(event) => setRepeat(event.currentTarget.value)}
          error={mismatch ? t('changePassword.mismatch') : undefined}
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
        />
        <Button type="submit" size="md" loading={set.isPending} disabled={mismatch}>
          {t(`${kind}.submit`)}
        </Button>
      </Stack>
    </form>
  );
}
