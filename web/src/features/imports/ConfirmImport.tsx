import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { planOf } from './model';
import type { JobActions } from './useJobActions';
import type { Job } from './wire';

interface Props {
  job: Job;
  opened: boolean;
  action: JobActions['confirm'];
  onClose: () => void;
}

/** Says exactly what importing will do, and does it once confirmed. */
export function ConfirmImport({ job, opened, action, onClose }: Props) {
  const { t } = useTranslation('imports');
  const { added, changed, unchanged, skipped } = planOf(job);
  const close = () => {
    action.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={opened}
      onClose={close}
      title={t('confirm.title')}
      confirm={t('confirm.submit', { count: added + changed })}
      isPending={action.isPending}
      error={action.error}
      onConfirm={() => action.mutate(undefined, { onSuccess: close })}
    >
      <List size="sm" spacing={4} data-testid="confirm-plan">
        {added > 0 && <List.Item>{t('confirm.new', { count: added })}</List.Item>}
        {changed > 0 && (
          <List.Item>
            {t('confirm.changed', { count: changed })}
            <Text size="xs" c="dimmed">
              {t('confirm.changedHow')}
            </Text>
          </List.Item>
        )}
        {unchanged > 0 && <List.Item>{t('confirm.unchanged', { count: unchanged })}</List.Item>}
        {skipped > 0 && (
          <List.Item>
            {t('confirm.skipped', { count: skipped })}
            <Text size="xs" c="dimmed">
              {t('confirm.skippedWhy', {
                invalid: job.counts.invalid,
                repeated: job.counts.duplicate,
              })}
            </Text>
          </List.Item>
        )}
        <List.Item>{t('confirm.off')}</List.Item>
      </List>
      <Text size="sm" mt="sm">
        {t('confirm.atomic')}
      </Text>
    </ConfirmDialog>
  );
}
