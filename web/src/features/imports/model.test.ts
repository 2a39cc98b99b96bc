import { describe, expect, it } from 'vitest';
import { isMappable, nextStep, planOf, stagesOf } from './model';
import { jobWith } from './testing';
import type { JobStatus } from './wire';

describe('nextStep', () => {
  it.each([
    ['queued', 'wait'],
    ['running', 'wait'],
    ['importing', 'wait'],
    ['needs_mapping', 'map'],
    ['completed', 'imported'],
    ['failed', 'failed'],
    ['cancelled', 'cancelled'],
    ['undone', 'undone'],
  ] as const)('%s: %s', (status, expected) => {
    expect(nextStep(jobWith({ status }))).toBe(expected);
  });

  it('asks for decisions before anything is imported', () => {
    expect(nextStep(jobWith({ status: 'ready', valid: 4, undecided_games: 1 }))).toBe('resolve');
  });

  it.each([
    [{ valid: 1 }, 'confirm'],
    [{ update: 1, invalid: 9 }, 'confirm'],
    [{ unchanged: 3 }, 'nothing_new'],
    [{ duplicate: 2, invalid: 1 }, 'nothing_left'],
  ] as const)('a ready import with %o: %s', (counts, expected) => {
    expect(nextStep(jobWith({ status: 'ready', ...counts }))).toBe(expected);
  });
});

describe('stagesOf', () => {
  const states = (job: ReturnType<typeof jobWith>) => stagesOf(job).map(({ state }) => state);

  it.each([
    ['queued', ['done', 'done', 'current', 'waiting', 'waiting']],
    ['needs_mapping', ['done', 'current', 'waiting', 'waiting', 'waiting']],
    ['ready', ['done', 'done', 'done', 'current', 'waiting']],
    ['importing', ['done', 'done', 'done', 'done', 'current']],
    ['completed', ['done', 'done', 'done', 'done', 'done']],
    ['failed', ['done', 'done', 'failed', 'waiting', 'waiting']],
  ] as [JobStatus, string[]][])('%s', (status, expected) => {
    expect(states(jobWith({ status }))).toEqual(expected);
  });

  it('shows where a cancelled import stopped', () => {
    expect(states(jobWith({ status: 'cancelled' }))[2]).toBe('failed');
    expect(states(jobWith({ status: 'cancelled', valid: 5 }))[3]).toBe('failed');
  });
});

describe('planOf', () => {
  it('counts as skipped whatever is not imported', () => {
    const job = jobWith({
      valid: 5,
      update: 4,
      rtp_changes: 2,
      unchanged: 3,
      invalid: 2,
      duplicate: 1,
    });
    expect(planOf(job)).toEqual({ added: 5, changed: 4, rtpChanged: 2, unchanged: 3, skipped: 3 });
  });
});

describe('isMappable', () => {
  it('needs a file that was looked into and is not imported', () => {
    expect(isMappable(jobWith({ status: 'failed' }))).toBe(false);
    const mapping = {
      origin: null,
      sources: {},
      constants: {},
      headers: [],
      candidates: [],
      unexplained: [],
    };
    expect(isMappable({ ...jobWith({ status: 'failed' }), mapping })).toBe(true);
    expect(isMappable({ ...jobWith({ status: 'completed' }), mapping })).toBe(false);
  });
});
