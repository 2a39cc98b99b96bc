import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/app/useWord';
import { useAccess } from '@/features/auth/session';
import { Facts } from '@/ui/Facts';
import { useFormat } from '@/ui/format';
import { Time } from '@/ui/Time';
import { EditWords } from './EditWords';
import { shareOf } from './model';
import type { Experiment } from './queries';

/** What was decided before the first user came. */
export function Design({ experiment }: { experiment: Experiment }) {
  const { t } = useTranslation('experiments');
  const { can } = useAccess();
  const format = useFormat();
  const word = useWord('experiments', 'metricNames');
  const variants = experiment.variants
    .map((one) => `${one.name} ${format.percent(shareOf(experiment, one.id) * 100)}`)
    .join(' · ');
  return (
    <Paper p="md">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h5">
          {t('design.title')}
        </Title>
        {can('flags:write') && !experiment.archived && <EditWords experiment={experiment} />}
      </Group>
      <Stack gap="sm">
        {experiment.hypothesis !== '' && <Text size="sm">{experiment.hypothesis}</Text>}
        <Facts
          rows={[
            [t('columns.variants'), variants],
            [t('fields.traffic'), format.percent(experiment.traffic)],
            [
              t('fields.audience'),
              experiment.audience.length === 0 ? t('design.everybody') : audienceText(experiment),
            ],
            [t('fields.metrics'), experiment.metrics.map((one) => word(one.key)).join(' · ')],
            [
              t('fields.plannedUsers'),
              experiment.planned_users === null ? '–' : format.number(experiment.planned_users),
            ],
            [t('fields.leastUsers'), format.number(experiment.least_users)],
            [t('plan.alpha'), format.percent(experiment.alpha * 100)],
            [t('plan.power'), format.percent(experiment.power * 100)],
            [t('fields.owner'), experiment.owner ?? '–'],
            [
              t('design.runs'),
              experiment.runs.length === 0 ? (
                '–'
              ) : (
                <Stack gap={2}>
                  {experiment.runs.map((run) => (
                    <span key={run.start}>
                      <Time value={run.start} /> –{' '}
                      {run.end === null ? '…' : <Time value={run.end} />}
                    </span>
                  ))}
                </Stack>
              ),
            ],
          ]}
        />
      </Stack>
    </Paper>
  );
}

function audienceText(experiment: Experiment): string {
  return experiment.audience
    .map((one) =>
      one.kind === 'attribute' && Array.isArray(one.values)
        ? `${String(one.attribute)} ${String(one.op)} ${one.values.map(String).join(', ')}`
        : JSON.stringify(one),
    )
    .join(' · ');
}
