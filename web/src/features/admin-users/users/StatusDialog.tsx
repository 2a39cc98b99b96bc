import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { notifyDone } from '@/ui/notify';
import { type UserRow, useSetStatus } from './queries';

/** Asks before somebody is shut out or let in again. */
export function StatusDialog({ user, onClose }: { user: UserRow | null; onClose: () => void }) {
  const { t } = useTranslation('adminUsers');
  const setStatus = useSetStatus();
  const act = user?.is_active === true ? 'disable' : 'enable';
  const name = user?.full_name ?? '';

  function close() {
    setStatus.reset();
    onClose();
  }

  return (
    <ConfirmDialog
      opened={user !== null}
      onClose={close}
      title={t(`users.${act}Title`, { name })}
      confirm={t(`users.${act}`)}
      danger={act === 'disable'}
      reason={act === 'disable' ? 'required' : 'optional'}
      isPending={setStatus.isPending}
      error={setStatus.error}
      onConfirm={(reason) => {
        if (user === null) return;
        setStatus.mutate(
          { user, isActive: !user.is_active, reason },
          {
            onSuccess: () => {
              notifyDone(t(`users.${act}Done`, { name }));
              close();
            },
          },
        );
      }}
    >
      {t(`users.${act}Text`)}
    </ConfirmDialog>
  );
}
