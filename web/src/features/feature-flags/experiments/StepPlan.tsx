import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import type { StepProps } from './CreateExperiment';
import { FIRST_REQUEST, requestOf } from './plan';
import { Planner } from './Planner';
import { planQuery } from './queries';

/** How many users: a plan made before the first one comes. */
export function StepPlan({ draft, set }: StepProps) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  const plan = {
    ...draft.plan,
    traffic: draft.traffic,
    weights: draft.variants.map((one) => (one.weight === '' ? 1 : one.weight)),
  };
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('plan.why')}
      </Text>
      <Planner
        value={plan}
        onChange={(next) => set({ plan: next })}
        environment={draft.environment}
        isPart
      />
      <Group align="flex-end">
        <NumberInput
          label={t('fields.plannedUsers')}
          description={t('fields.plannedUsersHint')}
          value={draft.plannedUsers}
          min={10}
          {...format.separators}
          onChange={(value) => set({ plannedUsers: value === '' ? '' : Number(value) })}
          maw={300}
        />
        <TakePlan plan={plan} onTake={(plannedUsers) => set({ plannedUsers })} />
      </Group>
      <NumberInput
        label={t('fields.leastUsers')}
        description={t('fields.leastUsersHint')}
        value={draft.leastUsers}
        min={10}
        {...format.separators}
        onChange={(value) => set({ leastUsers: value === '' ? '' : Number(value) })}
        maw={300}
      />
    </Stack>
  );
}

function TakePlan({
  plan,
  onTake,
}: {
  plan: StepProps['draft']['plan'];
  onTake: (users: number) => void;
}) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  const request = requestOf(plan);
  const found = useQuery({
    // Asked only where there is something to ask.
    ...planQuery(request ?? FIRST_REQUEST),
    enabled: request !== null,
  });
  if (request === null || found.data === undefined) return null;
  const { total } = found.data.any_time;
  return (
    <Button variant="default" onClick={() => onTake(total)} data-testid="take-plan">
      {t('plan.take', { users: format.number(total) })}
    </Button>
  );
}
