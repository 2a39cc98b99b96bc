/** The order of the tabs. One is shown once it is in `TABS` and its permission is held. */
export const TAB_ORDER = [
  'users',
  'roles',
  'teams',
  'permission-matrix',
  'invites',
  'sessions',
  'login-history',
  'security',
  'ip-devices',
  'api-keys',
  'risk-score',
  'delegation',
  'activity-log',
] as const;
export type TabKey = (typeof TAB_ORDER)[number];

export interface AdminTab {
  key: TabKey;
  permission: string;
}

/**
 * The tabs there are. Each has a route in `app/adminUserRoutes.ts`, which loads its component, a
 * label in `adminUsers:tabs`, and a folder of its own beside this file.
 */
export const TABS = [
  { key: 'users', permission: 'admins:read' },
  { key: 'roles', permission: 'admins:read' },
  { key: 'teams', permission: 'admins:read' },
  { key: 'permission-matrix', permission: 'admins:read' },
  { key: 'invites', permission: 'admins:read' },
  { key: 'sessions', permission: 'sessions:read' },
  { key: 'login-history', permission: 'login_history:read' },
  { key: 'delegation', permission: 'delegations:read' },
  { key: 'security', permission: 'security:read' },
  { key: 'ip-devices', permission: 'security:read' },
  { key: 'api-keys', permission: 'api_keys:read' },
  { key: 'risk-score', permission: 'security:read' },
  { key: 'activity-log', permission: 'audit:read' },
] as const satisfies AdminTab[];

export type TabAddress = `/admins/${(typeof TABS)[number]['key']}`;

/** The tabs that somebody with these permissions sees, in order. */
export function visibleTabs(can: (permission: string) => boolean) {
  return [...TABS]
    .filter((tab) => can(tab.permission))
    .sort((a, b) => TAB_ORDER.indexOf(a.key) - TAB_ORDER.indexOf(b.key));
}

/** Where the page opens; nothing if no tab is permitted. */
export function firstTab(can: (permission: string) => boolean): TabAddress | undefined {
  const first = visibleTabs(can)[0];
  return first && `/admins/${first.key}`;
}
