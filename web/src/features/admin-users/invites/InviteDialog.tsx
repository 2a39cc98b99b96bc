import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { notifyDone } from '@/ui/notify';
import type { OneTimeLink } from '../LinkDialog';
import { type InviteRow, useResendInvite, useRevokeInvite } from './queries';

export interface InviteAct {
  what: 'resend' | 'revoke';
  invite: InviteRow;
}

interface Props {
  act: InviteAct | null;
  onClose: () => void;
  onLink: (link: OneTimeLink) => void;
}

/** Asks before the link somebody holds dies: for a new one, or for good. */
export function InviteDialog({ act, onClose, onLink }: Props) {
  const { t } = useTranslation('adminInvites');
  const resend = useResendInvite();
  const revoke = useRevokeInvite();
  const what = act?.what ?? 'resend';
  const running = what === 'resend' ? resend : revoke;
  const name = act?.invite.full_name ?? '';

  function close() {
    resend.reset();
    revoke.reset();
    onClose();
  }

  function confirm(reason: string | undefined) {
    if (act === null) return;
    const { id, email } = act.invite;
    if (what === 'resend')
      resend.mutate(
        { id, sendMail: true },
        {
          onSuccess: ({ invite_url: url, mailed }) => {
            close();
            onLink({ kind: 'invite', url, name, email, mailed });
          },
        },
      );
    else
      revoke.mutate(
        { id, reason },
        {
          onSuccess: () => {
            notifyDone(t('revoke.done', { email }));
            close();
          },
        },
      );
  }

  return (
    <ConfirmDialog
      opened={act !== null}
      onClose={close}
      title={t(`${what}.title`, { name })}
      confirm={t(`${what}.button`)}
      danger={what === 'revoke'}
      reason={what === 'revoke' ? 'required' : undefined}
      isPending={running.isPending}
      error={running.error}
      onConfirm={confirm}
    >
      {t(`${what}.text`)}
    </ConfirmDialog>
  );
}
