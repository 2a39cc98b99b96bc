import { Group, Paper, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { useFormat } from '@/ui/format';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { type PlanDraft, requestOf } from './plan';
import { type PlanRequest, planQuery } from './queries';

/** What the plan comes to. */
export function PlanOutcome({ draft }: { draft: PlanDraft }) {
  const { t } = useTranslation('experiments');
  const request = requestOf(draft);
  if (request === null)
    return (
      <Paper p="md">
        <Text size="sm" c="dimmed">
          {t('plan.incomplete')}
        </Text>
      </Paper>
    );
  return <Outcome request={request} />;
}

function Outcome({ request }: { request: PlanRequest }) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  const plan = useQuery(planQuery(request));
  if (plan.error !== null) return <ProblemAlert error={plan.error} />;
  if (plan.data === undefined) return <Skeleton height={180} />;
  const { data } = plan;
  return (
    <Paper p="md" data-testid="plan-outcome">
      <Stack>
        <Size title={t('plan.anyTime')} size={data.any_time} />
        <Size title={t('plan.once')} size={data} />
        <Table verticalSpacing={3} fz="sm" aria-label={t('plan.byWeeks')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('plan.after')}</Table.Th>
              <Table.Th ta="right">{t('columns.users')}</Table.Th>
              <Table.Th ta="right">{t('plan.smallestAnyTime')}</Table.Th>
              <Table.Th ta="right">{t('plan.smallestOnce')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.by_weeks.map((point) => (
              <Table.Tr
                key={point.weeks}
                fw={point.weeks === data.any_time.weeks ? 650 : undefined}
              >
                <Table.Td>{t('plan.week', { count: point.weeks })}</Table.Td>
                <Table.Td ta="right" className="tabular">
                  {format.number(point.users)}
                </Table.Td>
                {[point.effect_any_time, point.effect].map((effect, at) => (
                  <Table.Td key={at} ta="right" className="tabular">
                    {effect === null ? '–' : `± ${format.percent(effect * 100)}`}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Paper>
  );
}

function Size({ title, size }: { title: string; size: Schema<'PlanSize'> }) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Group gap="xl">
        <Figure value={format.number(size.total)} text={t('plan.total')} />
        <Figure
          value={size.per_variant.map((users) => format.number(users)).join(' · ')}
          text={t('plan.perVariant')}
        />
        <Figure
          value={t('plan.days', { count: size.days })}
          text={t('plan.weeks', { count: size.weeks })}
        />
      </Group>
    </div>
  );
}

function Figure({ value, text }: { value: string; text: string }) {
  return (
    <div>
      <Text fz="xl" fw={650} className="tabular">
        {value}
      </Text>
      <Text size="xs" c="dimmed">
        {text}
      </Text>
    </div>
  );
}
