import type { Act, Experiment, MetricResult } from './queries';

/** The acts that an experiment's state allows, the most likely first. */
export function actsOf(experiment: Pick<Experiment, 'status' | 'archived'>): (Act | 'ship')[] {
  if (experiment.archived) return [];
  switch (experiment.status) {
    case 'draft':
      return ['start', 'archive'];
    case 'running':
      return ['pause', 'ship', 'complete'];
    case 'paused':
      return ['resume', 'ship', 'complete'];
    case 'completed':
      return ['ship', 'archive'];
  }
}

/** A variant's share of the users, 0 to 1. */
export function shareOf(experiment: Pick<Experiment, 'variants'>, id: string): number {
  const whole = experiment.variants.reduce((sum, variant) => sum + variant.weight, 0);
  return (experiment.variants.find((variant) => variant.id === id)?.weight ?? 0) / whole;
}

export function nameOf(experiment: Pick<Experiment, 'variants'>, id: string): string {
  return experiment.variants.find((variant) => variant.id === id)?.name ?? id;
}

/** Whether a change is for the better, by the metric's goal; null: none. */
export function isGood(goal: 'increase' | 'decrease', change: number | null): boolean | null {
  if (change === null || change === 0) return null;
  return goal === 'increase' ? change > 0 : change < 0;
}

export type Curve = { x: number; density: number }[];

/**
 * Curves on one grid, for a chart that has one: at each x of any of them, the height of each,
 * between its points by a straight line and beyond its ends nothing.
 */
export function onOneGrid(curves: Record<string, Curve>): Record<string, number>[] {
  const grid = [
    ...new Set(Object.values(curves).flatMap((curve) => curve.map((point) => point.x))),
  ];
  grid.sort((a, b) => a - b);
  return grid.map((x) => ({
    x,
    ...Object.fromEntries(Object.entries(curves).map(([key, curve]) => [key, heightAt(curve, x)])),
  }));
}

function heightAt(curve: Curve, x: number): number {
  const after = curve.findIndex((point) => point.x >= x);
  const right = curve[after];
  if (right === undefined) return 0;
  if (right.x === x) return right.density;
  const left = curve[after - 1];
  if (left === undefined) return 0;
  return left.density + ((right.density - left.density) * (x - left.x)) / (right.x - left.x);
}

/** The ends of a scale that shows every interval and nought, with a little air. */
export function scaleOf(results: MetricResult['against']): [number, number] {
  const ends = results
    .flatMap((one) => [
      one.lift_interval.low,
      one.lift_interval.high,
      one.always_valid_interval.low,
      one.always_valid_interval.high,
      one.lift,
    ])
    .filter((end): end is number => end !== null);
  const low = Math.min(0, ...ends);
  const high = Math.max(0, ...ends);
  const air = (high - low) * 0.06 || 0.01;
  return [low - air, high + air];
}

/** Where a value lies on a scale, in percent from its left, within its ends. */
export function placeOn([low, high]: [number, number], value: number): number {
  return Math.min(100, Math.max(0, ((value - low) / (high - low)) * 100));
}

/** A p-value as people read it: three digits, and no smaller than they can tell. */
export function pText(p: number, locale: string): string {
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 3,
    maximumFractionDigits: 3,
  });
  return p < 0.001 ? `< ${format.format(0.001)}` : format.format(p);
}
