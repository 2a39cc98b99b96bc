/** A reason as a header: percent-encoded, because headers carry no letters beyond Latin-1. */
export function reasonHeader(reason: string): Record<string, string> {
  const line = reason.replaceAll(/\s+/g, ' ').trim();
  return line === '' ? {} : { 'X-Reason': encodeURIComponent(line) };
}
