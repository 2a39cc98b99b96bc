import { Alert, Group, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { RequirePermission } from '@/app/RequirePermission';
import { useWord } from '@/app/useWord';
import { useAccess } from '@/features/auth/session';
import { IconAlert } from '@/ui/icons';
import { AnchorLink } from '@/ui/links';
import { PageHeader } from '@/ui/PageHeader';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { ActMenu } from './ActMenu';
import { Design } from './Design';
import { ExperimentStatus } from './Marks';
import { MetricCard } from './MetricCard';
import { type Result, resultQuery } from './queries';
import { RatioCheck } from './RatioCheck';
import { Verdict } from './Verdict';

// The charts are larger than the rest of the page together.
const OverTime = lazy(() => import('./OverTime'));

const TARGETING_KEY = 'targetingKey';
const route = getRouteApi('/shell/features/experiments/$experimentId');

export function ExperimentPage() {
  return (
    <RequirePermission permission="flags:read">
      <Loaded />
    </RequirePermission>
  );
}

function Loaded() {
  const { t } = useTranslation('experiments');
  const { experimentId } = route.useParams();
  const result = useQuery(resultQuery(experimentId));
  return (
    <>
      <AnchorLink to="/features/experiments" size="sm">
        {t('backToList')}
      </AnchorLink>
      {result.data !== undefined ? (
        <Page result={result.data} />
      ) : result.error !== null ? (
        <ProblemAlert error={result.error} onRetry={() => void result.refetch()} />
      ) : (
        <Skeleton height={400} mt="md" aria-label={t('loading')} />
      )}
    </>
  );
}

function Page({ result }: { result: Result }) {
  const { t } = useTranslation('experiments');
  const { can } = useAccess();
  const { experiment } = result;
  const environment = useWord('featureFlags', 'environments');
  const hasUsers = result.users > 0;
  return (
    <>
      <PageHeader
        title={experiment.name}
        text={
          <Group gap="xs">
            <ExperimentStatus experiment={experiment} />
            <Text size="sm" c="dimmed">
              {experiment.flag_id} · {environment(experiment.environment)}
            </Text>
          </Group>
        }
        actions={can('flags:write') && <ActMenu experiment={experiment} winner={result.winner} />}
      />
      <Stack gap="lg">
        {result.serves === false && (
          <Alert color="orange" icon={<IconAlert />} title={t('drift.title')}>
            {t('drift.text', { flag: experiment.flag_id })}
          </Alert>
        )}
        {experiment.bucket_by !== TARGETING_KEY && (
          <Alert
            color="orange"
            icon={<IconAlert />}
            title={t('together.title', { attribute: experiment.bucket_by })}
          >
            {t('together.text')}
          </Alert>
        )}
        <Verdict result={result} />
        {hasUsers && (
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
            <RatioCheck result={result} />
            <Paper p="md">
              <Title order={2} size="h5" mb="sm">
                {t('overTime.title')}
              </Title>
              <Suspense fallback={<Skeleton height={240} />}>
                <OverTime result={result} />
              </Suspense>
            </Paper>
          </SimpleGrid>
        )}
        {result.metrics.map((one) => (
          <MetricCard key={one.metric.key} result={one} experiment={experiment} />
        ))}
        <Design experiment={experiment} />
      </Stack>
    </>
  );
}
