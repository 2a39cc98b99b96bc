import { Anchor, Button, Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { safeNext } from '@/app/search';
import { LogoMark } from '@/app/shell/Logo';
import { LanguageControl, SchemeControl } from '@/app/shell/preferences';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { StepUpDialog } from '../StepUpDialog';
import { useSignOut } from '../useSignOut';
import { canUsePasskeys, isCancelled } from './passkey';
import { useAddPasskey } from './queries';
import { RecoveryCodes } from './RecoveryCodes';
import { TotpSetup } from './TotpSetup';

const route = getRouteApi('/second-factor');

/** What somebody sees whose brand asks for a second factor they do not have: nothing else yet. */
export function SecondFactorPage() {
  const { t } = useTranslation(['factors', 'shell']);
  const { next } = route.useSearch();
  const router = useRouter();
  const queryClient = useQueryClient();
  const signOut = useSignOut();
  const [step, setStep] = useState<'choose' | 'totp' | string[]>('choose');
  useDocumentTitle(`${t('required')} · Gapless`);

  async function finish() {
    queryClient.clear();
    router.history.push(safeNext(next));
    await router.invalidate();
  }

  function added(codes: string[]) {
    if (codes.length === 0) void finish();
    else setStep(codes);
  }

  return (
    <Center mih="100vh" p="md" component="main">
      <Stack w="100%" maw={460} gap="lg">
        <Stack align="center" gap={6}>
          <LogoMark size={44} />
          <Title order={1} size="h2" mt={6} ta="center">
            {t('required')}
          </Title>
          <Text c="dimmed" ta="center">
            {t('requiredText')}
          </Text>
        </Stack>
        <Paper p="xl" shadow="sm" radius="lg">
          {step === 'choose' ? (
            <Choice onTotp={() => setStep('totp')} onAdded={added} />
          ) : step === 'totp' ? (
            <TotpSetup onAdded={added} />
          ) : (
            <RecoveryCodes codes={step} done={t('goOn')} onDone={() => void finish()} />
          )}
        </Paper>
        {!Array.isArray(step) && (
          <Anchor
            component="button"
            type="button"
            size="sm"
            c="var(--gapless-link)"
            onClick={() => signOut.mutate(undefined)}
            data-testid="sign-out"
          >
            {t('shell:signOut')}
          </Anchor>
        )}
        <Group grow>
          <LanguageControl />
          <SchemeControl />
        </Group>
      </Stack>
      <StepUpDialog />
    </Center>
  );
}

interface ChoiceProps {
  onTotp: () => void;
  onAdded: (codes: string[]) => void;
}

function Choice({ onTotp, onAdded }: ChoiceProps) {
  const { t } = useTranslation('factors');
  const add = useAddPasskey();
  return (
    <Stack gap="md">
      <div>
        <Text fw={600}>{t('totp')}</Text>
        <Text size="sm" c="dimmed" mb="xs">
          {t('totpText')}
        </Text>
        <Button onClick={onTotp} data-testid="add-totp">
          {t('setUp')}
        </Button>
      </div>
      <div>
        <Text fw={600}>{t('passkeys')}</Text>
        <Text size="sm" c="dimmed" mb="xs">
          {t(canUsePasskeys() ? 'passkeysText' : 'passkeysImpossible')}
        </Text>
        <Group>
          <Button
            variant="default"
            disabled={!canUsePasskeys()}
            loading={add.isPending}
            onClick={() =>
              add.mutate(t('passkey'), { onSuccess: (made) => onAdded(made.recovery_codes) })
            }
            data-testid="add-passkey"
          >
            {t('passkeyMake')}
          </Button>
        </Group>
      </div>
      {add.isError && !isCancelled(add.error) && <ProblemAlert error={add.error} />}
    </Stack>
  );
}
