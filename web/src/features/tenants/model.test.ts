import { describe, expect, it } from 'vitest';
import {
  countEdits,
  featureKeys,
  FEATURES,
  featuresOn,
  isName,
  killedModules,
  NO_EDITS,
  patchOf,
  rebased,
  switchesOf,
  type TenantRow,
  valueOf,
  withEdit,
} from './model';

const tenant: TenantRow = {
  id: 'demo',
  name: 'Demo',
  type: 'renter',
  created_at: '2026-11-01T00:00:00Z',
  updated_at: '2026-11-01T00:00:00Z',
  features: {
    can_use_crm: true,
    can_manage_kyc: false,
    can_fly: true,
    menu_flags: { 'core.games': false },
    kill_switches: { games: true, crm: false },
  },
};
const stored = switchesOf(tenant);

describe('switches', () => {
  it('counts features, not the maps beside them', () => {
    expect(featuresOn(tenant)).toBe(2);
    expect(killedModules(tenant)).toEqual(['games']);
  });
  it('shows a menu item that no flag names, and leaves an unnamed feature off', () => {
    expect(valueOf('menu', 'sys.audit', stored, NO_EDITS)).toBe(true);
    expect(valueOf('menu', 'core.games', stored, NO_EDITS)).toBe(false);
    expect(valueOf('features', 'can_view_reports', stored, NO_EDITS)).toBe(false);
  });
  it('lists features without a name after the named ones', () => {
    expect(featureKeys(stored.features)).toEqual([...FEATURES, 'can_fly']);
  });
});

describe('edits', () => {
  const edited = withEdit(
    withEdit(NO_EDITS, stored, 'features', 'can_use_crm', false),
    stored,
    'menu',
    'sys.audit',
    false,
  );

  it('sends only what was changed', () => {
    expect(patchOf(edited)).toEqual({
      features: { can_use_crm: false, menu_flags: { 'sys.audit': false } },
    });
    expect(patchOf(withEdit(NO_EDITS, stored, 'features', 'can_manage_kyc', true))).toEqual({
      features: { can_manage_kyc: true },
    });
  });
  it('forgets a switch that is set back', () => {
    const back = withEdit(edited, stored, 'features', 'can_use_crm', true);
    expect(countEdits(back)).toBe(1);
    expect(countEdits(withEdit(back, stored, 'menu', 'sys.audit', true))).toBe(0);
  });
  it('keeps on a newer state only what still differs', () => {
    const newer = switchesOf({
      ...tenant,
      features: { can_use_crm: false, can_manage_bonus: true },
    });
    expect(rebased(edited, newer)).toEqual({ features: {}, menu: { 'sys.audit': false } });
  });
});

describe('isName', () => {
  it.each([
    ['', false],
    [' a ', false],
    ['ab', true],
    ['x'.repeat(80), true],
    ['x'.repeat(81), false],
  ])('%o: %s', (name, expected) => {
    expect(isName(name)).toBe(expected);
  });
});
