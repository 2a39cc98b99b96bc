import { Button, Center, Group, Loader, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { type SyntheticEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call, type Schema } from '@/api/client';
import { askProofsWith, type ProofWanted } from '@/api/stepUp';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { focusFirst } from './focusFirst';
import { SecondFactorForm } from './factors/SecondFactorForm';
import { useSignOut } from './useSignOut';

interface Question {
  id: number;
  wanted: ProofWanted;
  answer: (isProved: boolean) => void;
}

let questions = 0;

/** Asks for a proof that it is still the same person, whenever the server wants one. */
export function StepUpDialog() {
  const { t } = useTranslation(['auth', 'common']);
  const [question, setQuestion] = useState<Question | null>(null);

  useEffect(
    () =>
      askProofsWith(
        (wanted) =>
          new Promise((answer) => {
            questions += 1;
            setQuestion({ id: questions, wanted, answer });
          }),
      ),
    [],
  );

  function close(isProved: boolean) {
    question?.answer(isProved);
    setQuestion(null);
  }

  return (
    <Modal
      opened={question !== null}
      onClose={() => close(false)}
      title={<Text fw={650}>{t('stepUp.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
      // Above the dialog whose act was refused.
      zIndex={400}
      data-testid="step-up"
    >
      {question !== null && <Proof question={question} onClose={close} />}
    </Modal>
  );
}

interface ProofProps {
  question: Question;
  onClose: (isProved: boolean) => void;
}

function Proof({ question, onClose }: ProofProps) {
  const { t } = useTranslation(['auth', 'common']);
  const offer = useQuery({
    queryKey: ['step-up', question.id],
    queryFn: () => call(api.POST('/api/v1/auth/step-up/options')),
    staleTime: Infinity,
    gcTime: 0,
  });
  const [failed, setFailed] = useState<unknown>(null);
  const prove = useMutation({
    mutationFn: (body: Schema<'StepUpRequest'>) => call(api.POST('/api/v1/auth/step-up', { body })),
    onMutate: () => setFailed(null),
    onSuccess: () => onClose(true),
    onError: setFailed,
  });

  if (offer.error !== null)
    return <ProblemAlert error={offer.error} onRetry={() => void offer.refetch()} />;
  if (offer.data === undefined)
    return (
      <Center py="md">
        <Loader aria-label={t('common:loading')} />
      </Center>
    );
  const { methods, challenge_token, passkey_options } = offer.data;
  if (methods.length === 0) return <SignInAgain minutes={question.wanted.minutes} />;
  return (
    <Stack gap="sm">
      <Text size="sm">{t('stepUp.text', { count: question.wanted.minutes })}</Text>
      {failed !== null && <ProblemAlert error={failed} />}
      {methods.includes('password') ? (
        <PasswordForm
          isPending={prove.isPending}
          onGive={(password) => prove.mutate({ password })}
          onCancel={() => onClose(false)}
        />
      ) : (
        <SecondFactorForm
          methods={methods}
          passkeyOptions={passkey_options}
          confirm={t('stepUp.confirm')}
          isPending={prove.isPending}
          onError={setFailed}
          onGive={(factor) =>
            prove.mutate(factor.passkey === undefined ? factor : { ...factor, challenge_token })
          }
        />
      )}
    </Stack>
  );
}

/** For who has nothing to prove it with here: signing in at their identity provider counts. */
function SignInAgain({ minutes }: { minutes: number }) {
  const { t } = useTranslation('auth');
  const signOut = useSignOut();
  const { location } = useRouterState();
  return (
    <Stack gap="sm" data-testid="sign-in-again">
      <Text size="sm">{t('stepUp.none', { count: minutes })}</Text>
      <Button
        loading={signOut.isPending}
        onClick={() => signOut.mutate(location.href)}
        style={{ alignSelf: 'end' }}
      >
        {t('stepUp.again')}
      </Button>
    </Stack>
  );
}

interface PasswordProps {
  isPending: boolean;
  onGive: (password: string) => void;
  onCancel: () => void;
}

function PasswordForm({ isPending, onGive, onCancel }: PasswordProps) {
  const { t } = useTranslation(['auth', 'common']);
  const [password, setPassword] = useState('');

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    // The dialog is a child of the form whose act was refused: its submit must not reach that one.
    event.stopPropagation();
    onGive(password);
  }

  return (
    <form onSubmit={submit} ref={focusFirst}>
      <Stack gap="sm">
        <PasswordInput
          label={t('password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={isPending} data-testid="prove">
            {t('stepUp.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
