import { describe, expect, it } from 'vitest';
import { type SecurityState, isBelowFloor, NUMBER_RULES, shownRule, withRule } from './model';

const RULES = {
  password_min_length: 12,
  password_min_score: 3,
  session_timeout_minutes: 60,
  session_absolute_hours: 24,
  max_login_attempts: 5,
  step_up_minutes: 15,
  require_2fa: false,
  require_device_approval: false,
};
const STATE: SecurityState = {
  ...RULES,
  tenant_id: 'demo',
  allowed_ips: [],
  blocked_ips: [],
  own: { password_min_length: 14 },
  floor: RULES,
  admins: 3,
  admins_without_2fa: 1,
  version: 1,
  updated_at: null,
  updated_by: null,
};

describe('the editor of the policy', () => {
  it('shows the edit, else what was set, else that it is left to the floor', () => {
    expect(shownRule(STATE, {}, 'password_min_length')).toBe(14);
    expect(shownRule(STATE, { password_min_length: 20 }, 'password_min_length')).toBe(20);
    expect(shownRule(STATE, { password_min_length: null }, 'password_min_length')).toBeNull();
    expect(shownRule(STATE, {}, 'step_up_minutes')).toBeUndefined();
  });
  it('counts an edit back to what is stored as none', () => {
    const edits = withRule(STATE, {}, 'password_min_length', 20);
    expect(edits).toEqual({ password_min_length: 20 });
    expect(withRule(STATE, edits, 'password_min_length', 14)).toEqual({});
    expect(withRule(STATE, {}, 'step_up_minutes', null)).toEqual({});
  });
  it('knows for each rule which way is weaker', () => {
    const weaker = NUMBER_RULES.map((rule) => [
      isBelowFloor(rule, RULES[rule.name] - 1, RULES[rule.name]),
      isBelowFloor(rule, RULES[rule.name] + 1, RULES[rule.name]),
    ]);
    expect(weaker).toEqual([
      [true, false],
      [true, false],
      [false, true],
      [false, true],
      [false, true],
      [false, true],
    ]);
  });
});
