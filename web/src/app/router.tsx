import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { apiKeysSearch } from '@/features/api-keys/search';
import { auditSearch } from '@/features/audit/search';
import { gamesSearch } from '@/features/games/search';
import { gapsSearch } from '@/features/gap-register/search';
import { killSwitchSearch } from '@/features/kill-switch/search';
import { importsSearch, jobSearch } from '@/features/imports/search';
import { RouteError, RoutePending } from './RouteStates';
import { NotFound } from './NotFound';
import { optionalText } from './search';
import { adminUsers } from './adminUserRoutes';
import { featureExperiment, featureFlag, featureFlags } from './featureFlagRoutes';
import { askForSecondFactor, root, shell } from './shellRoute';

/** A token stays the text it is, even where it could be read as something else. */
const linkSearch = (search: Record<string, unknown>): { token?: string } => ({
  token: optionalText(search.token),
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search): { next?: string; ended?: true } => ({
    next: optionalText(search.next),
    ended: search.ended === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('@/features/auth/LoginPage'), 'LoginPage'),
});

const ssoCallback = createRoute({
  getParentRoute: () => root,
  path: '/sso/callback',
  validateSearch: (search) => ({
    state: optionalText(search.state) ?? '',
    code: optionalText(search.code),
    iss: optionalText(search.iss),
    error: optionalText(search.error),
    error_description: optionalText(search.error_description),
  }),
  component: lazyRouteComponent(
    () => import('@/features/auth/sso/SsoCallbackPage'),
    'SsoCallbackPage',
  ),
});

const acceptInvite = createRoute({
  getParentRoute: () => root,
  path: '/accept-invite',
  validateSearch: linkSearch,
  component: lazyRouteComponent(
    () => import('@/features/auth/NewPasswordPage'),
    'AcceptInvitePage',
  ),
});

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(
    () => import('@/features/auth/ForgotPasswordPage'),
    'ForgotPasswordPage',
  ),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  validateSearch: linkSearch,
  component: lazyRouteComponent(
    () => import('@/features/auth/NewPasswordPage'),
    'ResetPasswordPage',
  ),
});

/** Outside the shell: nothing in there works before it is done. */
const secondFactor = createRoute({
  getParentRoute: () => root,
  path: '/second-factor',
  validateSearch: (search): { next?: string } => ({ next: optionalText(search.next) }),
  beforeLoad: askForSecondFactor,
  component: lazyRouteComponent(
    () => import('@/features/auth/factors/SecondFactorPage'),
    'SecondFactorPage',
  ),
});

const breakGlass = createRoute({
  getParentRoute: () => root,
  path: '/break-glass',
  validateSearch: linkSearch,
  component: lazyRouteComponent(() => import('@/features/auth/BreakGlassPage'), 'BreakGlassPage'),
});

const dashboard = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(
    () => import('@/features/dashboard/DashboardPage'),
    'DashboardPage',
  ),
});

const games = createRoute({
  getParentRoute: () => shell,
  path: '/games',
  component: lazyRouteComponent(() => import('@/features/games/GamesLayout'), 'GamesLayout'),
});

const catalogue = createRoute({
  getParentRoute: () => games,
  path: '/',
  validateSearch: gamesSearch,
  component: lazyRouteComponent(() => import('@/features/games/CataloguePage'), 'CataloguePage'),
});

const tables = createRoute({
  getParentRoute: () => games,
  path: '/tables',
  component: lazyRouteComponent(() => import('@/features/games/TablesPage'), 'TablesPage'),
});

const imports = createRoute({
  getParentRoute: () => games,
  path: '/import',
  validateSearch: (search): Partial<ReturnType<typeof importsSearch>> => importsSearch(search),
  component: lazyRouteComponent(() => import('@/features/imports'), 'ImportsPage'),
});

const importJob = createRoute({
  getParentRoute: () => games,
  path: '/import/$jobId',
  validateSearch: (search): Partial<ReturnType<typeof jobSearch>> => jobSearch(search),
  component: lazyRouteComponent(() => import('@/features/imports'), 'ImportJobPage'),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('@/features/audit'), 'AuditPage'),
});

const killSwitch = createRoute({
  getParentRoute: () => shell,
  path: '/kill-switch',
  validateSearch: killSwitchSearch,
  component: lazyRouteComponent(() => import('@/features/kill-switch'), 'KillSwitchPage'),
});

const tenants = createRoute({
  getParentRoute: () => shell,
  path: '/tenants',
  validateSearch: (search): { tenant?: string } => ({ tenant: optionalText(search.tenant) }),
  component: lazyRouteComponent(() => import('@/features/tenants'), 'TenantsPage'),
});

const keys = createRoute({
  getParentRoute: () => shell,
  path: '/keys',
  validateSearch: apiKeysSearch,
  component: lazyRouteComponent(() => import('@/features/api-keys'), 'ApiKeysPage'),
});

const gaps = createRoute({
  getParentRoute: () => shell,
  path: '/gaps',
  validateSearch: gapsSearch,
  component: lazyRouteComponent(() => import('@/features/gap-register'), 'GapRegisterPage'),
});

const gap = createRoute({
  getParentRoute: () => shell,
  path: '/gaps/$gapId',
  component: lazyRouteComponent(() => import('@/features/gap-register'), 'GapPage'),
});

const account = createRoute({
  getParentRoute: () => shell,
  path: '/account',
  component: lazyRouteComponent(() => import('@/features/auth/AccountPage'), 'AccountPage'),
});

/** Within the shell, so that the menu stays at hand. */
const missing = createRoute({ getParentRoute: () => shell, path: '$', component: NotFound });

const routeTree = root.addChildren([
  login,
  secondFactor,
  breakGlass,
  ssoCallback,
  acceptInvite,
  forgotPassword,
  resetPassword,
  shell.addChildren([
    dashboard,
    games.addChildren([catalogue, tables, imports, importJob]),
    audit,
    killSwitch,
    tenants,
    adminUsers,
    keys,
    featureFlags,
    featureFlag,
    featureExperiment,
    gaps,
    gap,
    account,
    missing,
  ]),
]);

export function createPanelRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultPendingComponent: RoutePending,
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: NotFound,
  });
}

export type PanelRouter = ReturnType<typeof createPanelRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: PanelRouter;
  }
}
