import type { PermissionRow, RoleRow } from '../roles/queries';

/** The columns of a module, as the contract has them. */
export const KINDS = ['read', 'write', 'approve', 'export', 'restricted'] as const;
export type Kind = (typeof KINDS)[number];

/** Permissions by their module, in the order of the server. */
export function modulesOf(
  permissions: PermissionRow[],
): { module: string; rows: PermissionRow[] }[] {
  const groups = new Map<string, PermissionRow[]>();
  for (const row of permissions) {
    const rows = groups.get(row.module);
    if (rows) rows.push(row);
    else groups.set(row.module, [row]);
  }
  return [...groups].map(([module, rows]) => ({
    module,
    rows: rows.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind)),
  }));
}

/** Cells set otherwise than they are stored: role id, then permission. */
export type Edits = Record<string, Record<string, boolean>>;
export const NO_EDITS: Edits = {};

export function isHeld(role: RoleRow, permission: string, edits: Edits): boolean {
  return edits[role.id]?.[permission] ?? role.permissions.includes(permission);
}

/** The edits after a cell is set; a cell set back to what is stored is no edit. */
export function withCell(edits: Edits, role: RoleRow, permission: string, held: boolean): Edits {
  const cells = Object.fromEntries(
    Object.entries(edits[role.id] ?? {}).filter(([name]) => name !== permission),
  );
  if (role.permissions.includes(permission) !== held) cells[permission] = held;
  const others = Object.fromEntries(Object.entries(edits).filter(([id]) => id !== role.id));
  return Object.keys(cells).length === 0 ? others : { ...others, [role.id]: cells };
}

export function countEdits(edits: Edits): number {
  return Object.values(edits).reduce((sum, cells) => sum + Object.keys(cells).length, 0);
}

/** What an edited role gives. */
export function permissionsAfter(role: RoleRow, edits: Edits): string[] {
  const cells = edits[role.id] ?? {};
  const kept = role.permissions.filter((permission) => cells[permission] !== false);
  const added = Object.keys(cells).filter((permission) => cells[permission]);
  return [...new Set([...kept, ...added])].sort();
}

/** Whether the reader may set a cell: of a role they could give and do not hold themselves. */
export function isEditable(role: RoleRow, permission: PermissionRow): boolean {
  return !role.is_built_in && role.is_assignable && !role.is_own && permission.is_grantable;
}
