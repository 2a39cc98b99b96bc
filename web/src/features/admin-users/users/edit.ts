import type { Schema } from '@/api/client';
import type { UserRow } from './queries';

export interface Draft {
  name: string;
  email: string;
  role: string;
  modules: string[];
}

type Change = Schema<'UserChange'>;

/** Only what was changed, so that what somebody else changed meanwhile is not taken back. */
export function changesOf(user: UserRow, draft: Draft): Change {
  const change: Change = {};
  if (draft.name.trim() !== user.full_name && draft.name.trim() !== '')
    change.full_name = draft.name.trim();
  if (draft.email.trim() !== user.email) change.email = draft.email.trim();
  if (draft.role !== user.role_id) change.role = draft.role;
  if ([...draft.modules].sort().join() !== [...user.allowed_modules].sort().join())
    change.allowed_modules = draft.modules as Change['allowed_modules'];
  return change;
}
