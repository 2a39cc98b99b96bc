import { Anchor, Progress, Stack, Text } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { type Column, DataTable, type TableState } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { useFormat } from '@/ui/format';
import { Time } from '@/ui/Time';
import classes from './imports.module.css';
import { JobStatusBadge } from './JobStatusBadge';
import { isBusy } from './model';
import { JOBS_PAGE_SIZE } from './queries';
import type { JobSummary } from './wire';

const route = getRouteApi('/shell/games/import');

interface Props {
  page: number;
  jobs: Schema<'ImportList'> | undefined;
  state: TableState;
}

/** The brand's imports, newest first. */
export function JobsTable({ page, jobs, state }: Props) {
  const { t } = useTranslation('imports');
  const navigate = route.useNavigate();
  const columns = useJobColumns();

  return (
    <DataTable
      label={t('jobs.heading')}
      columns={columns}
      rows={jobs?.items}
      rowKey={(job) => job.job_id}
      state={state}
      onRowClick={(job) =>
        void navigate({ to: '/games/import/$jobId', params: { jobId: job.job_id } })
      }
      minWidth={860}
      paging={{
        page,
        pageSize: JOBS_PAGE_SIZE,
        total: jobs?.meta.total ?? 0,
        onPage: (next) => void navigate({ search: { page: next === 1 ? undefined : next } }),
      }}
      empty={<EmptyState title={t('jobs.empty')} text={t('jobs.emptyText')} />}
    />
  );
}

function useJobColumns(): Column<JobSummary>[] {
  const { t } = useTranslation('imports');
  const format = useFormat();
  return [
    {
      key: 'file',
      header: t('jobs.file'),
      render: (job) => (
        <Stack gap={0}>
          <Anchor
            component={Link}
            to={`/games/import/${job.job_id}`}
            fw={600}
            size="sm"
            className={classes.breakable}
          >
            {job.filename}
          </Anchor>
          {job.source_label !== null && (
            <Text size="xs" c="dimmed" className={classes.breakable}>
              {job.source_label}
            </Text>
          )}
        </Stack>
      ),
    },
    { key: 'status', header: t('jobs.status'), width: 180, render: (job) => <State job={job} /> },
    {
      key: 'rows',
      header: t('jobs.rows'),
      align: 'right',
      render: (job) => (job.total_items > 0 ? format.number(job.total_items) : '–'),
    },
    {
      key: 'errors',
      header: t('jobs.errors'),
      align: 'right',
      render: (job) =>
        job.total_errors > 0 ? (
          <Text span size="sm" c="var(--mantine-color-error)" fw={600}>
            {format.number(job.total_errors)}
          </Text>
        ) : (
          '0'
        ),
    },
    { key: 'who', header: t('jobs.who'), render: (job) => job.created_by ?? '–' },
    {
      key: 'when',
      header: t('jobs.when'),
      render: (job) => <Time value={job.created_at} relative />,
    },
  ];
}

function State({ job }: { job: JobSummary }) {
  const { t } = useTranslation('imports');
  return (
    <Stack gap={4} align="stretch">
      <span>
        <JobStatusBadge status={job.status} />
      </span>
      {isBusy(job.status) && (
        <Progress
          value={job.progress.percent}
          size="xs"
          animated
          aria-label={t('jobs.progressOf', { file: job.filename })}
        />
      )}
    </Stack>
  );
}
