import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SyntheticEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call } from '@/api/client';
import { askProofsWith, type ProofWanted } from '@/api/stepUp';
import { ProblemAlert } from '@/ui/ProblemAlert';

interface Question {
  wanted: ProofWanted;
  answer: (isProved: boolean) => void;
}

/** Asks for a proof that it is still the same person, whenever the server wants one. */
export function StepUpDialog() {
  const { t } = useTranslation(['auth', 'common']);
  const [question, setQuestion] = useState<Question | null>(null);

  useEffect(
    () => askProofsWith((wanted) => new Promise((answer) => setQuestion({ wanted, answer }))),
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
      {question !== null && <Proof wanted={question.wanted} onClose={close} />}
    </Modal>
  );
}

interface ProofProps {
  wanted: ProofWanted;
  onClose: (isProved: boolean) => void;
}

function Proof({ wanted, onClose }: ProofProps) {
  const { t } = useTranslation(['auth', 'common']);
  const [password, setPassword] = useState('');
  const prove = useMutation({
    mutationFn: () => call(api.POST('/api/v1/auth/step-up', { body: { password } })),
    onSuccess: () => onClose(true),
  });

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    // The dialog is a child of the form whose act was refused: its submit must not reach that one.
    event.stopPropagation();
    prove.mutate();
  }

  if (!wanted.methods.includes('password')) return <Text size="sm">{t('stepUp.none')}</Text>;
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{t('stepUp.text', { count: wanted.minutes })}</Text>
        {prove.isError && <ProblemAlert error={prove.error} />}
        <PasswordInput
          label={t('password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          data-autofocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => onClose(false)}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={prove.isPending} data-testid="prove">
            {t('stepUp.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
