import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { activitySearch } from '@/features/admin-users/activity/search';
import { invitesSearch } from '@/features/admin-users/invites/search';
import { ipDevicesSearch } from '@/features/admin-users/ip-devices/search';
import { loginSearch } from '@/features/admin-users/login-history/search';
import { matrixSearch } from '@/features/admin-users/matrix/search';
import { riskSearch } from '@/features/admin-users/risk/search';
import { rolesSearch } from '@/features/admin-users/roles/search';
import { securitySearch } from '@/features/admin-users/security/search';
import { sessionsSearch } from '@/features/admin-users/sessions/search';
import { firstTab } from '@/features/admin-users/tabs';
import { teamsSearch } from '@/features/admin-users/teams/search';
import { usersSearch } from '@/features/admin-users/users/search';
import { capabilitiesQuery } from '@/features/auth/session';
import { shell } from './shellRoute';

/**
 * Admin Users: a route a tab, so that each checks its own search parameters. A new tab is a route
 * here, an entry in `features/admin-users/tabs.ts`, and a folder of its own beside it.
 */
const admins = createRoute({
  getParentRoute: () => shell,
  path: '/admins',
  component: lazyRouteComponent(() => import('@/features/admin-users'), 'AdminsLayout'),
});

const index = createRoute({
  getParentRoute: () => admins,
  path: '/',
  beforeLoad: ({ context }) => {
    const held = context.queryClient.getQueryData(capabilitiesQuery.queryKey)?.permissions ?? [];
    const to = firstTab((permission) => held.includes(permission));
    // Whoever may see none is told so by the layout.
    if (to !== undefined) throw redirect({ to, replace: true });
  },
});

const users = createRoute({
  getParentRoute: () => admins,
  path: '/users',
  validateSearch: usersSearch,
  component: lazyRouteComponent(() => import('@/features/admin-users/users'), 'UsersTab'),
});

const roles = createRoute({
  getParentRoute: () => admins,
  path: '/roles',
  validateSearch: rolesSearch,
  component: lazyRouteComponent(() => import('@/features/admin-users/roles'), 'RolesTab'),
});

const teams = createRoute({
  getParentRoute: () => admins,
  path: '/teams',
  validateSearch: teamsSearch,
  component: lazyRouteComponent(() => import('@/features/admin-users/teams'), 'TeamsTab'),
});

const matrix = createRoute({
  getParentRoute: () => admins,
  path: '/permission-matrix',
  validateSearch: matrixSearch,
  component: lazyRouteComponent(() => import('@/features/admin-users/matrix'), 'MatrixTab'),
});

const invites = createRoute({
  getParentRoute: () => admins,
  path: '/invites',
  validateSearch: invitesSearch,
  component: lazyRouteComponent(() => import('@/features/admin-users/invites'), 'InvitesTab'),
});

const activity = createRoute({
  getParentRoute: () => admins,
  path: '/activity-log',
  validateSearch: activitySearch,
  component: lazyRouteComponent(() => import('@/features/admin-users/activity'), 'ActivityTab'),
});

const apiKeys = createRoute({
  getParentRoute: () => admins,
  path: '/api-keys',
  component: lazyRouteComponent(() => import('@/features/admin-users/api-keys'), 'ApiKeysTab'),
});

const sessions = createRoute({
  getParentRoute: () => admins,
  path: '/sessions',
  validateSearch: sessionsSearch,
  component: lazyRouteComponent(() => import('@/features/admin-users/sessions'), 'SessionsTab'),
});

const loginHistory = createRoute({
  getParentRoute: () => admins,
  path: '/login-history',
  validateSearch: loginSearch,
  component: lazyRouteComponent(
    () => import('@/features/admin-users/login-history'),
    'LoginHistoryTab',
  ),
});

const security = createRoute({
  getParentRoute: () => admins,
  path: '/security',
  validateSearch: securitySearch,
  component: lazyRouteComponent(() => import('@/features/admin-users/security'), 'SecurityTab'),
});

const delegation = createRoute({
  getParentRoute: () => admins,
  path: '/delegation',
  component: lazyRouteComponent(() => import('@/features/admin-users/delegation'), 'DelegationTab'),
});

const ipDevices = createRoute({
  getParentRoute: () => admins,
  path: '/ip-devices',
  validateSearch: ipDevicesSearch,
  component: lazyRouteComponent(() => import('@/features/admin-users/ip-devices'), 'IpDevicesTab'),
});

const risk = createRoute({
  getParentRoute: () => admins,
  path: '/risk-score',
  validateSearch: riskSearch,
  component: lazyRouteComponent(() => import('@/features/admin-users/risk'), 'RiskTab'),
});

export const adminUsers = admins.addChildren([
  index,
  users,
  roles,
  teams,
  matrix,
  invites,
  sessions,
  loginHistory,
  security,
  delegation,
  ipDevices,
  apiKeys,
  risk,
  activity,
]);
