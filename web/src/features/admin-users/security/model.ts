import type { Schema } from '@/api/client';

export type SecurityState = Schema<'SecurityState'>;
export type OwnRules = Schema<'OwnRules'>;
export type RuleName = keyof Schema<'PolicyRules'>;

export interface NumberRule {
  name: Exclude<RuleName, 'require_2fa' | 'require_device_approval'>;
  min: number;
  max: number;
  /** Whether a greater number is the stricter one. */
  higherIsStricter: boolean;
}

/** The rules that are numbers, with the range the server takes. */
export const NUMBER_RULES: NumberRule[] = [
  { name: 'password_min_length', min: 8, max: 128, higherIsStricter: true },
  { name: 'password_min_score', min: 0, max: 4, higherIsStricter: true },
  { name: 'max_login_attempts', min: 1, max: 100, higherIsStricter: false },
  { name: 'session_timeout_minutes', min: 1, max: 1440, higherIsStricter: false },
  { name: 'session_absolute_hours', min: 1, max: 720, higherIsStricter: false },
  { name: 'step_up_minutes', min: 1, max: 1440, higherIsStricter: false },
];
export const SWITCH_RULES = ['require_2fa', 'require_device_approval'] as const;

/** What was changed and not saved. Null leaves a rule to the floor. */
export type Edits = Partial<OwnRules>;

/** The value an editor shows: the edit, else what was set here; null if left to the floor. */
export function shownRule<Name extends RuleName>(
  state: SecurityState,
  edits: Edits,
  name: Name,
): OwnRules[Name] {
  return name in edits ? edits[name] : state.own[name];
}

/** The edits with one more; an edit back to what is stored is none. */
export function withRule(
  state: SecurityState,
  edits: Edits,
  name: RuleName,
  value: number | boolean | null,
): Edits {
  const { [name]: _old, ...others } = edits;
  return (state.own[name] ?? null) === value ? others : { ...others, [name]: value };
}

/** Whether a number is weaker than the floor, so that it would have no force. */
export function isBelowFloor(rule: NumberRule, value: number, floor: number): boolean {
  return rule.higherIsStricter ? value < floor : value > floor;
}
