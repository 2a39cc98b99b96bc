import type { ImportRow, Job, JobStatus, RowCounts } from './wire';

/** A job for tests, with the given status and numbers and nothing else of note. */
export function jobWith(
  part: { status?: JobStatus; undecided_games?: number } & Partial<RowCounts>,
): Job {
  const { status = 'ready', undecided_games = 0, ...counts } = part;
  const none = { valid: 0, invalid: 0, duplicate: 0, update: 0, unchanged: 0, rtp_changes: 0 };
  return {
    job_id: '00000000-0000-4000-8000-000000000001',
    status,
    filename: 'games.json',
    size: 1,
    format: 'json',
    encoding: 'utf-8',
    member: null,
    source_label: null,
    total_items: 0,
    total_errors: 0,
    counts: { ...none, ...counts },
    duplicates: { folded: 0, contested_games: undecided_games, contested_rows: 0, undecided_games },
    progress: { phase: null, current: 0, total: null, percent: 0 },
    result: null,
    undo: null,
    created_by: null,
    created_at: '2026-11-23T12:00:00Z',
    updated_at: '2026-11-23T12:00:00Z',
    finished_at: null,
    client_type: null,
    launch_url: null,
    min_version: null,
    notes: null,
    mapping: null,
    notices: [],
    providers: [],
    error_summary: null,
    items: [],
  };
}

/** A row for tests: one of several that the file gives for the game first named in `first_row`. */
export function rowWith(part: Partial<ImportRow> & { row: number }): ImportRow {
  return {
    id: String(part.row),
    external_id: 'G-1',
    provider: 'Northwind',
    provider_id: 'Northwind',
    name: 'Game',
    category: 'Slot',
    type: 'slot',
    rtp: 96,
    status: 'duplicate',
    errors: [],
    changes: [],
    game_id: null,
    first_row: part.row,
    conflict: true,
    resolution: null,
    outcome: null,
    assumed: [],
    tidied: [],
    ...part,
  };
}
