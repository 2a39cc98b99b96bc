import '@mantine/core/styles.css';
import '@mantine/dropzone/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './app/global.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/query';
import { startI18n } from './app/i18n';
import { createPanelRouter } from './app/router';
import { cssVariables, theme } from './app/theme';
import { meQuery } from './features/auth/session';

const queryClient = createQueryClient({
  onSignedOut() {
    const { pathname, href } = router.state.location;
    // Without a session before, there is none that ended: the route asks for the sign-in itself.
    if (pathname === '/login' || queryClient.getQueryData(meQuery.queryKey) === undefined) return;
    // Nothing of the ended session may stay readable.
    queryClient.clear();
    void router.navigate({ to: '/login', search: { next: href, ended: true } });
  },
  onLimited() {
    const { pathname, href } = router.state.location;
    if (pathname === '/second-factor') return;
    void router.navigate({ to: '/second-factor', search: { next: href } });
  },
});
const router = createPanelRouter(queryClient);
const schemes = localStorageColorSchemeManager({ key: 'gapless.color-scheme' });

await startI18n();

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no #root');
createRoot(container).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={schemes}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
