export interface Change {
  path: string;
  before: unknown;
  after: unknown;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * What differs between two records, leaf by leaf, with dotted paths. A field that is absent on one
 * side is `undefined` there. Lists are compared whole: a position is no identity.
 */
export function changesBetween(before: unknown, after: unknown, prefix = ''): Change[] {
  if (isPlain(before) && isPlain(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) =>
      changesBetween(before[key], after[key], prefix === '' ? key : `${prefix}.${key}`),
    );
  }
  if (isPlain(before) && after == null)
    return Object.keys(before).flatMap((key) =>
      changesBetween(before[key], undefined, prefix === '' ? key : `${prefix}.${key}`),
    );
  if (before == null && isPlain(after))
    return Object.keys(after).flatMap((key) =>
      changesBetween(undefined, after[key], prefix === '' ? key : `${prefix}.${key}`),
    );
  if (before == null && after == null) return [];
  return isSame(before, after) ? [] : [{ path: prefix, before, after }];
}

/** A value as a person reads it; null where there is none. */
export function displayValue(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}
