import type { ActivityRow } from './queries';

const NAMES = ['email', 'name', 'title', 'team', 'filename'];

/** The name of what an act was about, as its states have it; nothing where they have none. */
export function subjectOf(act: Pick<ActivityRow, 'before_snapshot' | 'after_snapshot'>) {
  for (const state of [act.after_snapshot, act.before_snapshot])
    for (const key of NAMES) {
      const name = state?.[key];
      if (typeof name === 'string' && name !== '') return name;
    }
  return undefined;
}
