import { Tabs } from '@mantine/core';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RequirePermission } from '@/app/RequirePermission';
import { useAccess } from '@/features/auth/session';
import { PageHeader } from '@/ui/PageHeader';

const TABS = ['/games', '/games/tables', '/games/import'] as const;

export function GamesLayout() {
  const { t } = useTranslation('games');
  const { can } = useAccess();
  const navigate = useNavigate();
  const pathname = useLocation({ select: (location) => location.pathname });
  const current = [...TABS].reverse().find((tab) => pathname.startsWith(tab)) ?? '/games';
  return (
    <RequirePermission permission="games:read">
      <PageHeader title={t('title')} text={t('text')} />
      <Tabs
        value={current}
        onChange={(value) => void navigate({ to: value as (typeof TABS)[number] })}
        mb="md"
      >
        <Tabs.List aria-label={t('title')}>
          <Tabs.Tab value="/games">{t('tabs.catalogue')}</Tabs.Tab>
          <Tabs.Tab value="/games/tables">{t('tabs.tables')}</Tabs.Tab>
          {can('games:import') && <Tabs.Tab value="/games/import">{t('tabs.import')}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value={current} pt="md">
          <Outlet />
        </Tabs.Panel>
      </Tabs>
    </RequirePermission>
  );
}
