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
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { IconPlus, IconTrash } from '@/ui/icons';
import type { Environment } from '../search';
import { replaced, without } from '../targeting/model';
import { metricsQuery } from './timeQueries';

type Guardrail = Schema<'Guardrail'>;

const NEW: Guardrail = {
  metric: '',
  aggregate: 'mean',
  direction: 'above',
  limit: 0.05,
  window_minutes: 60,
  min_count: 20,
  of: 'variant',
};
const AGGREGATES = ['mean', 'sum', 'count'] as const;
const DIRECTIONS = ['above', 'below'] as const;
const OFS = ['variant', 'everybody'] as const;

interface Props {
  environment: Environment;
  guardrails: Guardrail[];
  onChange: (guardrails: Guardrail[]) => void;
}

/** Limits on metrics that send a rollout back. */
export function Guardrails({ environment, guardrails, onChange }: Props) {
  const { t } = useTranslation('flagEditor');
  const { data: metrics } = useQuery(metricsQuery);
  const names = (metrics ?? [])
    .filter((metric) => metric.environment === environment)
    .map((metric) => metric.metric);
  return (
    <div>
      <Text size="sm" fw={500}>
        {t('ramp.guardrails')}
      </Text>
      <Stack gap={6} mt={4}>
        {guardrails.map((rail, index) => {
          const set = (change: Partial<Guardrail>) =>
            onChange(replaced(guardrails, index, { ...rail, ...change }));
          const number = (
            key: 'limit' | 'window_minutes' | 'min_count',
            label: string,
            decimals: boolean,
          ) => (
            <NumberInput
              label={label}
              size="xs"
              value={rail[key]}
              allowDecimal={decimals}
              min={decimals ? undefined : 1}
              onChange={(value) => set({ [key]: Number(value) || 0 })}
              w={120}
            />
          );
          return (
            <Group key={index} gap="xs" align="flex-end">
              <Autocomplete
                label={t('ramp.metric')}
                size="xs"
                data={names}
                value={rail.metric}
                onChange={(metric) => set({ metric })}
                w={180}
              />
              <Select
                label={t('ramp.aggregate')}
                size="xs"
                allowDeselect={false}
                data={AGGREGATES.map((value) => ({ value, label: t(`ramp.aggregates.${value}`) }))}
                value={rail.aggregate}
                onChange={(value) => set({ aggregate: value ?? rail.aggregate })}
                w={110}
              />
              <Select
                label={t('ramp.direction')}
                size="xs"
                allowDeselect={false}
                data={DIRECTIONS.map((value) => ({ value, label: t(`ramp.directions.${value}`) }))}
                value={rail.direction}
                onChange={(value) => set({ direction: value ?? rail.direction })}
                w={110}
              />
              {number('limit', t('ramp.limit'), true)}
              {number('window_minutes', t('ramp.window'), false)}
              {number('min_count', t('ramp.minCount'), false)}
              <Select
                label={t('ramp.of')}
                size="xs"
                allowDeselect={false}
                data={OFS.map((value) => ({ value, label: t(`ramp.ofs.${value}`) }))}
                value={rail.of}
                onChange={(value) => set({ of: value ?? rail.of })}
                w={190}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                mb={3}
                aria-label={t('ramp.removeRail')}
                onClick={() => onChange(without(guardrails, index))}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Group>
          );
        })}
        <Button
          variant="subtle"
          size="xs"
          w="fit-content"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...guardrails, NEW])}
        >
          {t('ramp.addRail')}
        </Button>
      </Stack>
    </div>
  );
}
