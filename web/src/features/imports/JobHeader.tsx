import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { download } from '@/api/download';
import { useFormat } from '@/ui/format';
import { IconDownload, IconUndo, IconX } from '@/ui/icons';
import { notifyProblem } from '@/ui/notify';
import { Time } from '@/ui/Time';
import classes from './imports.module.css';
import { JobStatusBadge } from './JobStatusBadge';
import { isCancellable } from './model';
import type { Job } from './wire';

interface Props {
  job: Job;
  onCancel: () => void;
  onUndo: () => void;
}

/** Which file this is, how it stands, and what can be done with it besides the next step. */
export function JobHeader({ job, onCancel, onUndo }: Props) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const report = useMutation({
    mutationFn: () =>
      download(
        `/api/v1/game-import/jobs/${job.job_id}/errors.csv`,
        `import-errors-${job.job_id}.csv`,
      ),
    onError: notifyProblem,
  });
  const hasErrors = job.total_errors > 0 || job.duplicates.undecided_games > 0;

  return (
    <Stack gap={4}>
      <Anchor component={Link} to="/games/import" size="sm">
        {t('job.back')}
      </Anchor>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2}>
          <Group gap="sm">
            <Title order={2} size="h3" className={classes.breakable} data-testid="job-title">
              {job.filename}
            </Title>
            <JobStatusBadge status={job.status} />
          </Group>
          <Text size="sm" c="dimmed" component="div">
            {[
              job.format?.toUpperCase(),
              format.bytes(job.size),
              job.total_items > 0 && t('job.rowCount', { count: job.total_items }),
              job.created_by,
            ]
              .filter(Boolean)
              .join(' · ')}{' '}
            · <Time value={job.created_at} relative />
          </Text>
        </Stack>
        <Group gap="xs">
          {hasErrors && (
            <Button
              variant="default"
              leftSection={<IconDownload size={16} />}
              loading={report.isPending}
              onClick={() => report.mutate()}
              data-testid="errors-csv"
            >
              {t('job.errorsCsv')}
            </Button>
          )}
          {isCancellable(job.status) && (
            <Button
              variant="default"
              leftSection={<IconX size={16} />}
              onClick={onCancel}
              data-testid="job-cancel"
            >
              {t('job.cancel')}
            </Button>
          )}
          {job.status === 'completed' && (
            <Button
              variant="default"
              leftSection={<IconUndo size={16} />}
              onClick={onUndo}
              data-testid="job-undo"
            >
              {t('job.undo')}
            </Button>
          )}
        </Group>
      </Group>
    </Stack>
  );
}
