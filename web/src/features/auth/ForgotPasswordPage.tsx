import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call } from '@/api/client';
import { AnchorLink } from '@/ui/links';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { EntryFrame } from './EntryFrame';

/** Asks for a link. What it answers does not tell whether there is such an admin. */
export function ForgotPasswordPage() {
  const { t } = useTranslation('auth');
  const [email, setEmail] = useState('');
  const ask = useMutation({
    mutationFn: () => call(api.POST('/api/v1/auth/request-password-reset', { body: { email } })),
  });

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    ask.mutate();
  }

  return (
    <EntryFrame
      title={t('forgot.title')}
      text={t('forgot.text')}
      footer={
        <AnchorLink to="/login" size="sm" ta="center">
          {t('forgot.back')}
        </AnchorLink>
      }
    >
      {ask.data ? (
        <Alert
          color={ask.data.mail_is_configured ? 'teal' : 'orange'}
          variant="light"
          role="status"
          data-testid="asked"
        >
          {t(ask.data.mail_is_configured ? 'forgot.sent' : 'forgot.noMail')}
        </Alert>
      ) : (
        <form onSubmit={submit}>
          <Stack>
            {ask.error !== null && <ProblemAlert error={ask.error} />}
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
            <Button type="submit" size="md" loading={ask.isPending}>
              {t('forgot.submit')}
            </Button>
          </Stack>
        </form>
      )}
    </EntryFrame>
  );
}
