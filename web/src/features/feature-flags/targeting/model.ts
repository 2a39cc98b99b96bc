import type { Condition, Configuration, Rule, Serve, Setup } from '../flag/queries';

/** All of a rollout, as the engine counts it: thousandths of a percent. */
export const FULL = 100_000;

export type AttributeCondition = Extract<Condition, { kind: 'attribute' }>;
export type Operator = AttributeCondition['op'];
export type Scalar = AttributeCondition['values'][number];
export type Split = Extract<Serve, { kind: 'split' }>;

export const OPERATORS: readonly Operator[] = [
  'in',
  'contains',
  'starts_with',
  'ends_with',
  'matches',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'before',
  'after',
  'semver_eq',
  'semver_gt',
  'semver_gte',
  'semver_lt',
  'semver_lte',
  'has_any',
  'has_all',
  'exists',
];

/** How many values an operator takes: none, one, two, or any number from one. */
export function valueCount(op: Operator): 0 | 1 | 2 | 'many' {
  if (op === 'exists') return 0;
  if (op === 'between') return 2;
  if (/^(gt|lt)e?$|^before$|^after$|^semver_(gt|lt)e?$/.test(op)) return 1;
  return 'many';
}

/** Attributes that are offered; any other may be typed. */
export const KNOWN_ATTRIBUTES = [
  'targetingKey',
  'country',
  'vip_level',
  'device',
  'platform',
  'tags',
  'email',
  'language',
  'currency',
  'app_version',
  'registered_at',
];

/**
 * A typed value: a number or true and false where it looks like one, else text. Text that looks
 * like a number is written in quotes.
 */
export function parseScalar(text: string): Scalar {
  const trimmed = text.trim();
  const quoted = /^"(.*)"$/s.exec(trimmed);
  if (quoted) return quoted[1] ?? '';
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i.test(trimmed) ? Number(trimmed) : trimmed;
}

/** A value as it is typed: `parseScalar` of it gives the value again. */
export function showScalar(value: Scalar): string {
  if (typeof value !== 'string') return String(value);
  return parseScalar(value) === value ? value : `"${value}"`;
}

export function newCondition(kind: Condition['kind'], salt: string): Condition {
  switch (kind) {
    case 'attribute':
      return { kind, attribute: '', op: 'in', values: [], negate: false, ignore_case: false };
    case 'segment':
      return { kind, segment: '', negate: false };
    case 'share':
      return {
        kind,
        by: 'targetingKey',
        hash: 'gapless',
        salt,
        seed: 0,
        total: FULL,
        start: 0,
        end: FULL / 2,
      };
    case 'not':
      return { kind, of: newCondition('attribute', salt) };
    default:
      return { kind, of: [newCondition('attribute', salt)] };
  }
}

/** An id that no rule of the list has. */
export function freeId(rules: readonly Rule[]): string {
  for (let number = rules.length + 1; ; number += 1) {
    const id = `rule-${number}`;
    if (!rules.some((rule) => rule.id === id)) return id;
  }
}

export function newRule(rules: readonly Rule[], variant: string, salt: string): Rule {
  return {
    id: freeId(rules),
    name: '',
    when: [newCondition('attribute', salt)],
    serve: { kind: 'variant', variant },
  };
}

export function newSplit(variants: readonly string[], salt: string): Split {
  return {
    kind: 'split',
    by: 'targetingKey',
    hash: 'gapless',
    salt,
    seed: 0,
    total: FULL,
    slices: evenly(variants, FULL),
  };
}

/** Equal shares that sum to the whole; what does not divide goes to the first ones. */
export function evenly(variants: readonly (string | null)[], total: number): Split['slices'] {
  const each = Math.floor(total / variants.length);
  const rest = total - each * variants.length;
  return variants.map((variant, index) => ({ variant, weight: each + (index < rest ? 1 : 0) }));
}

export const percentOf = (weight: number, total: number): number =>
  Math.round((weight / total) * 100_000) / 1000;

export const weightOf = (percent: number, total: number): number =>
  Math.round((percent / 100) * total);

export const sumOf = (split: Split): number =>
  split.slices.reduce((sum, slice) => sum + slice.weight, 0);

/** What is served, in short: a variant, or the shares of several. */
export function serveText(serve: Serve): string {
  if (serve.kind === 'variant') return serve.variant;
  return serve.slices
    .map((slice) => `${percentOf(slice.weight, serve.total)}% ${slice.variant ?? '→'}`)
    .join(' · ');
}

/** What a condition in short needs of a language. */
export interface ConditionWords {
  operator: (op: Extract<Condition, { kind: 'attribute' }>['op'], negate: boolean) => string;
  segment: (key: string, negate: boolean) => string;
  share: (from: string, to: string, by: string) => string;
  not: (condition: string) => string;
}

/** A condition in short, as a comparison of two versions shows it. */
export function conditionText(condition: Condition, words: ConditionWords): string {
  switch (condition.kind) {
    case 'attribute': {
      const values = condition.values.map(showScalar).join(', ');
      const operator = words.operator(condition.op, condition.negate);
      return `${condition.attribute} ${operator}${values === '' ? '' : ` ${values}`}`;
    }
    case 'segment':
      return words.segment(condition.segment, condition.negate);
    case 'share': {
      const [from, to] = [condition.start, condition.end].map(
        (at) => `${percentOf(at, condition.total)}%`,
      );
      return words.share(from ?? '', to ?? '', condition.by);
    }
    case 'not':
      return words.not(conditionText(condition.of, words));
    default: {
      const joint = condition.kind === 'any' ? ' | ' : ' & ';
      return `(${condition.of.map((one) => conditionText(one, words)).join(joint)})`;
    }
  }
}

export function configurationOf({ enabled: _enabled, ...configuration }: Setup): Configuration {
  return configuration;
}

const PARTS = ['off_variant', 'default', 'rules', 'prerequisites'] as const;

/** The parts of a draft that differ from what is stored: only they are sent. */
export function changedParts(
  stored: Configuration,
  draft: Configuration,
): Partial<Configuration> | null {
  const changed = PARTS.filter(
    (part) => JSON.stringify(stored[part]) !== JSON.stringify(draft[part]),
  );
  if (changed.length === 0) return null;
  return Object.fromEntries(changed.map((part) => [part, draft[part]]));
}

/** The list with one item moved by so many places. */
export function moved<T>(items: readonly T[], index: number, by: number): T[] {
  const next = [...items];
  const [item] = next.splice(index, 1);
  if (item !== undefined) next.splice(index + by, 0, item);
  return next;
}

export const replaced = <T>(items: readonly T[], index: number, item: T): T[] =>
  items.map((old, at) => (at === index ? item : old));

export const without = <T>(items: readonly T[], index: number): T[] =>
  items.filter((_, at) => at !== index);
