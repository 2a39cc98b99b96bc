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

  const what = shown?.what ?? 'all';
  const words =
    shown === null || shown.what === 'all'
      ? {}
      : { name: shown.session.admin_name, device: shown.session.device_info };
  return (
    <ConfirmDialog
      opened={ending !== null}
      onClose={close}
      title={t(`end.${what}.title`, words)}
      confirm={t(`end.${what}.confirm`)}
      danger
      reason="required"
      isPending={act.isPending}
      error={act.error}
      onConfirm={(reason) =>
        shown !== null &&
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
      {t(`end.${what}.text`, words)}
    </ConfirmDialog>
  );
}
