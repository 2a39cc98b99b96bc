import { Anchor, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call } from '@/api/client';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { type GivenFactor, SecondFactorForm } from './SecondFactorForm';
import type { SecondStepAsked } from './secondStepOf';

interface Props {
  asked: SecondStepAsked;
  onEntered: () => Promise<void>;
  onBack: () => void;
}

/** The second step of a sign-in, in place of the password. */
export function SecondStep({ asked, onEntered, onBack }: Props) {
  const { t } = useTranslation(['factors', 'auth']);
  const [failed, setFailed] = useState<unknown>(null);
  const verify = useMutation({
    mutationFn: (factor: GivenFactor) =>
      call(
        api.POST('/api/v1/auth/mfa/verify', {
          body: { challenge_token: asked.challenge_token, ...factor },
        }),
      ),
    onMutate: () => setFailed(null),
    onSuccess: onEntered,
    onError: setFailed,
  });
  return (
    <Stack gap="md" data-testid="second-step">
      <div>
        <Title order={2} size="h4">
          {t('second')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('secondText')}
        </Text>
      </div>
      {failed !== null && <ProblemAlert error={failed} />}
      <SecondFactorForm
        // An empty field again after each attempt.
        key={verify.failureCount + (failed === null ? 0 : 1)}
        methods={asked.methods}
        passkeyOptions={asked.passkey_options}
        confirm={t('auth:signIn')}
        isPending={verify.isPending}
        onGive={verify.mutate}
        onError={setFailed}
      />
      <Anchor component="button" type="button" size="sm" c="var(--gapless-link)" onClick={onBack}>
        {t('back')}
      </Anchor>
    </Stack>
  );
}
