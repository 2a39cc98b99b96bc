import type { Configuration } from '../flag/queries';
import { conditionText, serveText } from './model';

/**
 * A configuration in a form in which a comparison field by field reads well: rules by their names,
 * what they serve in short, conditions one by one.
 */
export function readable(configuration: Partial<Configuration>): Record<string, unknown> {
  const { rules, default: serve, prerequisites, off_variant } = configuration;
  return {
    ...(off_variant === undefined ? {} : { off_variant }),
    ...(serve === undefined ? {} : { default: serveText(serve) }),
    ...(rules === undefined
      ? {}
      : {
          order: rules.map((rule) => rule.name || rule.id).join(' → '),
          rules: Object.fromEntries(
            rules.map((rule) => [
              rule.id,
              {
                name: rule.name,
                when: rule.when.map(conditionText).join(' & '),
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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A whole flag, as a version or a request keeps it, made readable in the same way. */
export function readableState(state: unknown): Record<string, unknown> {
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
              { enabled, ...readable(configuration as Partial<Configuration>) },
            ]),
        )
      : {}),
  };
}
