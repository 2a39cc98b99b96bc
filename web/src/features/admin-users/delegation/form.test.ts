import { describe, expect, it } from 'vitest';
import { choices, newDelegation, requestOf } from './form';

const now = new Date('2026-03-01T09:30:45Z');
const person = (id: string) => ({ id, full_name: id, email: `${id}@x.example`, role: 'Admin' });

describe('the form of a delegation', () => {
  it('begins now and lasts a working day, in UTC', () => {
    const form = newDelegation(now, 'a');
    expect(form).toMatchObject({ startsAt: '2026-03-01T09:30', endsAt: '2026-03-01T17:30' });
  });

  it('offers what the giver has and the taker has not', () => {
    const people = [
      { person: person('a'), delegable: ['games:read', 'games:write'], held: ['games:read'] },
      { person: person('b'), delegable: [], held: ['games:read'] },
    ];
    expect(choices(people, { ...newDelegation(now, 'a'), to: 'b' })).toEqual(['games:write']);
    expect(choices(people, newDelegation(now, null))).toEqual([]);
  });

  it('is no request before everything is there', () => {
    const form = { ...newDelegation(now, 'a'), to: 'b', permissions: ['games:write'] };
    expect(requestOf(form)).toBeUndefined();
    expect(requestOf({ ...form, reason: ' on leave ' })).toMatchObject({
      reason: 'on leave',
      starts_at: '2026-03-01T09:30:00Z',
    });
  });
});
