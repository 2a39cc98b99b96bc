import { Group, Paper, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
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
        <Group gap="xl">
          <Figure value={format.number(data.total)} text={t('plan.total')} />
          <Figure
            value={data.per_variant.map((users) => format.number(users)).join(' · ')}
            text={t('plan.perVariant')}
          />
          <Figure
            value={t('plan.days', { count: data.days })}
            text={t('plan.weeks', { count: data.weeks })}
          />
        </Group>
        <Table verticalSpacing={3} fz="sm" aria-label={t('plan.byWeeks')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('plan.after')}</Table.Th>
              <Table.Th ta="right">{t('columns.users')}</Table.Th>
              <Table.Th ta="right">{t('plan.smallest')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.by_weeks.map((point) => (
              <Table.Tr key={point.weeks} fw={point.weeks === data.weeks ? 650 : undefined}>
                <Table.Td>{t('plan.week', { count: point.weeks })}</Table.Td>
                <Table.Td ta="right" className="tabular">
                  {format.number(point.users)}
                </Table.Td>
                <Table.Td ta="right" className="tabular">
                  {point.effect === null ? '–' : `± ${format.percent(point.effect * 100)}`}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Paper>
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
