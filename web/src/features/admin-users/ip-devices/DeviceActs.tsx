import { Button, Group, Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/features/auth/session';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { IconChevronDown } from '@/ui/icons';
import { notifyDone } from '@/ui/notify';
import { type DeviceAct, type DeviceRow, useDecideDevice } from './queries';

/** What is to be done with a device. */
export interface Deciding {
  act: DeviceAct;
  row: DeviceRow;
}

interface ActsProps {
  row: DeviceRow;
  onDecide: (deciding: Deciding) => void;
}

export function DeviceActs({ row, onDecide }: ActsProps) {
  const { t } = useTranslation('adminNetworks');
  const me = useMe();
  const isOwn = row.admin_id === me.id;
  if (row.is_current) return null;
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      {row.status === 'pending' && !isOwn && (
        <Button
          size="compact-sm"
          onClick={() => onDecide({ act: 'approve', row })}
          data-testid={`approve-${row.admin_email}`}
        >
          {t('devices.approve')}
        </Button>
      )}
      <Menu position="bottom-end" withinPortal returnFocus>
        <Menu.Target>
          <Button
            size="compact-sm"
            variant="default"
            rightSection={<IconChevronDown size={14} />}
            aria-label={t('devices.actsNamed', { name: row.admin_name })}
          >
            {t('devices.more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {row.status === 'blocked' && !isOwn && (
            <Menu.Item onClick={() => onDecide({ act: 'approve', row })}>
              {t('devices.approve')}
            </Menu.Item>
          )}
          {row.status !== 'blocked' && (
            <Menu.Item onClick={() => onDecide({ act: 'block', row })}>
              {t('devices.block')}
            </Menu.Item>
          )}
          <Menu.Item onClick={() => onDecide({ act: 'forget', row })}>
            {t('devices.forget')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}

interface DialogProps {
  deciding: Deciding | null;
  onClose: () => void;
}

/** Asks before a device is let in, shut out or forgotten. */
export function DeviceDialog({ deciding, onClose }: DialogProps) {
  const { t } = useTranslation('adminNetworks');
  const decide = useDecideDevice();
  const [shown, setShown] = useState(deciding);
  if (deciding !== null && deciding !== shown) setShown(deciding);
  const act = shown?.act ?? 'forget';
  const words = { name: shown?.row.admin_name, device: shown?.row.browser_info };

  function close() {
    decide.reset();
    onClose();
  }

  return (
    <ConfirmDialog
      opened={deciding !== null}
      onClose={close}
      title={t(`devices.ask.${act}.title`, words)}
      confirm={t(`devices.${act}`)}
      danger={act !== 'approve'}
      reason={act === 'approve' ? 'optional' : 'required'}
      isPending={decide.isPending}
      error={decide.error}
      onConfirm={(reason) =>
        shown !== null &&
        decide.mutate(
          { act, id: shown.row.id, reason: reason ?? '' },
          {
            onSuccess: () => {
              notifyDone(t(`devices.ask.${act}.done`));
              close();
            },
          },
        )
      }
    >
      {t(`devices.ask.${act}.text`, words)}
    </ConfirmDialog>
  );
}
