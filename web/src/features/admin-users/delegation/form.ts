import type { Schema } from '@/api/client';
import type { Delegable } from './queries';

export interface DelegationForm {
  from: string | null;
  to: string | null;
  permissions: string[];
  /** As a `datetime-local` field holds it, read as UTC. */
  startsAt: string;
  endsAt: string;
  reason: string;
}

const WORKING_DAY = 8 * 3600_000;

/** A moment as a `datetime-local` field takes it, in UTC. */
export function toField(moment: Date): string {
  return moment.toISOString().slice(0, 16);
}

export function fromField(text: string): string {
  return `${text}:00Z`;
}

export function newDelegation(now: Date, from: string | null): DelegationForm {
  return {
    from,
    to: null,
    permissions: [],
    startsAt: toField(now),
    endsAt: toField(new Date(now.getTime() + WORKING_DAY)),
    reason: '',
  };
}

/** What `from` can hand over and `to` does not hold yet. */
export function choices(people: Delegable[], form: DelegationForm): string[] {
  const giver = people.find(({ person }) => person.id === form.from);
  const taker = people.find(({ person }) => person.id === form.to);
  return (giver?.delegable ?? []).filter((permission) => !taker?.held.includes(permission));
}

/** The request, or nothing while something is missing. */
export function requestOf(form: DelegationForm): Schema<'DelegationCreate'> | undefined {
  const reason = form.reason.trim();
  if (form.from === null || form.to === null || form.permissions.length === 0) return undefined;
  if (form.startsAt === '' || form.endsAt === '' || reason.length < 3) return undefined;
  return {
    from_admin_id: form.from,
    to_admin_id: form.to,
    permissions: form.permissions as Schema<'Permission'>[],
    starts_at: fromField(form.startsAt),
    ends_at: fromField(form.endsAt),
    reason,
  };
}
