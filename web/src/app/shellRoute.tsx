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
import { safeNext } from './search';

interface RouterContext {
  queryClient: QueryClient;
}

export const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFound,
});

/** Only whose session waits for a second factor is asked to set one up. */
export async function askForSecondFactor({
  context,
  search,
}: {
  context: RouterContext;
  search: { next?: string };
}): Promise<void> {
  let isLimited: boolean;
  try {
    const me = await context.queryClient.query({ ...meQuery, staleTime: 0 });
    isLimited = me.limited_to !== null;
  } catch (error) {
    if (asProblem(error).status !== 401) throw error;
    throw redirect({ to: '/login', search: { next: search.next } });
  }
  if (!isLimited) throw redirect({ href: safeNext(search.next) });
}

/** Everything that needs a sign-in. */
export const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    const next = location.href === '/' ? undefined : location.href;
    let isLimited: boolean;
    try {
      const [me] = await Promise.all([
        context.queryClient.query({ ...meQuery, staleTime: 'static' }),
        context.queryClient.query({ ...capabilitiesQuery, staleTime: 'static' }),
      ]);
      isLimited = me.limited_to !== null;
    } catch (error) {
      if (asProblem(error).status !== 401) throw error;
      throw redirect({ to: '/login', search: { next } });
    }
    // Nothing else works before a second factor is set up.
    if (isLimited) throw redirect({ to: '/second-factor', search: { next } });
  },
  component: lazyRouteComponent(() => import('./shell/Shell'), 'Shell'),
  notFoundComponent: NotFound,
});
