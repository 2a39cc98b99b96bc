import { describe, expect, it } from 'vitest';
import { changesOf } from './edit';
import type { UserRow } from './queries';

const user = {
  full_name: 'Ada Deniz',
  email: 'ada@example.com',
  role_id: 'support',
  allowed_modules: ['games', 'reports'],
} as UserRow;
const same = {
  name: 'Ada Deniz',
  email: 'ada@example.com',
  role: 'support',
  modules: ['reports', 'games'],
};

describe('changesOf', () => {
  it.each([
    [{}, {}],
    [{ name: '  Ada Deniz ' }, {}],
    [{ name: '   ' }, {}],
    [{ name: 'Ada D.' }, { full_name: 'Ada D.' }],
    [{ role: 'ops' }, { role: 'ops' }],
    [{ modules: [] }, { allowed_modules: [] }],
    [{ email: ' a@example.com ' }, { email: 'a@example.com' }],
  ])('%o: %o', (edit, expected) => {
    expect(changesOf(user, { ...same, ...edit })).toEqual(expected);
  });
});
