import { Checkbox, List, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/api/problem';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Callout } from './Callout';
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
  const added = job.result?.inserted_count ?? 0;
  const changed = job.result?.updated_count ?? 0;
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
      reason="required"
      isPending={action.isPending}
      error={conflict === null ? action.error : null}
      onConfirm={(reason) =>
        action.mutate({ skip_changed: skipChanged, reason }, { onSuccess: close })
      }
    >
      <Stack gap="sm">
        <List size="sm" spacing={4}>
          {added > 0 && <List.Item>{t('undo.removed', { count: added })}</List.Item>}
          {changed > 0 && <List.Item>{t('undo.restored', { count: changed })}</List.Item>}
          <List.Item>{t('undo.kept')}</List.Item>
        </List>
        {conflict !== null && (
          <Callout tone="warn" role="alert" testId="undo-conflict">
            <Text size="sm">{t('undo.conflict', { count: conflict.total })}</Text>
            <List size="xs" spacing={2} my={6}>
              {conflict.first.map((game) => (
                <List.Item key={`${game.provider}/${game.external_id}`}>
                  {game.name} ({game.provider}, {game.external_id})
                </List.Item>
              ))}
              {conflict.total > conflict.first.length && <List.Item>…</List.Item>}
            </List>
            <Checkbox
              label={t('undo.skipChanged')}
              description={t('undo.skipElse')}
              checked={skipChanged}
              onChange={(event) => setSkipChanged(event.currentTarget.checked)}
            />
          </Callout>
        )}
      </Stack>
    </ConfirmDialog>
  );
}
