import type { Job, JobStatus, JobSummary } from './wire';

/** The server is at work: ask again until it is not. */
const BUSY: readonly JobStatus[] = ['queued', 'running', 'importing'];

/** States in which an import can be called off. */
const CANCELLABLE: readonly JobStatus[] = ['queued', 'running', 'needs_mapping', 'ready'];

export function isBusy(status: JobStatus): boolean {
  return BUSY.includes(status);
}

export function isCancellable(status: JobStatus): boolean {
  return CANCELLABLE.includes(status);
}

/** Whether another mapping can be given: the file has been looked into, and is not imported. */
export function isMappable(job: Job): boolean {
  return (
    job.mapping !== null &&
    (job.status === 'needs_mapping' || job.status === 'ready' || job.status === 'failed')
  );
}

export const STAGES = ['upload', 'fields', 'check', 'review', 'import'] as const;
export type Stage = (typeof STAGES)[number];
export type StageState = 'done' | 'current' | 'waiting' | 'failed';

/** Whether the rows were judged, as far as the numbers tell. */
export function isJudged({ counts }: JobSummary): boolean {
  return Object.values(counts).some((count) => count > 0);
}

/** The stage a job stands in, or stopped in. */
function stageOf(job: JobSummary): Stage {
  switch (job.status) {
    case 'needs_mapping':
      return 'fields';
    case 'ready':
      return 'review';
    case 'importing':
    case 'completed':
    case 'undone':
      return 'import';
    case 'cancelled':
      return isJudged(job) ? 'review' : 'check';
    default:
      return 'check';
  }
}

/** How far each stage is, in order. */
export function stagesOf(job: JobSummary): { stage: Stage; state: StageState }[] {
  const at = STAGES.indexOf(stageOf(job));
  const stopped = job.status === 'failed' || job.status === 'cancelled';
  const finished = job.status === 'completed' || job.status === 'undone';
  return STAGES.map((stage, index) => {
    if (index < at || finished) return { stage, state: 'done' };
    if (index > at) return { stage, state: 'waiting' };
    return { stage, state: stopped ? 'failed' : 'current' };
  });
}

/** What an import would do, in numbers. */
export interface Plan {
  added: number;
  changed: number;
  /** How many of the changed get another RTP. */
  rtpChanged: number;
  unchanged: number;
  /** Rows that are left out, whatever the reason. */
  skipped: number;
}

export function planOf({ counts }: JobSummary): Plan {
  return {
    added: counts.valid,
    changed: counts.update,
    rtpChanged: counts.rtp_changes,
    unchanged: counts.unchanged,
    skipped: counts.invalid + counts.duplicate,
  };
}

export type NextStep =
  | 'wait'
  | 'map'
  | 'resolve'
  | 'confirm'
  | 'nothing_new'
  | 'nothing_left'
  | 'imported'
  | 'undone'
  | 'failed'
  | 'cancelled';

/** The one thing the user should do, or know, now. */
export function nextStep(job: JobSummary): NextStep {
  switch (job.status) {
    case 'queued':
    case 'running':
    case 'importing':
      return 'wait';
    case 'needs_mapping':
      return 'map';
    case 'completed':
      return 'imported';
    case 'ready':
      return readyStep(job);
    default:
      return job.status;
  }
}

function readyStep(job: JobSummary): NextStep {
  if (job.duplicates.undecided_games > 0) return 'resolve';
  const { added, changed, unchanged } = planOf(job);
  if (added + changed > 0) return 'confirm';
  return unchanged > 0 ? 'nothing_new' : 'nothing_left';
}

const SETBACKS = ['IMPORT_STALE', 'IMPORT_FAILED'];

/** Whether a notice tells that an import did not go through, and not only what is good to know. */
export function isSetback({ code }: { code: string }): boolean {
  return SETBACKS.includes(code);
}

/** How to speak of what an import does to its rows: as a plan, a fact, or neither any more. */
export type Tense = 'planned' | 'done' | 'undone' | 'dropped';

export function tenseOf(status: JobStatus): Tense {
  switch (status) {
    case 'completed':
      return 'done';
    case 'undone':
      return 'undone';
    case 'cancelled':
    case 'failed':
      return 'dropped';
    default:
      return 'planned';
  }
}
