import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
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

const audit = createRoute({
  getParentRoute: () => features,
  path: '/audit',
  validateSearch: (search): { page?: number } => ({ page: optionalCount(search.page, 1_000_000) }),
  component: lazyRouteComponent(() => import('@/features/feature-flags'), 'AuditTab'),
});

export const featureFlags = features.addChildren([flags, audit]);
