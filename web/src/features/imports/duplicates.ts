import type { DuplicatesRequest, ImportRow } from './wire';

export const STRATEGIES = ['keep_first', 'keep_last', 'exclude'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** Rows of one file that say different things about one game. */
export interface Group {
  /** Number of the game's first row in the file. */
  key: number;
  rows: ImportRow[];
}

/**
 * Rows as games, in the file's order; rows that only repeat another are no choice and left out.
 * The server sends a game's rows together, so while more are to come (`isComplete` false) the
 * last game may lack some and is held back.
 */
export function groupsOf(rows: ImportRow[], isComplete: boolean): Group[] {
  const groups = new Map<number, ImportRow[]>();
  for (const row of rows) {
    const key = row.first_row ?? row.row;
    const members = groups.get(key) ?? [];
    if (row.resolution !== 'folded') members.push(row);
    groups.set(key, members);
  }
  const found = [...groups].map(([key, members]) => ({ key, rows: members }));
  return isComplete ? found : found.slice(0, -1);
}

const COMPARED = ['name', 'category', 'type', 'rtp'] as const;
export type Compared = (typeof COMPARED)[number];

/** The fields in which the rows of a game differ, as far as a preview shows them. */
export function differing({ rows }: Group): Compared[] {
  return COMPARED.filter((field) => new Set(rows.map((row) => row[field])).size > 1);
}

/** What is decided for a game: the row that counts, or that none does. */
export type Decision = number | 'none';

/** What was decided on the server; null while nothing is. */
export function decided({ rows }: Group): Decision | null {
  const kept = rows.find((row) => row.resolution === 'kept');
  if (kept !== undefined) return kept.row;
  return rows.every((row) => row.resolution === 'excluded') ? 'none' : null;
}

/** What a strategy decides for a game. */
export function byStrategy({ rows }: Group, strategy: Strategy): Decision {
  const numbers = rows.map((row) => row.row);
  switch (strategy) {
    case 'keep_first':
      return Math.min(...numbers);
    case 'keep_last':
      return Math.max(...numbers);
    case 'exclude':
      return 'none';
  }
}

/** A person's own decisions, by the game's key. */
export type Own = ReadonlyMap<number, Decision>;

type Choice = NonNullable<DuplicatesRequest['choices']>[number];

/** The body that carries out a strategy and the decisions that outweigh it. */
export function requestOf(groups: Group[], strategy: Strategy | null, own: Own): DuplicatesRequest {
  const choices = groups.flatMap(({ key, rows }): Choice[] => {
    const decision = own.get(key);
    if (decision === undefined) return [];
    if (decision !== 'none') return [{ row: decision, action: 'keep' }];
    return rows.map(({ row }) => ({ row, action: 'exclude' }));
  });
  return { strategy, choices };
}
