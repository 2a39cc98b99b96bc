import type { ComponentType } from 'react';
import type { Access } from '@/features/auth/session';
import {
  IconAdmins,
  IconAlert,
  IconAudit,
  IconDashboard,
  IconFlag,
  IconGames,
  IconKey,
  IconPower,
  IconTenants,
  type IconProps,
} from '@/ui/icons';

export interface MenuItem {
  /** The key under which a brand's `menu_flags` may hide the item. */
  key: string;
  label:
    | 'dashboard'
    | 'games'
    | 'killSwitch'
    | 'audit'
    | 'admins'
    | 'tenants'
    | 'keys'
    | 'features'
    | 'gaps';
  section: 'core' | 'operations' | 'system';
  to:
    | '/'
    | '/games'
    | '/kill-switch'
    | '/audit'
    | '/admins'
    | '/tenants'
    | '/keys'
    | '/features'
    | '/gaps';
  permission: string;
  ownerOnly?: boolean;
  /** The feature without which the brand does not have the page. */
  feature?: string;
  icon: ComponentType<IconProps>;
  /** Second key of the `g …` shortcut. */
  shortcut: string;
}

export const MENU: MenuItem[] = [
  {
    key: 'core.dashboard',
    label: 'dashboard',
    section: 'core',
    to: '/',
    permission: 'dashboard:read',
    icon: IconDashboard,
    shortcut: 'd',
  },
  {
    key: 'core.games',
    label: 'games',
    section: 'core',
    to: '/games',
    permission: 'games:read',
    icon: IconGames,
    shortcut: 'g',
  },
  {
    key: 'ops.kill_switch',
    label: 'killSwitch',
    section: 'operations',
    to: '/kill-switch',
    permission: 'kill_switch:read',
    ownerOnly: true,
    feature: 'can_use_kill_switch',
    icon: IconPower,
    shortcut: 'k',
  },
  {
    key: 'sys.audit',
    label: 'audit',
    section: 'system',
    to: '/audit',
    permission: 'audit:read',
    icon: IconAudit,
    shortcut: 'a',
  },
  {
    key: 'sys.admins',
    label: 'admins',
    section: 'system',
    to: '/admins',
    permission: 'admins:read',
    feature: 'can_manage_admins',
    icon: IconAdmins,
    shortcut: 'u',
  },
  {
    key: 'sys.tenants',
    label: 'tenants',
    section: 'system',
    to: '/tenants',
    permission: 'tenants:read',
    ownerOnly: true,
    icon: IconTenants,
    shortcut: 't',
  },
  {
    key: 'sys.keys',
    label: 'keys',
    section: 'system',
    to: '/keys',
    permission: 'api_keys:read',
    icon: IconKey,
    shortcut: 'k',
  },
  {
    key: 'sys.features',
    label: 'features',
    section: 'system',
    to: '/features',
    permission: 'flags:read',
    feature: 'can_manage_experiments',
    icon: IconFlag,
    shortcut: 'f',
  },
  {
    key: 'sys.gaps',
    label: 'gaps',
    section: 'system',
    to: '/gaps',
    permission: 'gaps:read',
    ownerOnly: true,
    icon: IconAlert,
    shortcut: 'r',
  },
];

/** The items this admin sees: permitted, among the brand's features, and not hidden by the brand. */
export function visibleMenu(
  access: Pick<Access, 'can' | 'has' | 'isOwner' | 'menuFlags'>,
): MenuItem[] {
  return MENU.filter(
    (item) =>
      access.can(item.permission) &&
      (item.feature === undefined || access.has(item.feature)) &&
      (item.ownerOnly !== true || access.isOwner) &&
      access.menuFlags[item.key] !== false,
  );
}
