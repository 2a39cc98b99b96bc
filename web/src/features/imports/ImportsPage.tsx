import { Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { RequirePermission } from '@/app/RequirePermission';
import { JobsTable } from './JobsTable';
import { UploadCard } from './UploadCard';

/** Upload & Import: a new file, and the imports there were. */
export function ImportsPage() {
  const { t } = useTranslation('imports');
  return (
    <RequirePermission permission="games:import">
      <Stack gap="lg">
        <UploadCard />
        <section>
          <Title order={2} size="h4" mb="sm">
            {t('jobs.heading')}
          </Title>
          <JobsTable />
        </section>
      </Stack>
    </RequirePermission>
  );
}
