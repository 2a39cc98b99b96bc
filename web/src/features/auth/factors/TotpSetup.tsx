import { Button, Center, Code, Group, Image, Loader, PinInput, Stack, Text } from '@mantine/core';
import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '@/ui/CopyButton';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { useBeginTotp, useConfirmTotp } from './queries';

const DIGITS = 6;

/** Shows the secret to scan, and takes the app's first code. */
export function TotpSetup({ onAdded }: { onAdded: (codes: string[]) => void }) {
  const { t } = useTranslation(['factors', 'common']);
  const begin = useBeginTotp();
  const confirm = useConfirmTotp();
  const [code, setCode] = useState('');
  const { mutate } = begin;
  const hasBegun = useRef(false);

  useEffect(() => {
    // Once: each beginning makes another secret.
    if (hasBegun.current) return;
    hasBegun.current = true;
    mutate();
  }, [mutate]);

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    confirm.mutate(code, {
      onSuccess: (added) => onAdded(added.recovery_codes),
      onError: () => setCode(''),
    });
  }

  if (begin.isError) return <ProblemAlert error={begin.error} onRetry={() => mutate()} />;
  if (begin.data === undefined)
    return (
      <Center py="xl">
        <Loader aria-label={t('common:loading')} />
      </Center>
    );
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{t('totpScan')}</Text>
        <Center>
          <Image
            src={begin.data.qr_code}
            alt={t('totpPicture')}
            w={220}
            h={220}
            radius="md"
            data-testid="totp-qr"
          />
        </Center>
        <Text size="sm">{t('totpType')}</Text>
        <Group gap={4} wrap="nowrap">
          <Code fz="sm" style={{ overflowWrap: 'anywhere' }} data-testid="totp-secret">
            {begin.data.secret}
          </Code>
          <CopyButton value={begin.data.secret} label={t('totpSecret')} />
        </Group>
        <Text size="sm" component="label" id="first-code">
          {t('totpFirst')}
        </Text>
        <PinInput
          length={DIGITS}
          type="number"
          oneTimeCode
          aria-labelledby="first-code"
          getInputProps={(index) => ({ 'aria-label': t('digit', { number: index + 1 }) })}
          value={code}
          onChange={setCode}
          data-testid="first-code"
        />
        {confirm.isError && <ProblemAlert error={confirm.error} />}
        <Button
          type="submit"
          loading={confirm.isPending}
          disabled={code.length < DIGITS}
          data-testid="confirm-totp"
        >
          {t('totpConfirm')}
        </Button>
      </Stack>
    </form>
  );
}
