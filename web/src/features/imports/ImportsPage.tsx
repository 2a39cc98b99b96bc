import { Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RequirePermission } from '@/app/RequirePermission';
import { JobsTable } from './JobsTable';
import { jobsQuery } from './queries';
import { UploadCard } from './UploadCard';

const route = getRouteApi('/shell/games/import');

/** Upload & Import: a new file, and the imports there were. */
export function ImportsPage() {
  return (
    <RequirePermission permission="games:import">
      <Imports />
    </RequirePermission>
  );
}

function Imports() {
  const { t } = useTranslation('imports');
  const { page = 1 } = route.useSearch();
  const jobs = useQuery(jobsQuery(page));
  return (
    <Stack gap="lg">
      <UploadCard limits={jobs.data?.limits} />
      <section>
        <Title order={2} size="h4" mb="sm">
          {t('jobs.heading')}
        </Title>
        <JobsTable page={page} jobs={jobs.data} state={jobs} />
      </section>
    </Stack>
  );
}
