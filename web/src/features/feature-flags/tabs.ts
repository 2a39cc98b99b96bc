import { linkOptions } from '@tanstack/react-router';

/**
 * The tabs of the page, in order. Each has a label in `featureFlags:tabs` and a route in
 * `app/featureFlagRoutes.ts`; another feature adds its own by a line in both.
 */
export const TABS = [
  { key: 'flags', link: linkOptions({ to: '/features' }) },
  { key: 'segments', link: linkOptions({ to: '/features/segments' }) },
  { key: 'environments', link: linkOptions({ to: '/features/environments' }) },
  { key: 'approvals', link: linkOptions({ to: '/features/approvals' }) },
  { key: 'experiments', link: linkOptions({ to: '/features/experiments' }) },
  { key: 'analytics', link: linkOptions({ to: '/features/analytics' }) },
  { key: 'audit', link: linkOptions({ to: '/features/audit' }) },
] as const;
