import { Button, Group, Modal, PasswordInput, Radio, Stack, Text } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import type { OneTimeLink } from '../LinkDialog';
import { type UserRow, useResetPassword } from './queries';

interface Props {
  user: UserRow;
  opened: boolean;
  onClose: () => void;
  onLink: (link: OneTimeLink) => void;
}

export function ResetPassword(props: Props) {
  const { t } = useTranslation(['adminUsers', 'common']);
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={<Text fw={650}>{t('reset.title', { name: props.user.full_name })}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Form {...props} />
    </Modal>
  );
}

/** By link the password stays the admin's own secret; set by hand it is for when no mail arrives. */
function Form({ user, onClose, onLink }: Props) {
  const { t } = useTranslation(['adminUsers', 'auth', 'common']);
  const [mode, setMode] = useState<'link' | 'set'>('link');
  const [password, setPassword] = useState('');
  const reset = useResetPassword();

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    reset.mutate(
      { user, body: mode === 'set' ? { mode, password } : { mode } },
      {
        onSuccess: ({ reset_url, sessions_ended }) => {
          const { full_name: name, email } = user;
          if (reset_url !== null)
            onLink({ kind: 'reset', url: reset_url, name, email, mailed: false });
          else if (mode === 'link') notifyDone(t('reset.sent', { email }));
          else notifyDone(t('reset.set', { name, count: sessions_ended }));
          onClose();
        },
      },
    );
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <Radio.Group value={mode} onChange={(value) => setMode(value === 'set' ? 'set' : 'link')}>
          <Stack gap="sm">
            <Radio value="link" label={t('reset.byLink')} description={t('reset.byLinkText')} />
            <Radio value="set" label={t('reset.byHand')} description={t('reset.byHandText')} />
          </Stack>
        </Radio.Group>
        {mode === 'set' && (
          <PasswordInput
            label={t('auth:changePassword.new')}
            description={t('auth:rules')}
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            required
            visibilityToggleButtonProps={{ 'aria-label': t('auth:showPassword') }}
          />
        )}
        {reset.error !== null && <ProblemAlert error={reset.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={reset.isPending} data-testid="reset-submit">
            {t(mode === 'link' ? 'reset.send' : 'reset.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
