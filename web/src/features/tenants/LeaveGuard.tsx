import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';

/** Asks before unsaved changes are lost, whichever way is taken out of the editor. */
export function LeaveGuard({ count }: { count: number }) {
  const { t } = useTranslation('tenants');
  const blocker = useBlocker({
    shouldBlockFn: () => count > 0,
    enableBeforeUnload: () => count > 0,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      opened={blocker.status === 'blocked'}
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
