/** Readers for what an address may carry: anyone can type an address, so nothing is trusted. */

export function optionalText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function optionalOneOf<T extends string>(
  value: unknown,
  allowed: readonly T[],
): T | undefined {
  return allowed.find((candidate) => candidate === value);
}

/** A whole number from 1 up; `undefined` where it is absent or no such number. */
export function optionalCount(value: unknown, max = Number.MAX_SAFE_INTEGER): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= max
    ? number
    : undefined;
}

/**
 * A path inside the panel: another site's address must not become the page after sign-in. Browsers
 * drop tabs and line ends, so that one with a control character is none either.
 */
export function safeNext(next: string | undefined): string {
  const isPage = next !== undefined && /^\/(?![/\\])\P{Cc}*$/u.test(next);
  return isPage && !next.startsWith('/login') ? next : '/';
}
