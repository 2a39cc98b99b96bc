import { Group, Paper, SegmentedControl, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { TableState } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { ExportButton } from '@/ui/ExportButton';
import { useFormat } from '@/ui/format';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { AnalyticsFilters } from './AnalyticsFilters';
import { type Analytics, analyticsQuery } from './queries';
import { type AnalyticsSearch, exportPath, MEASURES } from './search';
import { FlagTable, VariantTable } from './UseTable';

// The charts are larger than the rest of the page together.
const UseChart = lazy(() => import('./UseChart'));

const route = getRouteApi('/shell/features/analytics');

/** What programs ask for: evaluations and exposures by flag, variant and time. */
export function AnalyticsTab() {
  const { t } = useTranslation('flagAnalytics');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(analyticsQuery(search));
  const change = (next: AnalyticsSearch) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  const found = query.data;
  return (
    <>
      <AnalyticsFilters
        search={search}
        chosen={search.flag === undefined ? undefined : found?.flags[0]}
        onChange={change}
      />
      {found !== undefined ? (
        <Found found={found} state={query} search={search} onChange={change} />
      ) : query.error !== null ? (
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton height={420} aria-label={t('loading')} />
      )}
    </>
  );
}

interface Props {
  found: Analytics;
  state: TableState;
  search: AnalyticsSearch;
  onChange: (next: AnalyticsSearch) => void;
}

function Found({ found, state, search, onChange }: Props) {
  const { t } = useTranslation('flagAnalytics');
  const measure = search.show ?? 'evaluations';
  const one = search.flag === undefined ? undefined : found.flags[0];
  const isEmpty = found.evaluations + found.exposures === 0;
  return (
    <Stack gap="md">
      <Paper p="md" data-testid="analytics">
        <Heading found={found} search={search} onChange={onChange} />
        {isEmpty ? (
          <EmptyState title={t('empty.title')} text={t('empty.text')} />
        ) : found[measure] === 0 ? (
          <EmptyState title={t('noExposures.title')} text={t('noExposures.text')} />
        ) : (
          <>
            <Suspense fallback={<Skeleton height={280} />}>
              <UseChart found={found} measure={measure} />
            </Suspense>
            <Text size="xs" c="dimmed" mt={4}>
              {t('chart.hint', { bucket: t(`buckets.${found.bucket}`) })}
            </Text>
          </>
        )}
      </Paper>
      {one === undefined ? (
        !isEmpty && (
          <FlagTable
            found={found}
            state={state}
            measure={measure}
            onFlag={(flag) => onChange({ flag })}
          />
        )
      ) : one.variants.length > 0 ? (
        <VariantTable use={one} state={state} measure={measure} />
      ) : null}
    </Stack>
  );
}

function Heading({ found, search, onChange }: Omit<Props, 'state'>) {
  const { t } = useTranslation('flagAnalytics');
  const format = useFormat();
  const flag = search.flag === undefined ? undefined : found.flags[0];
  return (
    <Group justify="space-between" mb="sm" gap="xs" align="flex-start">
      <div>
        <Title order={2} size="h5">
          {flag === undefined ? t('chart.all') : t('chart.of', { flag: flag.flag_name })}
        </Title>
        <Text size="sm" c="dimmed" data-testid="analytics-totals">
          {t('totals', {
            evaluations: format.number(found.evaluations),
            exposures: format.number(found.exposures),
          })}
        </Text>
      </div>
      <Group gap="xs">
        <SegmentedControl
          aria-label={t('measure')}
          value={search.show ?? 'evaluations'}
          data={MEASURES.map((value) => ({ value, label: t(`measures.${value}`) }))}
          onChange={(show) => onChange({ show: show === 'evaluations' ? undefined : show })}
          data-testid="measure"
        />
        <ExportButton
          path={exportPath(search)}
          filename="flag-analytics.csv"
          label={t('export')}
          done={t('exported')}
          disabled={found.evaluations + found.exposures === 0}
          testId="export-analytics"
        />
      </Group>
    </Group>
  );
}
