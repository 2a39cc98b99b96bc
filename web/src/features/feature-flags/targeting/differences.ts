import type { Configuration } from '../flag/queries';
import { type ConditionWords, conditionText, serveText } from './model';

/**
 * A configuration in a form in which a comparison field by field reads well: rules by their names,
 * what they serve in short, conditions one by one.
 */
export function readable(
  configuration: Partial<Configuration>,
  words: ConditionWords,
): Record<string, unknown> {
  const { rules, default: serve, prerequisites, off_variant } = configuration;
  return {
    ...(off_variant === undefined ? {} : { off_variant }),
    ...(serve === undefined ? {} : { default: serveText(serve) }),
    ...(rules === undefined
      ? {}
      : {
          ...(rules.length === 0
            ? {}
            : { order: rules.map((rule) => rule.name || rule.id).join(' → ') }),
          rules: Object.fromEntries(
            rules.map((rule) => [
              rule.id,
              {
                ...(rule.name === '' ? {} : { name: rule.name }),
                ...(rule.when.length === 0
                  ? {}
                  : { when: rule.when.map((one) => conditionText(one, words)).join(' & ') }),
                serve: serveText(rule.serve),
              },
            ]),
          ),
        }),
    ...(prerequisites === undefined
      ? {}
      : {
          prerequisites: Object.fromEntries(
            prerequisites.map((wanted) => [wanted.flag, wanted.variants]),
          ),
        }),
  };
}

/** The names of the rules in whole flags, by their ids; a later flag has the last word. */
export function ruleNames(...states: unknown[]): Record<string, string> {
  const setups = states.flatMap((state) =>
    isRecord(state) && isRecord(state.environments) ? Object.values(state.environments) : [],
  );
  return namesIn(...setups);
}

/** The same of setups. */
export function namesIn(...setups: unknown[]): Record<string, string> {
  const rules = setups.flatMap((setup) =>
    isRecord(setup) && Array.isArray(setup.rules) ? setup.rules.filter(isRecord) : [],
  );
  const named = rules.filter((rule) => typeof rule.name === 'string' && rule.name !== '');
  return Object.fromEntries(named.map((rule) => [String(rule.id), String(rule.name)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A whole flag, as a version or a request keeps it, made readable in the same way. */
export function readableState(state: unknown, words: ConditionWords): Record<string, unknown> {
  if (!isRecord(state)) return {};
  const { environments, variants, ...rest } = state;
  return {
    ...rest,
    variants: Array.isArray(variants)
      ? Object.fromEntries(
          variants
            .filter(isRecord)
            .map((variant) => [String(variant.key), JSON.stringify(variant.value)]),
        )
      : variants,
    ...(isRecord(environments)
      ? Object.fromEntries(
          Object.entries(environments)
            .filter((entry): entry is [string, Record<string, unknown>] => isRecord(entry[1]))
            .map(([name, { enabled, ...configuration }]) => [
              name,
              { enabled, ...readable(configuration as Partial<Configuration>, words) },
            ]),
        )
      : {}),
  };
}
