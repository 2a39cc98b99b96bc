import {
  ActionIcon,
  Autocomplete,
  Button,
  Group,
  NumberInput,
  Select,
  Stack,
  Text,
} from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { useFormat } from '@/ui/format';
import { IconPlus, IconTrash } from '@/ui/icons';
import { notifyDone } from '@/ui/notify';
import { useRequestChange } from '../approvals/queries';
import { useEnvironment } from '../environments/queries';
import { FULL, KNOWN_ATTRIBUTES, percentOf, replaced, weightOf, without } from '../targeting/model';
import { Guardrails } from './Guardrails';
import type { FlagTabProps } from './tabs';
import { useStartRamp } from './timeQueries';

type Values = Schema<'RampCreate'>;

const DAY = 1440;
const DEFAULT = '';

function firstValues({ flag, environment }: FlagTabProps): Values {
  const off = flag.setups[environment]?.off_variant ?? '';
  const variant = flag.variants.find((one) => one.key !== off)?.key ?? off;
  const percents = [1, 10, 50, 100];
  return {
    environment,
    rule: null,
    variant,
    rest: off,
    bucket_by: 'targetingKey',
    steps: percents.map((percent) => ({ weight: weightOf(percent, FULL), minutes: DAY })),
    guardrails: [],
  };
}

/** What grows, in which steps, and what sends it back. */
export function RampForm(props: FlagTabProps & { onClose: () => void }) {
  const { flag, environment, onClose } = props;
  const { t } = useTranslation(['flagEditor', 'common']);
  const format = useFormat();
  const [values, setValues] = useState(() => firstValues(props));
  const [asking, setAsking] = useState(false);
  const start = useStartRamp(flag);
  const ask = useRequestChange(flag);
  const needed = useEnvironment(environment)?.approvals_required ?? 0;
  const running = needed > 0 ? ask : start;
  const set = (change: Partial<Values>) => setValues({ ...values, ...change });
  const variants = flag.variants.map((one) => one.key);
  const rules = flag.setups[environment]?.rules ?? [];
  const grows = values.steps.every(
    (step, index) => index === 0 || step.weight > (values.steps[index - 1]?.weight ?? 0),
  );

  function confirm(reason: string | undefined) {
    const done = {
      onSuccess: () => {
        notifyDone(t(needed > 0 ? 'ramp.startedAsk' : 'ramp.started'));
        onClose();
      },
    };
    if (needed > 0)
      ask.mutate({ operation: { kind: 'ramp', ...values }, comment: reason ?? '' }, done);
    else start.mutate({ ...values, comment: reason }, done);
  }

  const pick = (label: string, value: string, onChange: (value: string) => void) => (
    <Select
      label={label}
      data={variants}
      value={value}
      allowDeselect={false}
      onChange={(next) => onChange(next ?? value)}
      w={170}
    />
  );

  return (
    <form
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        if (grows) setAsking(true);
      }}
    >
      <Stack gap="md">
        <Group align="flex-end" gap="sm">
          <Select
            label={t('ramp.target')}
            data={[
              { value: DEFAULT, label: t('ramp.everybodyElse') },
              ...rules.map((rule) => ({
                value: rule.id,
                label: t('ramp.rule', { name: rule.name || rule.id }),
              })),
            ]}
            value={values.rule ?? DEFAULT}
            allowDeselect={false}
            onChange={(rule) => set({ rule: rule === DEFAULT ? null : rule })}
            w={220}
          />
          {pick(t('ramp.variant'), values.variant, (variant) => set({ variant }))}
          {pick(t('ramp.rest'), values.rest ?? '', (rest) => set({ rest }))}
          <Autocomplete
            label={t('ramp.by')}
            data={KNOWN_ATTRIBUTES}
            value={values.bucket_by}
            onChange={(bucket_by) => set({ bucket_by })}
            w={180}
          />
        </Group>
        <Steps steps={values.steps} onChange={(steps) => set({ steps })} grows={grows} />
        <Guardrails
          environment={environment}
          guardrails={values.guardrails ?? []}
          onChange={(guardrails) => set({ guardrails })}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" disabled={!grows} data-testid="start-ramp">
            {t('ramp.start')}
          </Button>
        </Group>
      </Stack>
      <ConfirmDialog
        opened={asking}
        onClose={() => {
          running.reset();
          setAsking(false);
        }}
        title={t('ramp.startTitle', { environment: t(`environments.${environment}`) })}
        confirm={t(needed > 0 ? 'save.ask' : 'ramp.start')}
        reason={needed > 0 ? 'required' : 'optional'}
        isPending={running.isPending}
        error={running.error}
        onConfirm={confirm}
      >
        {t('ramp.startText', {
          percent: format.percent((values.steps[0]?.weight ?? 0) / 1000),
          variant: values.variant,
        })}
      </ConfirmDialog>
    </form>
  );
}

interface StepsProps {
  steps: Values['steps'];
  grows: boolean;
  onChange: (steps: Values['steps']) => void;
}

function Steps({ steps, grows, onChange }: StepsProps) {
  const { t } = useTranslation('flagEditor');
  return (
    <div>
      <Text size="sm" fw={500}>
        {t('ramp.steps')}
      </Text>
      <Stack gap={6} mt={4}>
        {steps.map((step, index) => (
          <Group key={index} gap="xs">
            <NumberInput
              aria-label={t('ramp.percent')}
              value={percentOf(step.weight, FULL)}
              onChange={(value) =>
                onChange(
                  replaced(steps, index, { ...step, weight: weightOf(Number(value) || 0, FULL) }),
                )
              }
              min={0.001}
              max={100}
              decimalScale={3}
              suffix=" %"
              w={110}
            />
            <NumberInput
              aria-label={t('ramp.minutes')}
              value={step.minutes}
              onChange={(value) =>
                onChange(replaced(steps, index, { ...step, minutes: Number(value) || 1 }))
              }
              min={1}
              allowDecimal={false}
              suffix={` ${t('ramp.minutesUnit')}`}
              w={140}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={steps.length === 1}
              aria-label={t('ramp.removeStep')}
              onClick={() => onChange(without(steps, index))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        {!grows && (
          <Text size="xs" c="var(--mantine-color-error)" role="alert">
            {t('ramp.mustGrow')}
          </Text>
        )}
        <Button
          variant="subtle"
          size="xs"
          w="fit-content"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...steps, { weight: FULL, minutes: DAY }])}
        >
          {t('ramp.addStep')}
        </Button>
      </Stack>
    </div>
  );
}
