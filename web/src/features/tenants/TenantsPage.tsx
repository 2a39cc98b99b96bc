import { Button, Code, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { IconPlus, IconTenants } from '@/ui/icons';
import { PageHeader } from '@/ui/PageHeader';
import { RowLink } from '@/ui/RowLink';
import { StatusBadge } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import { CreateTenant } from './CreateTenant';
import { useTenantWords } from './labels';
import { featuresOn, killedModules, type TenantRow } from './model';
import { PAGE_SIZE, tenantsQuery } from './queries';
import { TenantDrawer } from './TenantDrawer';

const route = getRouteApi('/shell/tenants');

export function TenantsPage() {
  const { t } = useTranslation('tenants');
  const { isOwner, can } = useAccess();
  if (isOwner && can('tenants:read')) return <Tenants />;
  return (
    <EmptyState
      icon={<IconTenants size={24} />}
      title={t('noOwnerTitle')}
      text={t('noOwnerText')}
    />
  );
}

function Tenants() {
  const { t } = useTranslation('tenants');
  const { can } = useAccess();
  const { tenant } = route.useSearch();
  const navigate = route.useNavigate();
  const [page, setPage] = useState(1);
  const [creating, creation] = useDisclosure(false);
  const list = useQuery(tenantsQuery(page));
  const words = useTenantWords();
  const open = (id: string | undefined) =>
    void navigate({ search: { tenant: id }, resetScroll: false });

  const columns: Column<TenantRow>[] = [
    {
      key: 'name',
      header: t('columns.name'),
      render: (row) => <RowLink onClick={() => open(row.id)}>{row.name}</RowLink>,
    },
    { key: 'id', header: t('columns.id'), render: (row) => <Code fz="xs">{row.id}</Code> },
    { key: 'type', header: t('columns.type'), render: (row) => t(`types.${row.type}`) },
    {
      key: 'features',
      header: t('columns.features'),
      align: 'right',
      render: (row) => featuresOn(row),
    },
    {
      key: 'off',
      header: t('columns.switchedOff'),
      render: (row) => (
        <Group gap={4}>
          {killedModules(row).map((module) => (
            <StatusBadge key={module} tone="bad">
              {words.module(module)}
            </StatusBadge>
          ))}
        </Group>
      ),
    },
    {
      key: 'created',
      header: t('columns.created'),
      render: (row) => <Time value={row.created_at} />,
    },
    {
      key: 'updated',
      header: t('columns.updated'),
      render: (row) => <Time value={row.updated_at} relative />,
    },
  ];
  return (
    <>
      <PageHeader
        title={t('title')}
        text={t('text')}
        actions={
          can('tenants:write') && (
            <Button
              leftSection={<IconPlus size={16} />}
              onClick={creation.open}
              data-testid="new-tenant"
            >
              {t('new')}
            </Button>
          )
        }
      />
      <DataTable
        label={t('tableLabel')}
        columns={columns}
        rows={list.data?.items}
        rowKey={(row) => row.id}
        state={list}
        empty={<EmptyState title={t('empty.title')} text={t('empty.text')} />}
        onRowClick={(row) => open(row.id)}
        minWidth={860}
        paging={{ page, pageSize: PAGE_SIZE, total: list.data?.meta.total ?? 0, onPage: setPage }}
      />
      <TenantDrawer id={tenant} onClose={() => open(undefined)} />
      <CreateTenant
        opened={creating}
        onClose={creation.close}
        onCreated={(made) => {
          creation.close();
          open(made.id);
        }}
      />
    </>
  );
}
