import { useBlocker } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from './ConfirmDialog';

interface Props {
  /** How many changes are not saved. */
  count: number;
  /** Told when the question opens and closes: what lies under it must not take its keys. */
  onAsking?: (isAsking: boolean) => void;
}

/** Asks before unsaved changes are lost, whichever way is taken out of the editor. */
export function LeaveGuard({ count, onAsking }: Props) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    shouldBlockFn: async () => {
      // Not within the press of Escape that asks to leave: the dialog would take it for its own.
      await new Promise((resolve) => setTimeout(resolve));
      return count > 0;
    },
    enableBeforeUnload: () => count > 0,
    withResolver: true,
  });
  const isAsking = blocker.status === 'blocked';
  useEffect(() => {
    onAsking?.(isAsking);
    return () => onAsking?.(false);
  }, [isAsking, onAsking]);
  return (
    <ConfirmDialog
      opened={isAsking}
      onClose={() => blocker.reset?.()}
      title={t('leave.title')}
      confirm={t('leave.confirm')}
      danger
      isPending={false}
      error={null}
      onConfirm={() => blocker.proceed?.()}
    >
      {t('leave.text', { count })}
    </ConfirmDialog>
  );
}
