import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import classes from './imports.module.css';
import { planOf } from './model';
import type { JobActions } from './useJobActions';
import type { Job } from './wire';
import { useWords } from './words';

interface Props {
  job: Job;
  opened: boolean;
  action: JobActions['confirm'];
  onClose: () => void;
}

/** Says exactly what importing will do, and does it once confirmed. */
export function ConfirmImport({ job, opened, action, onClose }: Props) {
  const { t } = useTranslation('imports');
  const { added, changed, rtpChanged, unchanged, skipped } = planOf(job);
  const { invalid, duplicate } = job.counts;
  const words = useWords();
  const close = () => {
    action.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={opened && job.status === 'ready'}
      onClose={close}
      title={t('confirm.title')}
      confirm={t('confirm.submit', { count: added + changed })}
      isPending={action.isPending}
      error={action.error}
      onConfirm={() =>
        action.mutate(undefined, {
          onSuccess: close,
          // The preview behind the dialog is a new one: it must be seen before the next try.
          onError: (error) => asProblem(error).code === 'PREVIEW_STALE' && close(),
        })
      }
    >
      <List size="sm" spacing={6} mt="xs" data-testid="confirm-plan">
        {added > 0 && <List.Item>{t('confirm.new', { count: added })}</List.Item>}
        {changed > 0 && (
          <List.Item>
            {t('confirm.changed', { count: changed })}
            <Text size="xs" c="dimmed">
              {t('confirm.changedHow')}
            </Text>
            {rtpChanged > 0 && (
              <span className={classes.change} data-important="true">
                {t('confirm.rtp', { count: rtpChanged })}
              </span>
            )}
          </List.Item>
        )}
        {unchanged > 0 && <List.Item>{t('confirm.unchanged', { count: unchanged })}</List.Item>}
        {skipped > 0 && (
          <List.Item>
            {t('confirm.skipped', { count: skipped })}
            <Text size="xs" c="dimmed">
              {words.list([
                ...(invalid > 0 ? [t('confirm.invalid', { count: invalid })] : []),
                ...(duplicate > 0 ? [t('confirm.repeated', { count: duplicate })] : []),
              ])}
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
