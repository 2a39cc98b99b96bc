import { Checkbox, List, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/api/problem';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { conflictOf } from './conflict';
import type { JobActions } from './useJobActions';
import type { Job } from './wire';

interface Props {
  job: Job;
  opened: boolean;
  action: JobActions['undo'];
  onClose: () => void;
}

/** Undoes an import; where later imports changed its games, asks whether to leave those. */
export function UndoImport({ job, opened, action, onClose }: Props) {
  const { t } = useTranslation('imports');
  const [skipChanged, setSkipChanged] = useState(false);
  const conflict = action.error instanceof ApiProblem ? conflictOf(action.error) : null;
  const close = () => {
    action.reset();
    setSkipChanged(false);
    onClose();
  };
  return (
    <ConfirmDialog
      opened={opened}
      onClose={close}
      title={t('undo.title')}
      confirm={t('undo.submit')}
      danger
      isPending={action.isPending}
      error={action.error}
      onConfirm={() => action.mutate(skipChanged, { onSuccess: close })}
    >
      <Stack gap="sm">
        <List size="sm" spacing={4}>
          <List.Item>{t('undo.removed', { count: job.result?.inserted_count ?? 0 })}</List.Item>
          <List.Item>{t('undo.restored', { count: job.result?.updated_count ?? 0 })}</List.Item>
          <List.Item>{t('undo.kept')}</List.Item>
        </List>
        {conflict !== null && (
          <>
            <Text size="sm">{t('undo.conflict', { count: conflict.total })}</Text>
            <List size="xs" spacing={2}>
              {conflict.first.map((game) => (
                <List.Item key={`${game.provider}/${game.external_id}`}>
                  {game.name} ({game.provider}, {game.external_id})
                </List.Item>
              ))}
            </List>
            <Checkbox
              label={t('undo.skipChanged')}
              checked={skipChanged}
              onChange={(event) => setSkipChanged(event.currentTarget.checked)}
            />
          </>
        )}
      </Stack>
    </ConfirmDialog>
  );
}
