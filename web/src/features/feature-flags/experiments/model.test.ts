import { describe, expect, it } from 'vitest';
import { actsOf, isGood, onOneGrid, placeOn, pText, scaleOf, shareOf } from './model';

const experiment = {
  variants: [
    { id: 'off', name: 'Without', weight: 1 },
    { id: 'on', name: 'With', weight: 3 },
  ],
};

describe('actsOf', () => {
  it.each([
    ['draft', ['start', 'archive']],
    ['running', ['pause', 'ship', 'complete']],
    ['paused', ['resume', 'ship', 'complete']],
    ['completed', ['ship', 'archive']],
  ] as const)('%s', (status, acts) => {
    expect(actsOf({ status, archived: false })).toEqual(acts);
    expect(actsOf({ status, archived: true })).toEqual([]);
  });
});

it('shares follow the weights, whatever they sum to', () => {
  expect(shareOf(experiment, 'on')).toBe(0.75);
  expect(shareOf(experiment, 'gone')).toBe(0);
});

it('less is good where less is the goal', () => {
  expect(isGood('increase', 0.1)).toBe(true);
  expect(isGood('decrease', 0.1)).toBe(false);
  expect(isGood('decrease', -0.1)).toBe(true);
  expect(isGood('increase', 0)).toBeNull();
  expect(isGood('increase', null)).toBeNull();
});

it('curves on different grids are drawn on one', () => {
  const curve = (...points: [number, number][]) => points.map(([x, density]) => ({ x, density }));
  const grid = onOneGrid({
    a: curve([0, 0], [2, 4], [4, 0]),
    b: curve([1, 1], [3, 5]),
  });
  expect(grid).toEqual([
    { x: 0, a: 0, b: 0 },
    { x: 1, a: 2, b: 1 },
    { x: 2, a: 4, b: 3 },
    { x: 3, a: 2, b: 5 },
    { x: 4, a: 0, b: 0 },
  ]);
});

describe('the scale of intervals', () => {
  const against = (low: number | null, high: number | null) =>
    ({
      lift: 0.1,
      lift_interval: { low: 0.05, high: 0.15 },
      always_valid_interval: { low, high },
    }) as unknown as Parameters<typeof scaleOf>[0][number];

  it('holds nought and every end', () => {
    const [low, high] = scaleOf([against(0.02, 0.18)]);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0.18);
  });
  it('does without ends that are not known', () => {
    expect(scaleOf([against(null, null)])[1]).toBeLessThan(0.2);
  });
  it('places within its ends', () => {
    expect(placeOn([-1, 1], 0)).toBe(50);
    expect(placeOn([-1, 1], 5)).toBe(100);
  });
});

it("p-values have three digits in the reader's language", () => {
  expect(pText(0.04321, 'en')).toBe('0.043');
  expect(pText(0.04321, 'tr')).toBe('0,043');
  expect(pText(1e-9, 'en')).toBe('< 0.001');
  expect(pText(1, 'en')).toBe('1.000');
});
