import { describe, expect, it } from 'vitest';
import { MENU, visibleMenu } from './menu';

const everything = { can: () => true, has: () => true, isOwner: true, menuFlags: {} };
const keys = (access: Parameters<typeof visibleMenu>[0]) => visibleMenu(access).map((i) => i.key);

describe('visibleMenu', () => {
  it('shows an owner every item', () => {
    expect(visibleMenu(everything)).toEqual(MENU);
  });
  it('hides an item whose permission is missing', () => {
    expect(keys({ ...everything, can: (p) => p !== 'audit:read' })).not.toContain('sys.audit');
  });
  it('hides owner items from others, whatever their permissions', () => {
    expect(keys({ ...everything, isOwner: false })).not.toContain('sys.tenants');
  });
  it('hides an item whose feature the brand does not have', () => {
    expect(keys({ ...everything, has: () => false })).not.toContain('sys.admins');
  });
  it('hides an item only when its flag is exactly false', () => {
    const menuFlags = { 'core.games': false, 'core.dashboard': true, 'sys.audit': null };
    expect(keys({ ...everything, menuFlags })).toEqual([
      'core.dashboard',
      'ops.kill_switch',
      'sys.audit',
      'sys.admins',
      'sys.tenants',
      'sys.keys',
      'sys.features',
      'sys.gaps',
    ]);
  });
});
