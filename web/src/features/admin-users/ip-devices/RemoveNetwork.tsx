import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { notifyDone } from '@/ui/notify';
import { Lockout } from './Lockout';
import { type NetworkRow, useRemoveNetwork } from './queries';

/** Asks before a restriction goes. */
export function RemoveNetwork({ row, onClose }: { row: NetworkRow | null; onClose: () => void }) {
  const { t } = useTranslation('adminNetworks');
  const [isConfirmed, setConfirmed] = useState(false);
  const remove = useRemoveNetwork();
  const network = row?.ip_address ?? '';

  function close() {
    remove.reset();
    setConfirmed(false);
    onClose();
  }

  return (
    <ConfirmDialog
      opened={row !== null}
      onClose={close}
      title={t('networks.removeTitle', { network })}
      confirm={t('networks.remove')}
      danger
      isPending={remove.isPending}
      error={null}
      onConfirm={() => {
        if (row === null) return;
        remove.mutate(
          { row, isConfirmed },
          {
            onSuccess: () => {
              notifyDone(t('networks.removed', { network }));
              close();
            },
          },
        );
      }}
    >
      {t(row?.restriction_type === 'allowed' ? 'networks.removeAllowed' : 'networks.removeBlocked')}
      <Lockout error={remove.error} isConfirmed={isConfirmed} onConfirm={setConfirmed} />
    </ConfirmDialog>
  );
}
