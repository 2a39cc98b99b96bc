import { AppShell, Burger, Group, ScrollArea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useLocation } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { StepUpDialog } from '@/features/auth/StepUpDialog';
import { RoutePending } from '../RouteStates';
import { BrandBanner } from './BrandBanner';
import { BreakGlassBanner } from './BreakGlassBanner';
import { BrandSwitcher } from './BrandSwitcher';
import { CommandPalette, PaletteButton } from './CommandPalette';
import { HealthIndicator } from './HealthIndicator';
import { Logo } from './Logo';
import { Shortcuts } from './Shortcuts';
import { Sidebar } from './Sidebar';
import { UserMenu } from './UserMenu';
import classes from './Shell.module.css';

export function Shell() {
  const { t } = useTranslation('shell');
  const [opened, menu] = useDisclosure(false);
  const pathname = useLocation({ select: (location) => location.pathname });

  const { close } = menu;
  useEffect(close, [pathname, close]);

  return (
    <>
      <a className={classes.skip} href="#main">
        {t('skip')}
      </a>
      <AppShell
        header={{ height: 56 }}
        navbar={{ width: 232, breakpoint: 'md', collapsed: { mobile: !opened } }}
        padding={{ base: 'sm', sm: 'lg' }}
        classNames={{ header: classes.header, navbar: classes.navbar, main: classes.main }}
      >
        <AppShell.Header>
          <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="xs">
            <Group gap="sm" wrap="nowrap">
              <Burger
                opened={opened}
                onClick={menu.toggle}
                hiddenFrom="md"
                size="sm"
                aria-label={opened ? t('closeMenu') : t('openMenu')}
              />
              <Logo />
              <BrandSwitcher />
            </Group>
            <Group gap={6} wrap="nowrap">
              <PaletteButton />
              <HealthIndicator />
              <UserMenu />
            </Group>
          </Group>
        </AppShell.Header>
        <AppShell.Navbar aria-label={t('navigation')}>
          <AppShell.Section grow component={ScrollArea} p="sm">
            <Sidebar />
          </AppShell.Section>
        </AppShell.Navbar>
        <AppShell.Main id="main" tabIndex={-1}>
          <BreakGlassBanner />
          <BrandBanner />
          <Suspense fallback={<RoutePending />}>
            <Outlet />
          </Suspense>
        </AppShell.Main>
      </AppShell>
      <StepUpDialog />
      <CommandPalette />
      <Shortcuts />
    </>
  );
}
