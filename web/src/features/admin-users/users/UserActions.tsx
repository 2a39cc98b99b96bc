import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { AnchorLink } from '@/ui/links';
import { notifyDone } from '@/ui/notify';
import type { OneTimeLink } from '../LinkDialog';
import { type UserRow, useDeleteUser } from './queries';
import { ResetFactors } from './ResetFactors';
import { ResetPassword } from './ResetPassword';
import { StatusDialog } from './StatusDialog';

interface Props {
  user: UserRow;
  onGone: () => void;
  onLink: (link: OneTimeLink) => void;
}

/** Help with the password, shutting out, removing. None of it is done to oneself. */
export function UserActions({ user, onGone, onLink }: Props) {
  const { t } = useTranslation('adminUsers');
  const { can } = useAccess();
  const [resetting, reset] = useDisclosure(false);
  const [losing, factors] = useDisclosure(false);
  const [switching, setSwitching] = useState<UserRow | null>(null);
  const [deleting, deletion] = useDisclosure(false);
  const remove = useDeleteUser();
  if (!can('admins:write') || user.is_self) return null;
  if (user.status === 'invited')
    return (
      <Text size="sm" c="dimmed">
        {t('users.invitedText')}{' '}
        <AnchorLink size="sm" to="/admins/invites" search={{ search: user.email }}>
          {t('tabs.invites')}
        </AnchorLink>
      </Text>
    );
  return (
    <Stack gap="sm">
      <Title order={3} size="h6">
        {t('users.acts')}
      </Title>
      <Group gap="xs">
        <Button variant="default" onClick={reset.open} data-testid="reset-password">
          {t('reset.button')}
        </Button>
        {user.is_2fa_enabled && can('security:write') && (
          <Button variant="default" onClick={factors.open} data-testid="reset-factors">
            {t('factors.reset')}
          </Button>
        )}
        <Button variant="default" onClick={() => setSwitching(user)}>
          {t(user.is_active ? 'users.disable' : 'users.enable')}
        </Button>
        <Button variant="light" color="red" onClick={deletion.open} data-testid="delete-user">
          {t('users.delete')}
        </Button>
      </Group>
      <ResetPassword user={user} opened={resetting} onClose={reset.close} onLink={onLink} />
      <ResetFactors user={user} opened={losing} onClose={factors.close} />
      <StatusDialog user={switching} onClose={() => setSwitching(null)} />
      <ConfirmDialog
        opened={deleting}
        onClose={deletion.close}
        title={t('users.deleteTitle', { name: user.full_name })}
        confirm={t('users.delete')}
        danger
        reason="required"
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={(reason) =>
          remove.mutate(
            { user, reason },
            {
              onSuccess: () => {
                notifyDone(t('users.deleteDone', { name: user.full_name }));
                onGone();
              },
            },
          )
        }
      >
        {t('users.deleteText')}
      </ConfirmDialog>
    </Stack>
  );
}
