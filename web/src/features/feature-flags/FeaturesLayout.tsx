import { Tabs } from '@mantine/core';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RequirePermission } from '@/app/RequirePermission';
import { PageHeader } from '@/ui/PageHeader';
import { TABS } from './tabs';

export function FeaturesLayout() {
  const { t } = useTranslation('featureFlags');
  const navigate = useNavigate();
  const pathname = useLocation({ select: (location) => location.pathname });
  const current = [...TABS].reverse().find((tab) => pathname.startsWith(tab.link.to)) ?? TABS[0];
  return (
    <RequirePermission permission="flags:read">
      <PageHeader title={t('title')} text={t('text')} />
      <Tabs
        value={current.key}
        onChange={(key) => {
          const tab = TABS.find((one) => one.key === key);
          if (tab !== undefined) void navigate(tab.link);
        }}
      >
        <Tabs.List aria-label={t('title')}>
          {TABS.map((tab) => (
            <Tabs.Tab key={tab.key} value={tab.key}>
              {t(`tabs.${tab.key}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={current.key} pt="md">
          <Outlet />
        </Tabs.Panel>
      </Tabs>
    </RequirePermission>
  );
}
