/** How a switch is to end, as it is chosen in the form. */

export const ENDS = ['lifted', '15m', '1h', '4h', '24h', 'at'] as const;

export interface End {
  kind: (typeof ENDS)[number];
  /** For `at`: `YYYY-MM-DDTHH:MM`, in UTC. */
  at: string;
}

const MINUTES: Partial<Record<End['kind'], number>> = {
  '15m': 15,
  '1h': 60,
  '4h': 240,
  '24h': 1440,
};

/** The moment as the server takes it; null: none; undefined: no moment that lies ahead is given. */
export function endOf(end: End, now: number): string | null | undefined {
  if (end.kind === 'lifted') return null;
  const minutes = MINUTES[end.kind];
  if (minutes !== undefined) return new Date(now + minutes * 60_000).toISOString();
  const at = Date.parse(`${end.at}:00Z`);
  return Number.isNaN(at) || at <= now ? undefined : new Date(at).toISOString();
}
