import type { Schema } from '@/api/client';
import { FIRST_PLAN, type PlanDraft } from './plan';
import type { Environment } from './queries';

export const METRICS = [
  'conversion',
  'deposit',
  'retention',
  'game_revenue',
  'ctr',
  'session_time',
] as const;
export type Kind = 'conversion' | 'mean' | 'ratio';

export interface MetricDraft {
  key: string;
  /** Empty: the server knows the metric by its name. */
  kind: Kind | '';
  event: string;
  denominator: string;
  goal: 'increase' | 'decrease';
  cap: number | '';
}

export interface VariantDraft {
  variant: string;
  name: string;
  weight: number | '';
}

export interface Condition {
  attribute: string;
  values: string[];
}

/** An experiment as it is being made. */
export interface ExperimentDraft {
  flag: string | null;
  environment: Environment;
  name: string;
  hypothesis: string;
  owner: string;
  variants: VariantDraft[];
  traffic: number | '';
  audience: Condition[];
  metrics: MetricDraft[];
  plan: PlanDraft;
  leastUsers: number | '';
  plannedUsers: number | '';
}

export const metricOf = (key: string): MetricDraft => ({
  key,
  kind: isKnown(key) ? '' : 'conversion',
  event: '',
  denominator: '',
  goal: 'increase',
  cap: '',
});

export const EMPTY: ExperimentDraft = {
  flag: null,
  environment: 'production',
  name: '',
  hypothesis: '',
  owner: '',
  variants: [],
  traffic: 100,
  audience: [],
  metrics: [metricOf('conversion')],
  plan: FIRST_PLAN,
  leastUsers: 1000,
  plannedUsers: '',
};

export function isKnown(key: string): boolean {
  return METRICS.some((known) => known === key);
}

/** Whether a step of the form is filled in as far as it must be. */
export function isDone(draft: ExperimentDraft, step: number): boolean {
  switch (step) {
    case 0:
      return draft.flag !== null && draft.name.trim() !== '';
    case 1:
      return (
        draft.variants.length >= 2 &&
        draft.variants.every((one) => one.weight !== '' && one.weight > 0) &&
        draft.traffic !== '' &&
        draft.traffic > 0 &&
        draft.traffic <= 100 &&
        draft.audience.every((one) => one.attribute.trim() !== '' && one.values.length > 0)
      );
    case 2:
      return draft.metrics.length > 0 && draft.metrics.every(isWhole);
    default:
      return draft.leastUsers !== '' && draft.leastUsers >= 10;
  }
}

function isWhole(metric: MetricDraft): boolean {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(metric.key)) return false;
  if (isKnown(metric.key)) return true;
  return metric.kind !== 'ratio' || (metric.event !== '' && metric.denominator !== '');
}

const text = (value: string) => (value.trim() === '' ? null : value.trim());

/** What the server is sent. */
export function bodyOf(draft: ExperimentDraft): Schema<'ExperimentCreate'> {
  return {
    flag: draft.flag ?? '',
    name: draft.name.trim(),
    hypothesis: draft.hypothesis.trim(),
    owner: text(draft.owner),
    environment: draft.environment,
    bucket_by: 'targetingKey',
    traffic: draft.traffic === '' ? 100 : draft.traffic,
    audience: draft.audience.map((one) => ({
      kind: 'attribute',
      attribute: one.attribute.trim(),
      op: 'in',
      values: one.values,
    })),
    variants: draft.variants.map((one) => ({
      variant: one.variant,
      name: text(one.name),
      weight: one.weight === '' ? 1 : one.weight,
    })),
    metrics: draft.metrics.map((metric) => ({
      key: metric.key,
      kind: metric.kind === '' ? null : metric.kind,
      event: text(metric.event),
      denominator: text(metric.denominator),
      goal: metric.goal,
      cap: metric.cap === '' ? null : metric.cap,
    })),
    alpha: draft.plan.alpha,
    power: draft.plan.power,
    planned_users: draft.plannedUsers === '' ? null : draft.plannedUsers,
    least_users: draft.leastUsers === '' ? 1000 : draft.leastUsers,
  };
}
