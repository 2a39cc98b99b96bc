import type { ApiProblem } from '@/api/problem';

interface ConflictingGame {
  provider: string;
  external_id: string;
  name: string;
}

/** Games that a later import changed, which therefore stand in the way of an undo. */
export interface Conflict {
  total: number;
  /** The first few of them. */
  first: ConflictingGame[];
}

const SHOWN = 5;

/** The conflict that an error tells of; null for any other error. */
export function conflictOf({ code, details }: ApiProblem): Conflict | null {
  if (code !== 'UNDO_CONFLICT') return null;
  const first = Array.isArray(details.first) ? (details.first as ConflictingGame[]) : [];
  return { total: Number(details.games), first: first.slice(0, SHOWN) };
}
