import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { analyticsSearch } from '@/features/feature-flags/analytics/search';
import { requestsSearch } from '@/features/feature-flags/approvals/search';
import { flagSearch } from '@/features/feature-flags/flag/search';
import { experimentsSearch } from '@/features/feature-flags/experiments/search';
import { flagsSearch } from '@/features/feature-flags/search';
import { optionalCount } from './search';
import { shell } from './shellRoute';

/**
 * Feature Flags: a route a tab, so that each checks its own search parameters. A new tab is a route
 * here and an entry in `features/feature-flags/tabs.ts`.
 */
const features = createRoute({
  getParentRoute: () => shell,
  path: '/features',
  component: lazyRouteComponent(() => import('@/features/feature-flags'), 'FeaturesLayout'),
});

const flags = createRoute({
  getParentRoute: () => features,
  path: '/',
  validateSearch: flagsSearch,
  component: lazyRouteComponent(() => import('@/features/feature-flags'), 'FlagsPage'),
});

const segments = createRoute({
  getParentRoute: () => features,
  path: '/segments',
  component: lazyRouteComponent(() => import('@/features/feature-flags'), 'SegmentsTab'),
});

const environments = createRoute({
  getParentRoute: () => features,
  path: '/environments',
  component: lazyRouteComponent(() => import('@/features/feature-flags'), 'EnvironmentsTab'),
});

const approvals = createRoute({
  getParentRoute: () => features,
  path: '/approvals',
  validateSearch: requestsSearch,
  component: lazyRouteComponent(() => import('@/features/feature-flags'), 'ApprovalsTab'),
});

const experiments = createRoute({
  getParentRoute: () => features,
  path: '/experiments',
  validateSearch: experimentsSearch,
  component: lazyRouteComponent(() => import('@/features/feature-flags'), 'ExperimentsTab'),
});

const analytics = createRoute({
  getParentRoute: () => features,
  path: '/analytics',
  validateSearch: analyticsSearch,
  component: lazyRouteComponent(() => import('@/features/feature-flags'), 'AnalyticsTab'),
});

const audit = createRoute({
  getParentRoute: () => features,
  path: '/audit',
  validateSearch: (search): { page?: number } => ({ page: optionalCount(search.page, 1_000_000) }),
  component: lazyRouteComponent(() => import('@/features/feature-flags'), 'AuditTab'),
});

/** A flag has the page to itself, without the tabs. */
export const featureFlag = createRoute({
  getParentRoute: () => shell,
  path: '/features/$flagId',
  validateSearch: flagSearch,
  component: lazyRouteComponent(() => import('@/features/feature-flags'), 'FlagPage'),
});

/** An experiment has the page to itself, without the tabs. */
export const featureExperiment = createRoute({
  getParentRoute: () => shell,
  path: '/features/experiments/$experimentId',
  component: lazyRouteComponent(() => import('@/features/feature-flags'), 'ExperimentPage'),
});

export const featureFlags = features.addChildren([
  flags,
  segments,
  environments,
  approvals,
  experiments,
  analytics,
  audit,
]);
