type Context = Record<string, unknown>;

const MOST = 20;

function isContext(value: unknown): value is Context {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The contexts that a text of JSON holds: one object, or a list of them. Null: the text is empty.
 * Undefined: it is no such thing.
 */
export function parseContexts(text: string): Context[] | null | undefined {
  if (text.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    const list = Array.isArray(value) ? value : [value];
    return list.length > 0 && list.length <= MOST && list.every(isContext) ? list : undefined;
  } catch {
    return undefined;
  }
}
