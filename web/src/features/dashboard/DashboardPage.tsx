import { Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, call } from '@/api/client';
import { RequirePermission } from '@/app/RequirePermission';
import { useAccess } from '@/features/auth/session';
import { PageHeader } from '@/ui/PageHeader';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { Time } from '@/ui/Time';
import { Alerts, RecentActivity } from './Activity';
import { RecentImports } from './RecentImports';
import { StatCard } from './StatCard';

const POLL_MS = 30_000;
/** What the server counts once players and money are recorded; shown as absent until then. */
const LATER_PARTS = [
  'financial_summary',
  'live_bets',
  'retention_metrics',
  'bonus_performance',
  'provider_health',
  'payment_health',
] as const;

export function DashboardPage() {
  return (
    <RequirePermission permission="dashboard:read">
      <Dashboard />
    </RequirePermission>
  );
}

function Dashboard() {
  const { t } = useTranslation('dashboard');
  const { can, tenantName } = useAccess();
  const stats = useQuery({
    queryKey: ['dashboard'],
    queryFn: () => call(api.GET('/api/v1/dashboard/comprehensive-stats')),
    refetchInterval: POLL_MS,
  });
  if (stats.isPending) return <Skeleton h={420} />;
  if (stats.data === undefined)
    return <ProblemAlert error={stats.error} onRetry={() => void stats.refetch()} />;

  const { catalogue, jobs, data_available, ...data } = stats.data;
  const missing = LATER_PARTS.filter((part) => !data_available.includes(part));
  return (
    <>
      <PageHeader
        title={t('title')}
        text={
          <>
            {t('text', { brand: tenantName })} <Time value={data.generated_at} relative />
          </>
        }
      />
      <Stack gap="lg">
        {stats.isError && <ProblemAlert error={stats.error} />}
        {data.critical_alerts.length > 0 && <Alerts alerts={data.critical_alerts} />}
        <SimpleGrid cols={{ base: 2, lg: 4 }}>
          <StatCard
            label={t('cards.gamesActive')}
            value={catalogue.games_active}
            of={catalogue.games_total}
            to="/games"
            search={{ status: 'active' }}
          />
          <StatCard label={t('cards.providers')} value={catalogue.providers} to="/games" />
          <StatCard
            label={t('cards.tables')}
            value={catalogue.live_tables_online}
            of={catalogue.live_tables}
            to="/games/tables"
          />
          <StatCard label={t('cards.admins')} value={data.admins_online} />
          <StatCard
            label={t('cards.gamesOff')}
            value={catalogue.games_total - catalogue.games_active}
            to="/games"
            search={{ status: 'inactive' }}
          />
          <StatCard label={t('cards.jobsRunning')} value={jobs.running} />
          <StatCard label={t('cards.jobsQueued')} value={jobs.queued} />
          <StatCard
            label={t('cards.jobsFailed')}
            value={jobs.failed_24h}
            tone={jobs.failed_24h > 0 ? 'bad' : undefined}
          />
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, lg: 2 }} style={{ alignItems: 'start' }}>
          {can('games:import') && <RecentImports />}
          <RecentActivity activity={data.recent_activity} />
        </SimpleGrid>
        {missing.length > 0 && (
          <Paper p="md" data-testid="no-data">
            <Title order={2} size="h5">
              {t('noData.title')}
            </Title>
            <Text size="sm" c="dimmed" mt={4}>
              {t('noData.text', { parts: missing.map((part) => t(`parts.${part}`)).join(', ') })}
            </Text>
          </Paper>
        )}
      </Stack>
    </>
  );
}
