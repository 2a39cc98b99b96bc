import { expect, it } from 'vitest';
import { changesBetween } from '@/ui/diff';
import { readableState, ruleNames } from './differences';
import type { ConditionWords } from './model';

const words: ConditionWords = {
  operator: (op) => op,
  segment: (key) => key,
  share: (from) => from,
  not: (condition) => condition,
};
const serve = (variant: string) => ({ kind: 'variant', variant });
const state = (rules: unknown[], enabled: boolean) => ({
  name: 'Cashier',
  variants: [{ key: 'on', value: true }],
  environments: {
    production: { enabled, off_variant: 'off', default: serve('on'), rules, prerequisites: [] },
  },
});

it('compares rules by their ids, and what they serve in short', () => {
  const before = state([{ id: 'a', name: 'A', when: [], serve: serve('on') }], false);
  const after = state(
    [
      { id: 'b', name: '', when: [], serve: serve('off') },
      { id: 'a', name: 'A', when: [], serve: serve('off') },
    ],
    true,
  );
  expect(
    changesBetween(readableState(before, words), readableState(after, words)).map((change) => [
      change.path,
      change.before,
      change.after,
    ]),
  ).toEqual([
    ['production.enabled', false, true],
    ['production.order', 'A', 'b → A'],
    ['production.rules.a.serve', 'on', 'off'],
    ['production.rules.b.serve', undefined, 'off'],
  ]);
});

it('knows the rules by their names', () => {
  const before = state([{ id: 'a', name: 'A', when: [], serve: serve('on') }], false);
  const after = state(
    [
      { id: 'a', name: 'Renamed', when: [], serve: serve('on') },
      { id: 'b', name: '', when: [], serve: serve('on') },
    ],
    false,
  );
  expect(ruleNames(before, after)).toEqual({ a: 'Renamed' });
  expect(ruleNames(null)).toEqual({});
});

it('makes nothing of what is no state', () => {
  expect(readableState(null, words)).toEqual({});
});
