import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { notifyDone } from '@/ui/notify';
import { type Ending, useEndSessions } from './queries';

/** Asks before somebody is signed out. */
export function EndDialog({ ending, onClose }: { ending: Ending | null; onClose: () => void }) {
  const { t } = useTranslation('adminSessions');
  const act = useEndSessions();
  // What was asked stays readable while the dialog closes.
  const [shown, setShown] = useState(ending);
  if (ending !== null && ending !== shown) setShown(ending);

  function close() {
    act.reset();
    onClose();
  }

  if (shown === null) return null;
  const words =
    shown.what === 'all'
      ? {}
      : { name: shown.session.admin_name, device: shown.session.device_info };
  return (
    <ConfirmDialog
      opened={ending !== null}
      onClose={close}
      title={t(`end.${shown.what}.title`, words)}
      confirm={t(`end.${shown.what}.confirm`)}
      danger
      reason="required"
      isPending={act.isPending}
      error={act.error}
      onConfirm={(reason) =>
        act.mutate(
          { ending: shown, reason: reason ?? '' },
          {
            onSuccess: (count) => {
              notifyDone(t('end.done', { count }));
              close();
            },
          },
        )
      }
    >
      {t(`end.${shown.what}.text`, words)}
    </ConfirmDialog>
  );
}
