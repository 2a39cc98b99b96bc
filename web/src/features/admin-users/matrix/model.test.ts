import { describe, expect, it } from 'vitest';
import type { PermissionRow, RoleRow } from '../roles/queries';
import {
  countEdits,
  isEditable,
  isHeld,
  modulesOf,
  NO_EDITS,
  permissionsAfter,
  withCell,
} from './model';

const role = {
  id: 'r1',
  permissions: ['games:read', 'audit:read'],
  is_built_in: false,
  is_assignable: true,
  is_own: false,
} as RoleRow;
const other = { ...role, id: 'r2', permissions: [] } as RoleRow;
const permission = (name: string, kind: PermissionRow['kind']) =>
  ({
    permission: name,
    module: name.split(':')[0],
    kind,
    is_grantable: true,
  }) as PermissionRow;

describe('modulesOf', () => {
  it('gathers a module that comes in parts, reading first', () => {
    const rows = [
      permission('games:write', 'write'),
      permission('audit:read', 'read'),
      permission('games:read', 'read'),
    ];
    expect(modulesOf(rows).map((g) => [g.module, g.rows.map((r) => r.permission)])).toEqual([
      ['games', ['games:read', 'games:write']],
      ['audit', ['audit:read']],
    ]);
  });
});

describe('edits', () => {
  it('keeps only cells that differ from what is stored', () => {
    let edits = withCell(NO_EDITS, role, 'games:write', true);
    edits = withCell(edits, role, 'games:read', false);
    edits = withCell(edits, other, 'games:read', true);
    expect(countEdits(edits)).toBe(3);
    expect(isHeld(role, 'games:read', edits)).toBe(false);
    expect(isHeld(other, 'audit:read', edits)).toBe(false);
    expect(permissionsAfter(role, edits)).toEqual(['audit:read', 'games:write']);
    edits = withCell(edits, role, 'games:read', true);
    edits = withCell(edits, role, 'games:write', false);
    expect(edits).toEqual({ r2: { 'games:read': true } });
    expect(permissionsAfter(role, edits)).toEqual(['audit:read', 'games:read']);
  });
});

describe('isEditable', () => {
  it.each([
    [{}, {}, true],
    [{ is_built_in: true }, {}, false],
    [{ is_assignable: false }, {}, false],
    [{ is_own: true }, {}, false],
    [{}, { is_grantable: false }, false],
  ])('%o %o: %s', (of, cell, expected) => {
    const given = { ...permission('games:read', 'read'), ...cell };
    expect(isEditable({ ...role, ...of }, given)).toBe(expected);
  });
});
