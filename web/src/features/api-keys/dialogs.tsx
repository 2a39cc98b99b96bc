import { Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { notifyDone } from '@/ui/notify';
import { type ApiKey, masked } from './model';
import { useDeleteKey, useEndOverlap, useRotateKey } from './queries';
import type { Issued } from './SecretDialog';

interface Props {
  apiKey: ApiKey;
  opened: boolean;
  onClose: () => void;
}

const OVERLAPS = ['0', '1', '24', '168', '720'] as const;

/** Asks how long the old secret is to work beside the new one, and shows the new one. */
export function RotateDialog({
  apiKey,
  opened,
  onClose,
  onIssued,
}: Props & { onIssued: (issued: Issued) => void }) {
  const { t } = useTranslation('apiKeys');
  const [overlap, setOverlap] = useState<string>('24');
  const rotate = useRotateKey(apiKey.id);
  const isLeaked = apiKey.status === 'leaked';
  function close() {
    rotate.reset();
    onClose();
  }
  return (
    <ConfirmDialog
      opened={opened}
      onClose={close}
      title={t('rotate.title', { name: apiKey.name })}
      confirm={t('rotate.submit')}
      reason="optional"
      isPending={rotate.isPending}
      error={rotate.error}
      onConfirm={(reason) =>
        rotate.mutate(
          { overlapHours: isLeaked ? 0 : Number(overlap), reason },
          {
            onSuccess: (issued) => {
              close();
              onIssued({ ...issued, isNew: false });
            },
          },
        )
      }
    >
      <Stack gap="sm">
        <Text size="sm">{t(isLeaked ? 'rotate.leaked' : 'rotate.text')}</Text>
        {!isLeaked && (
          <Select
            label={t('rotate.overlap')}
            data={OVERLAPS.map((value) => ({ value, label: t(`rotate.overlaps.${value}`) }))}
            value={overlap}
            onChange={(value) => value !== null && setOverlap(value)}
            allowDeselect={false}
            data-testid="overlap"
          />
        )}
        {apiKey.previous_secret !== null && (
          <Text size="sm" c="dimmed">
            {t('rotate.third', { lastFour: apiKey.previous_secret.last_four })}
          </Text>
        )}
      </Stack>
    </ConfirmDialog>
  );
}

/** Stops the secret from before the rotation before its time. */
export function OverlapDialog({ apiKey, opened, onClose }: Props) {
  const { t } = useTranslation('apiKeys');
  const end = useEndOverlap(apiKey.id);
  const previous = apiKey.previous_secret;
  function close() {
    end.reset();
    onClose();
  }
  return (
    <ConfirmDialog
      opened={opened}
      onClose={close}
      title={t('previous.endTitle')}
      confirm={t('previous.end')}
      danger
      reason="optional"
      isPending={end.isPending}
      error={end.error}
      onConfirm={(reason) =>
        end.mutate(reason, {
          onSuccess: () => {
            notifyDone(t('previous.ended'));
            close();
          },
        })
      }
    >
      {t('previous.endText', {
        key: previous === null ? '' : masked(previous.key_prefix, previous.last_four),
      })}
    </ConfirmDialog>
  );
}

export function DeleteDialog({
  apiKey,
  opened,
  onClose,
  onDeleted,
}: Props & { onDeleted: () => void }) {
  const { t } = useTranslation('apiKeys');
  const remove = useDeleteKey(apiKey.id);
  function close() {
    remove.reset();
    onClose();
  }
  return (
    <ConfirmDialog
      opened={opened}
      onClose={close}
      title={t('delete.title', { name: apiKey.name })}
      confirm={t('delete.submit')}
      danger
      reason="required"
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={(reason) =>
        remove.mutate(reason, {
          onSuccess: () => {
            notifyDone(t('delete.done', { name: apiKey.name }));
            close();
            onDeleted();
          },
        })
      }
    >
      {t('delete.text')}
    </ConfirmDialog>
  );
}
