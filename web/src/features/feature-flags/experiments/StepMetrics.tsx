import {
  ActionIcon,
  Autocomplete,
  Button,
  Group,
  NativeSelect,
  NumberInput,
  Paper,
  Stack,
  Text,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { IconPlus, IconTrash } from '@/ui/icons';
import type { StepProps } from './CreateExperiment';
import { isKnown, type Kind, METRICS, type MetricDraft, metricOf } from './draft';
import { baselinesQuery } from './queries';

const KINDS: Kind[] = ['conversion', 'mean', 'ratio'];

/** What is measured: the first decides, the others are read along. */
export function StepMetrics({ draft, set }: StepProps) {
  const { t } = useTranslation('experiments');
  const known = useQuery(baselinesQuery(draft.environment));
  const events = (known.data?.events ?? []).map((one) => one.event);
  const { metrics } = draft;
  const change = (index: number, next: Partial<MetricDraft>) =>
    set({ metrics: metrics.map((one, at) => (at === index ? { ...one, ...next } : one)) });
  return (
    <Stack>
      {metrics.map((metric, index) => (
        <Paper key={index} p="sm">
          <Group justify="space-between" mb={6}>
            <Text size="sm" fw={600}>
              {t(index === 0 ? 'fields.primary' : 'fields.secondary')}
            </Text>
            {index > 0 && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('fields.removeMetric', { metric: metric.key })}
                onClick={() => set({ metrics: metrics.filter((_, at) => at !== index) })}
              >
                <IconTrash size={16} />
              </ActionIcon>
            )}
          </Group>
          <MetricFields metric={metric} events={events} onChange={(next) => change(index, next)} />
        </Paper>
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          disabled={metrics.length >= 10}
          onClick={() => set({ metrics: [...metrics, metricOf('deposit')] })}
        >
          {t('fields.addMetric')}
        </Button>
      </Group>
    </Stack>
  );
}

interface FieldsProps {
  metric: MetricDraft;
  events: string[];
  onChange: (next: Partial<MetricDraft>) => void;
}

function MetricFields({ metric, events, onChange }: FieldsProps) {
  const { t } = useTranslation('experiments');
  const isOwn = !isKnown(metric.key);
  return (
    <Group align="flex-end" gap="sm">
      <Autocomplete
        label={t('fields.metric')}
        data={[...METRICS]}
        value={metric.key}
        onChange={(key) => onChange({ key, kind: isKnown(key) ? '' : metric.kind || 'conversion' })}
        w={180}
      />
      {isOwn && (
        <>
          <NativeSelect
            label={t('plan.kind')}
            value={metric.kind}
            onChange={(event) => onChange({ kind: event.currentTarget.value as Kind })}
            data={KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
            w={150}
          />
          <Autocomplete
            label={t('fields.event')}
            data={events}
            value={metric.event}
            placeholder={metric.key}
            onChange={(event) => onChange({ event })}
            w={160}
          />
          {metric.kind === 'ratio' && (
            <Autocomplete
              label={t('fields.denominator')}
              data={events}
              value={metric.denominator}
              onChange={(denominator) => onChange({ denominator })}
              w={160}
            />
          )}
        </>
      )}
      <NativeSelect
        label={t('fields.goal')}
        value={metric.goal}
        onChange={(event) => onChange({ goal: event.currentTarget.value as MetricDraft['goal'] })}
        data={(['increase', 'decrease'] as const).map((goal) => ({
          value: goal,
          label: t(`goals.${goal}`),
        }))}
        w={165}
      />
      <NumberInput
        label={t('fields.cap')}
        value={metric.cap}
        min={0}
        onChange={(value) => onChange({ cap: value === '' ? '' : Number(value) })}
        w={150}
      />
    </Group>
  );
}
