import { Anchor, Center, Loader, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RequirePermission } from '@/app/RequirePermission';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { JobView } from './JobView';
import { jobQuery } from './queries';

const route = getRouteApi('/shell/games/import/$jobId');

/** One import, from its file to the catalogue. */
export function ImportJobPage() {
  return (
    <RequirePermission permission="games:import">
      <LoadedJob />
    </RequirePermission>
  );
}

function LoadedJob() {
  const { t } = useTranslation('imports');
  const { jobId } = route.useParams();
  const job = useQuery(jobQuery(jobId));
  if (job.data === undefined)
    return job.error ? (
      <Stack gap="sm">
        <Anchor component={Link} to="/games/import" size="sm">
          {t('job.back')}
        </Anchor>
        <ProblemAlert error={job.error} onRetry={() => void job.refetch()} />
      </Stack>
    ) : (
      <Center h="30vh">
        <Loader aria-label={t('job.loading')} />
      </Center>
    );
  return (
    <>
      {job.error && <ProblemAlert error={job.error} onRetry={() => void job.refetch()} />}
      <JobView key={jobId} job={job.data} />
    </>
  );
}
