import { Group, Paper, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { jobsQuery } from '@/features/imports/queries';
import { JobStatusBadge } from '@/features/imports/JobStatusBadge';
import { EmptyState } from '@/ui/EmptyState';
import { useFormat } from '@/ui/format';
import { IconUpload } from '@/ui/icons';
import { AnchorLink, ButtonLink } from '@/ui/links';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { Time } from '@/ui/Time';
import classes from './List.module.css';

const SHOWN = 8;

export function RecentImports() {
  const { t } = useTranslation('dashboard');
  const format = useFormat();
  const jobs = useQuery(jobsQuery(1));
  return (
    <Paper p="md">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          {t('imports.title')}
        </Title>
        <AnchorLink to="/games/import" size="sm">
          {t('imports.all')}
        </AnchorLink>
      </Group>
      {jobs.isPending && <Skeleton h={160} />}
      {jobs.isError && <ProblemAlert error={jobs.error} onRetry={() => void jobs.refetch()} />}
      {jobs.data?.items.length === 0 && (
        <EmptyState
          title={t('imports.empty')}
          icon={<IconUpload size={22} />}
          action={
            <ButtonLink to="/games/import" variant="default" mt="xs">
              {t('imports.action')}
            </ButtonLink>
          }
        />
      )}
      <ul className={classes.list}>
        {jobs.data?.items.slice(0, SHOWN).map((job) => (
          <li key={job.job_id} className={classes.item}>
            <div className={classes.main}>
              <AnchorLink
                to="/games/import/$jobId"
                params={{ jobId: job.job_id }}
                size="sm"
                fw={600}
                c="inherit"
                truncate
                display="block"
              >
                {job.filename}
              </AnchorLink>
              <Text size="xs" c="dimmed" truncate>
                {t('imports.rows', {
                  count: job.total_items,
                  rows: format.number(job.total_items),
                })}
                {job.created_by !== null && ` · ${job.created_by}`}
              </Text>
            </div>
            <JobStatusBadge status={job.status} />
            <Text size="xs" c="dimmed" className={classes.time}>
              <Time value={job.created_at} relative />
            </Text>
          </li>
        ))}
      </ul>
    </Paper>
  );
}
