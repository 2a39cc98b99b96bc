import { Tabs } from '@mantine/core';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RequirePermission } from '@/app/RequirePermission';
import { useAccess } from '@/features/auth/session';
import { PageHeader } from '@/ui/PageHeader';
import { TABS, type TabAddress, visibleTabs } from './tabs';
import classes from './adminUsers.module.css';

/** The frame of Admin Users: the tabs that the reader may see, and the open one below them. */
export function AdminsLayout() {
  const { t } = useTranslation('adminUsers');
  const { can } = useAccess();
  const navigate = useNavigate();
  const pathname = useLocation({ select: (location) => location.pathname });
  const tabs = visibleTabs(can);
  const asked = TABS.find((tab) => pathname.startsWith(`/admins/${tab.key}`));
  const current = tabs.find((tab) => tab.key === asked?.key)?.key;
  return (
    <RequirePermission permission={tabs[0]?.permission ?? 'admins:read'}>
      <PageHeader title={t('title')} text={t('text')} />
      <Tabs
        value={current ?? null}
        onChange={(key) => void navigate({ to: `/admins/${key ?? ''}` as TabAddress })}
        variant="pills"
        classNames={{ list: classes.tabs, tab: classes.tab }}
      >
        <Tabs.List aria-label={t('title')}>
          {tabs.map((tab) => (
            <Tabs.Tab key={tab.key} value={tab.key} data-testid={`tab-${tab.key}`}>
              {t(`tabs.${tab.key}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {current !== undefined && (
          <Tabs.Panel value={current} pt="md">
            <Outlet />
          </Tabs.Panel>
        )}
        {current === undefined && asked !== undefined && (
          <RequirePermission permission={asked.permission}>{null}</RequirePermission>
        )}
      </Tabs>
    </RequirePermission>
  );
}
