import type { PlanRequest } from './queries';

/** The planner's fields as people write them: rates and effects in percent. */
export interface PlanDraft {
  kind: 'conversion' | 'mean';
  baseline: number | '';
  deviation: number | '';
  effect: number | '';
  dailyUsers: number | '';
  traffic: number | '';
  alpha: number;
  power: number;
  weights: number[];
}

export const FIRST_PLAN: PlanDraft = {
  kind: 'conversion',
  baseline: 10,
  deviation: '',
  effect: 10,
  dailyUsers: 1000,
  traffic: 100,
  alpha: 0.05,
  power: 0.8,
  weights: [1, 1],
};

/** What the server is asked; null as long as a field is empty or cannot be right. */
export function requestOf(draft: PlanDraft): PlanRequest | null {
  const { kind, baseline, deviation, effect, dailyUsers, traffic } = draft;
  if (baseline === '' || effect === '' || dailyUsers === '' || traffic === '') return null;
  if (baseline <= 0 || effect === 0 || dailyUsers <= 0 || traffic <= 0 || traffic > 100)
    return null;
  if (kind === 'mean' && (deviation === '' || deviation <= 0)) return null;
  return {
    kind,
    baseline: kind === 'conversion' ? baseline / 100 : baseline,
    deviation: kind === 'mean' && deviation !== '' ? deviation : null,
    effect: effect / 100,
    alpha: draft.alpha,
    power: draft.power,
    weights: draft.weights,
    daily_users: dailyUsers,
    traffic,
  };
}

/** What is asked where nothing can be asked yet, and the answer is not used. */
export const FIRST_REQUEST: PlanRequest = {
  kind: 'conversion',
  baseline: 0.1,
  effect: 0.1,
  alpha: 0.05,
  power: 0.8,
  weights: [1, 1],
  daily_users: 1000,
  traffic: 100,
};
