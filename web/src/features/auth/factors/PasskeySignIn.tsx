import { Button, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, call } from '@/api/client';
import { IconKey } from '@/ui/icons';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { answerWithPasskey, canUsePasskeys, isCancelled } from './passkey';

/** Signing in without a password, where the browser can. */
export function PasskeySignIn({ onEntered }: { onEntered: () => Promise<void> }) {
  const { t } = useTranslation('factors');
  const signIn = useMutation({
    mutationFn: async () => {
      const begun = await call(api.POST('/api/v1/auth/passkey/options'));
      const passkey = await answerWithPasskey(begun.passkey_options);
      return call(
        api.POST('/api/v1/auth/passkey/verify', {
          body: { challenge_token: begun.challenge_token, passkey, session: 'cookie' },
        }),
      );
    },
    onSuccess: onEntered,
  });
  if (!canUsePasskeys()) return null;
  return (
    <Stack gap="sm" mt="md">
      {signIn.isError && !isCancelled(signIn.error) && <ProblemAlert error={signIn.error} />}
      <Button
        variant="default"
        leftSection={<IconKey size={16} />}
        loading={signIn.isPending}
        onClick={() => signIn.mutate()}
        data-testid="passkey-sign-in"
      >
        {t('withPasskey')}
      </Button>
    </Stack>
  );
}
