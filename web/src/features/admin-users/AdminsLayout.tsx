import { Scroller, Tabs } from '@mantine/core';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { RequirePermission } from '@/app/RequirePermission';
import { useAccess } from '@/features/auth/session';
import { EmptyState } from '@/ui/EmptyState';
import { PageHeader } from '@/ui/PageHeader';
import { TABS, type TabAddress, visibleTabs } from './tabs';
import classes from './adminUsers.module.css';

/** The arrows are for the pointer: with the keyboard, one goes from tab to tab. */
const FOR_THE_POINTER = { 'aria-hidden': true, tabIndex: -1 } as const;

/** The frame of Admin Users: the tabs that the reader may see, and the open one below them. */
export function AdminsLayout() {
  const { t, i18n } = useTranslation('adminUsers');
  const { can, has } = useAccess();
  const navigate = useNavigate();
  const pathname = useLocation({ select: (location) => location.pathname });
  const tabs = visibleTabs(can);
  const asked = TABS.find((tab) => pathname.startsWith(`/admins/${tab.key}`));
  const current = tabs.find((tab) => tab.key === asked?.key)?.key;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const open = list.current?.querySelector('[data-active]');
    open?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current, i18n.language]);
  if (!has('can_manage_admins'))
    return <EmptyState heading title={t('notHereTitle')} text={t('notHereText')} />;
  return (
    <RequirePermission permission={tabs[0]?.permission ?? 'admins:read'}>
      <PageHeader title={t('title')} text={t('text')} />
      <Tabs
        value={current ?? null}
        onChange={(key) => void navigate({ to: `/admins/${key ?? ''}` as TabAddress })}
        variant="pills"
        classNames={{ list: classes.list, tab: classes.tab }}
      >
        <Scroller
          key={i18n.language}
          classNames={{ root: classes.tabs, control: classes.arrow }}
          draggable={false}
          startControlProps={FOR_THE_POINTER}
          endControlProps={FOR_THE_POINTER}
        >
          <Tabs.List aria-label={t('title')} ref={list}>
            {tabs.map((tab) => (
              <Tabs.Tab key={tab.key} value={tab.key} data-testid={`tab-${tab.key}`}>
                {t(`tabs.${tab.key}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Scroller>
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
