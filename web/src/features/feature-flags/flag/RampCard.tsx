import { Button, Group, Paper, Stepper, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { useFormat } from '@/ui/format';
import { notifyDone, notifyProblem } from '@/ui/notify';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import type { Flag } from './queries';
import { type Ramp, usePauseRamp, useResumeRamp, useRollRampBack } from './timeQueries';

const TONES: Record<Ramp['status'], Tone> = {
  running: 'busy',
  paused: 'warn',
  held: 'warn',
  completed: 'good',
  rolled_back: 'bad',
  stopped: 'neutral',
  cancelled: 'neutral',
};
const ALIVE = new Set<Ramp['status']>(['running', 'paused', 'held']);

interface Props {
  flag: Flag;
  ramp: Ramp;
  mayWrite: boolean;
}

/** A rollout: how far it has come, why it stopped, and the ways to steer it. */
export function RampCard({ flag, ramp, mayWrite }: Props) {
  const { t } = useTranslation('flagEditor');
  const format = useFormat();
  const [asking, question] = useDisclosure(false);
  const pause = usePauseRamp();
  const resume = useResumeRamp();
  const rollBack = useRollRampBack();
  const rule = flag.setups[ramp.environment]?.rules.find((one) => one.id === ramp.rule);
  const outcome = useOutcome(ramp);
  const isAlive = ALIVE.has(ramp.status);
  const active = ramp.status === 'completed' ? ramp.steps.length : ramp.step;
  return (
    <Paper p="md" data-testid="ramp" data-status={ramp.status}>
      <Group justify="space-between" mb="sm">
        <Group gap="sm">
          <StatusBadge tone={TONES[ramp.status]}>{t(`ramp.statuses.${ramp.status}`)}</StatusBadge>
          <Text size="sm">
            {ramp.rule === null
              ? t('ramp.everybodyElse')
              : t('ramp.rule', { name: rule?.name || ramp.rule })}
            {` · ${ramp.variant} / ${ramp.rest}`}
          </Text>
          <Text size="xs" c="dimmed">
            <Time value={ramp.created_at} relative /> · {ramp.author}
          </Text>
        </Group>
        {mayWrite && isAlive && (
          <Group gap="xs">
            {ramp.status === 'running' && (
              <Button
                size="xs"
                variant="default"
                loading={pause.isPending}
                onClick={() => pause.mutate(ramp.id, { onError: notifyProblem })}
              >
                {t('ramp.pause')}
              </Button>
            )}
            {ramp.status === 'paused' && (
              <Button
                size="xs"
                variant="default"
                loading={resume.isPending}
                onClick={() => resume.mutate(ramp.id, { onError: notifyProblem })}
              >
                {t('ramp.resume')}
              </Button>
            )}
            <Button size="xs" color="red.8" variant="outline" onClick={question.open}>
              {t('ramp.rollback')}
            </Button>
          </Group>
        )}
      </Group>
      <Stepper size="xs" active={active} iconSize={26} allowNextStepsSelect={false}>
        {ramp.steps.map((step) => (
          <Stepper.Step
            key={step.weight}
            label={format.percent(step.weight / 1000)}
            description={format.duration(step.minutes)}
          />
        ))}
      </Stepper>
      {ramp.status === 'running' && ramp.next_at !== null && (
        <Text size="xs" c="dimmed" mt="sm">
          {t('ramp.next', { when: format.relative(ramp.next_at) })}
        </Text>
      )}
      {ramp.guardrails.map((rail, index) => (
        <Text key={index} size="xs" c="dimmed" mt={4}>
          {t('ramp.rail', {
            aggregate: t(`ramp.aggregates.${rail.aggregate}`),
            metric: rail.metric,
            direction: t(`ramp.directions.${rail.direction}`),
            limit: format.decimal(rail.limit),
          })}
        </Text>
      ))}
      {outcome !== '' && (
        <Text size="sm" mt="sm" data-testid="ramp-outcome">
          {outcome}
        </Text>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={question.close}
        title={t('ramp.rollbackTitle')}
        confirm={t('ramp.rollback')}
        danger
        reason="required"
        isPending={rollBack.isPending}
        error={rollBack.error}
        onConfirm={(reason) =>
          rollBack.mutate(
            { id: ramp.id, reason },
            {
              onSuccess: () => {
                notifyDone(t('ramp.rolledBack'));
                question.close();
              },
            },
          )
        }
      >
        {t('ramp.rollbackText')}
      </ConfirmDialog>
    </Paper>
  );
}

const OUTCOMES = ['taken_over', 'flag_off', 'by_hand', 'guardrail', 'all_off'] as const;

/** Why a ramp is paused or how it ended, as a sentence. */
function useOutcome({ outcome }: Ramp): string {
  const { t } = useTranslation('flagEditor');
  const format = useFormat();
  const code = OUTCOMES.find((one) => one === outcome?.code);
  if (code === undefined || outcome === null) return '';
  const rail = outcome.guardrail as { metric: string; limit: number } | undefined;
  return t(`ramp.outcomes.${code}`, {
    by: outcome.by,
    metric: rail?.metric,
    limit: rail === undefined ? '–' : format.decimal(rail.limit),
    value: typeof outcome.value === 'number' ? format.decimal(outcome.value) : '–',
    count: Number(outcome.count ?? 0),
  });
}
