import { describe, expect, it } from 'vitest';
import { faultAt, faultsOf } from './faults';
import {
  type ConditionWords,
  changedParts,
  conditionText,
  evenly,
  freeId,
  moved,
  newSplit,
  parseScalar,
  percentOf,
  serveText,
  showScalar,
  sumOf,
  weightOf,
} from './model';

describe('scalars', () => {
  it.each([
    ['TR', 'TR'],
    [' 18 ', 18],
    ['-1.5e3', -1500],
    ['true', true],
    ['"18"', '18'],
    ['2.10.0', '2.10.0'],
    ['"true"', 'true'],
    ['', ''],
  ])('%j is read as %j', (text, value) => {
    expect(parseScalar(text)).toBe(value);
  });
  it.each([18, '18', true, 'true', 'TR', '2.10.0', '1e400x'])(
    '%j survives a round trip',
    (value) => {
      expect(parseScalar(showScalar(value))).toBe(value);
    },
  );
});

describe('splits', () => {
  it('sums to the whole whatever the number of variants', () => {
    for (const names of [['a'], ['a', 'b', 'c'], ['a', 'b', 'c', 'd', 'e', 'f', 'g']])
      expect(sumOf(newSplit(names, 's'))).toBe(100_000);
    expect(evenly(['a', 'b', 'c'], 10).map((slice) => slice.weight)).toEqual([4, 3, 3]);
  });
  it('turns percents into weights and back', () => {
    for (const percent of [0, 0.001, 12.345, 33.333, 100])
      expect(percentOf(weightOf(percent, 100_000), 100_000)).toBe(percent);
    expect(percentOf(weightOf(12.5, 9999), 9999)).toBeCloseTo(12.5, 1);
  });
  it('is told in short', () => {
    expect(serveText({ kind: 'variant', variant: 'on' })).toBe('on');
    expect(serveText(newSplit(['on', 'off'], 's'))).toBe('50% on · 50% off');
  });
});

const stored = {
  off_variant: 'off',
  default: { kind: 'variant' as const, variant: 'on' },
  rules: [],
  prerequisites: [],
};

describe('conditions', () => {
  it('are told in short', () => {
    const country = {
      kind: 'attribute' as const,
      attribute: 'country',
      op: 'in' as const,
      values: ['TR', 'DE'],
      negate: true,
      ignore_case: false,
    };
    const vip = { kind: 'segment' as const, segment: 'vip', negate: false };
    const words: ConditionWords = {
      operator: (op, negate) => (negate ? `not ${op}` : op),
      segment: (key, negate) => `${negate ? 'outside' : 'inside'} ${key}`,
      share: (from, to, by) => `${from} to ${to} by ${by}`,
      not: (condition) => `not (${condition})`,
    };
    const { slices: _, ...place } = newSplit(['on'], 'salt');
    const share = { ...place, kind: 'share' as const, start: 0, end: 10_000 };
    const any = { kind: 'any' as const, of: [country, { kind: 'not' as const, of: vip }, share] };
    expect(conditionText(any, words)).toBe(
      '(country not in TR, DE | not (inside vip) | 0% to 10% by targetingKey)',
    );
  });
});

describe('drafts', () => {
  it('send only the parts that were changed', () => {
    expect(changedParts(stored, structuredClone(stored))).toBeNull();
    expect(changedParts(stored, { ...stored, off_variant: 'on' })).toEqual({ off_variant: 'on' });
  });
  it('give a rule an id that is free', () => {
    const rule = (id: string) => ({ id, name: '', when: [], serve: stored.default });
    expect(freeId([])).toBe('rule-1');
    expect(freeId([rule('rule-2')])).toBe('rule-3');
  });
  it('move an item', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
  });
});

describe('faults', () => {
  const faults = faultsOf(
    [
      { field: 'environments.production.rules.0.when.1.values.0', code: 'X', message: 'bad' },
      { field: 'variants.0.value', code: 'Y', message: 'worse' },
    ],
    'production',
  );
  it('are found at their place and at what holds it', () => {
    expect(faultAt(faults, 'rules.0.when.1')).toBe('bad');
    expect(faultAt(faults, 'rules.0')).toBe('bad');
    expect(faultAt(faults, 'rules.1')).toBeUndefined();
    expect(faultAt(faults, 'rules.0.when.10')).toBeUndefined();
    expect(faultAt(faults, 'variants')).toBe('worse');
  });
});
