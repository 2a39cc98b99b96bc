import { Anchor, Button, PinInput, Stack, Text, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { focusFirst } from '../focusFirst';
import { IconKey } from '@/ui/icons';
import { type Credential, canUsePasskeys, isCancelled, answerWithPasskey } from './passkey';

/** One second factor, as the API takes it. */
export interface GivenFactor {
  code?: string;
  recovery_code?: string;
  passkey?: Credential;
}

interface Props {
  methods: string[];
  passkeyOptions: Record<string, unknown> | null;
  confirm: string;
  isPending: boolean;
  onGive: (factor: GivenFactor) => void;
  onError: (error: unknown) => void;
}

const DIGITS = 6;

/** Asks for a second factor: a passkey, the code of an app, or a recovery code instead. */
export function SecondFactorForm(props: Props) {
  const { t } = useTranslation('factors');
  const { methods, passkeyOptions } = props;
  const [isRecovering, setRecovering] = useState(false);
  const mayUsePasskey = methods.includes('passkey') && passkeyOptions !== null && canUsePasskeys();

  async function givePasskey() {
    try {
      props.onGive({ passkey: await answerWithPasskey(passkeyOptions ?? {}) });
    } catch (error) {
      if (!isCancelled(error)) props.onError(error);
    }
  }

  return (
    <Stack gap="md">
      {mayUsePasskey && !isRecovering && (
        <Button
          variant={methods.includes('totp') ? 'default' : 'filled'}
          leftSection={<IconKey size={16} />}
          loading={props.isPending}
          onClick={() => void givePasskey()}
          data-testid="use-passkey"
        >
          {t('usePasskey')}
        </Button>
      )}
      {isRecovering ? (
        <RecoveryForm {...props} />
      ) : (
        methods.includes('totp') && <CodeForm {...props} />
      )}
      {methods.includes('recovery_code') && (
        <Anchor
          component="button"
          type="button"
          size="sm"
          c="var(--gapless-link)"
          onClick={() => setRecovering((now) => !now)}
          data-testid="switch-recovery"
        >
          {t(isRecovering ? 'useOther' : 'useRecovery')}
        </Anchor>
      )}
    </Stack>
  );
}

function CodeForm({ confirm, isPending, onGive }: Props) {
  const { t } = useTranslation('factors');
  const [code, setCode] = useState('');

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (code.length === DIGITS) onGive({ code });
  }

  return (
    <form onSubmit={submit} ref={focusFirst}>
      <Stack gap="sm">
        <Text size="sm" component="label" id="second-factor-code">
          {t('codeLabel')}
        </Text>
        <PinInput
          length={DIGITS}
          type="number"
          oneTimeCode
          aria-labelledby="second-factor-code"
          getInputProps={(index) => ({ 'aria-label': t('digit', { number: index + 1 }) })}
          value={code}
          onChange={setCode}
          onComplete={(complete) => onGive({ code: complete })}
          data-testid="totp-code"
        />
        <Button type="submit" loading={isPending} disabled={code.length < DIGITS}>
          {confirm}
        </Button>
      </Stack>
    </form>
  );
}

function RecoveryForm({ confirm, isPending, onGive }: Props) {
  const { t } = useTranslation('factors');
  const [code, setCode] = useState('');

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    event.stopPropagation();
    onGive({ recovery_code: code });
  }

  return (
    <form onSubmit={submit} ref={focusFirst}>
      <Stack gap="sm">
        <TextInput
          label={t('recoveryLabel')}
          description={t('recoveryHint')}
          placeholder="XXXXX-XXXXX"
          autoComplete="off"
          required
          withAsterisk={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" loading={isPending}>
          {confirm}
        </Button>
      </Stack>
    </form>
  );
}
