import { linkOptions } from '@tanstack/react-router';

/**
 * The tabs of the page, in order. Another feature adds its own by adding a line here and a route
 * of that address.
 */
export const TABS = [
  { key: 'flags', link: linkOptions({ to: '/features' }) },
  { key: 'audit', link: linkOptions({ to: '/features/audit' }) },
] as const;
