import { Group, NativeSelect, NumberInput, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import { PlanOutcome } from './PlanOutcome';
import type { PlanDraft } from './plan';
import { baselinesQuery, type Environment } from './queries';

interface Props {
  value: PlanDraft;
  onChange: (draft: PlanDraft) => void;
  environment: Environment;
  /** Inside the form of an experiment, which has these fields itself. */
  isPart?: boolean;
}

const POWERS = [0.7, 0.8, 0.9, 0.95];
const ALPHAS = [0.01, 0.05, 0.1];

/** What is to be found, and what it takes. */
export function Planner({ value, onChange, environment, isPart = false }: Props) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  const [settled] = useDebouncedValue(value, 300);
  const set = (next: Partial<PlanDraft>) => onChange({ ...value, ...next });
  const number = (field: 'baseline' | 'deviation' | 'effect' | 'dailyUsers' | 'traffic') => ({
    value: value[field],
    onChange: (given: string | number) => set({ [field]: given === '' ? '' : Number(given) }),
  });
  return (
    <Stack>
      <KnownEvents environment={environment} value={value} onChange={onChange} />
      <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }} spacing="sm" style={{ alignItems: 'end' }}>
        <NativeSelect
          label={t('plan.kind')}
          value={value.kind}
          onChange={(event) => set({ kind: event.currentTarget.value as PlanDraft['kind'] })}
          data={(['conversion', 'mean'] as const).map((kind) => ({
            value: kind,
            label: t(`kinds.${kind}`),
          }))}
        />
        <NumberInput
          label={t(value.kind === 'conversion' ? 'plan.rate' : 'plan.mean')}
          suffix={value.kind === 'conversion' ? ' %' : undefined}
          min={0}
          decimalScale={4}
          {...format.separators}
          {...number('baseline')}
        />
        {value.kind === 'mean' && (
          <NumberInput
            label={t('plan.deviation')}
            min={0}
            {...format.separators}
            {...number('deviation')}
          />
        )}
        <NumberInput
          label={t('plan.effect')}
          suffix=" %"
          decimalScale={2}
          {...format.separators}
          {...number('effect')}
          data-testid="plan-effect"
        />
        <NumberInput
          label={t('plan.dailyUsers')}
          min={1}
          {...format.separators}
          {...number('dailyUsers')}
        />
        {!isPart && (
          <NumberInput
            label={t('plan.traffic')}
            suffix=" %"
            min={0}
            max={100}
            {...number('traffic')}
          />
        )}
        <NativeSelect
          label={t('plan.power')}
          value={String(value.power)}
          onChange={(event) => set({ power: Number(event.currentTarget.value) })}
          data={POWERS.map((power) => ({
            value: String(power),
            label: format.percent(power * 100),
          }))}
        />
        <NativeSelect
          label={t('plan.alpha')}
          value={String(value.alpha)}
          onChange={(event) => set({ alpha: Number(event.currentTarget.value) })}
          data={ALPHAS.map((alpha) => ({
            value: String(alpha),
            label: format.percent(alpha * 100),
          }))}
        />
      </SimpleGrid>
      <PlanOutcome draft={settled} />
    </Stack>
  );
}

function KnownEvents({ environment, value, onChange }: Omit<Props, 'isPart'>) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  const known = useQuery(baselinesQuery(environment));
  const events = known.data?.events ?? [];
  if (events.length === 0) return null;

  function take(name: string | null) {
    const found = events.find((one) => one.event === name);
    if (found?.rate == null) return;
    onChange({
      ...value,
      kind: 'mean',
      baseline: Number(found.rate.toPrecision(4)),
      deviation: found.deviation === null ? '' : Number(found.deviation.toPrecision(4)),
      dailyUsers: Math.max(1, Math.round(found.users / 14)),
    });
  }

  return (
    <Group align="flex-end" gap="sm">
      <Select
        label={t('plan.known')}
        placeholder={t('plan.choose')}
        data={events.map((one) => ({
          value: one.event,
          label: t('plan.event', { event: one.event, users: format.number(one.users) }),
        }))}
        value={null}
        onChange={take}
        w={320}
      />
      <Text size="xs" c="dimmed" maw={300}>
        {t('plan.knownHint')}
      </Text>
    </Group>
  );
}
