import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { asProblem } from '@/api/problem';
import { capabilitiesQuery, meQuery } from '@/features/auth/session';
import { NotFound } from './NotFound';

interface RouterContext {
  queryClient: QueryClient;
}

export const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFound,
});

/** Everything that needs a sign-in. */
export const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    try {
      await Promise.all([
        context.queryClient.query({ ...meQuery, staleTime: 'static' }),
        context.queryClient.query({ ...capabilitiesQuery, staleTime: 'static' }),
      ]);
    } catch (error) {
      if (asProblem(error).status !== 401) throw error;
      const next = location.href === '/' ? undefined : location.href;
      throw redirect({ to: '/login', search: { next } });
    }
  },
  component: lazyRouteComponent(() => import('./shell/Shell'), 'Shell'),
  notFoundComponent: NotFound,
});
