import { Button, Code, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { IconPlus } from '@/ui/icons';
import { StatusBadge } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import { useSeesBrands } from '../BrandFilter';
import { NetworkForm } from './NetworkForm';
import { type NetworkRow, networksQuery } from './queries';
import { RemoveNetwork } from './RemoveNetwork';

/** The allowed and blocked networks. */
export function Networks({ brand }: { brand: string | undefined }) {
  const { t } = useTranslation(['adminNetworks', 'common']);
  const { can, isOwner } = useAccess();
  const networks = useQuery(networksQuery(brand));
  const [editing, setEditing] = useState<NetworkRow | 'new' | null>(null);
  const [removing, setRemoving] = useState<NetworkRow | null>(null);
  const showBrand = useSeesBrands();
  const mayWrite = can('security:write');

  const columns: Column<NetworkRow>[] = [
    {
      key: 'network',
      header: t('networks.network'),
      render: (row) => <Code fz="sm">{row.ip_address}</Code>,
    },
    {
      key: 'type',
      header: t('networks.type'),
      render: (row) => (
        <StatusBadge tone={row.restriction_type === 'allowed' ? 'good' : 'bad'}>
          {t(`networks.types.${row.restriction_type}`)}
        </StatusBadge>
      ),
    },
    {
      key: 'scope',
      header: t('networks.scope'),
      render: (row) => <Scope row={row} showBrand={showBrand} />,
    },
    {
      key: 'reason',
      header: t('common:reason'),
      render: (row) => (
        <Text inherit lineClamp={2} maw={280} title={row.reason}>
          {row.reason}
        </Text>
      ),
    },
    {
      key: 'added',
      header: t('networks.added'),
      render: (row) => (
        <>
          {row.added_by}
          <Text size="xs" c="dimmed" component="div">
            <Time value={row.added_at} relative />
          </Text>
        </>
      ),
    },
  ];
  if (mayWrite)
    columns.push({
      key: 'acts',
      header: t('common:actions'),
      hideHeader: true,
      align: 'right',
      render: (row) =>
        row.by_owner && !isOwner ? null : (
          <Group gap={6} justify="flex-end" wrap="nowrap">
            <Button size="compact-sm" variant="default" onClick={() => setEditing(row)}>
              {t('networks.edit')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setRemoving(row)}>
              {t('networks.remove')}
            </Button>
          </Group>
        ),
    });

  return (
    <>
      {mayWrite && (
        <Group mb="sm">
          <Button
            leftSection={<IconPlus size={16} />}
            onClick={() => setEditing('new')}
            data-testid="add-network"
          >
            {t('networks.add')}
          </Button>
        </Group>
      )}
      <DataTable
        label={t('networks.title')}
        columns={columns}
        rows={networks.data}
        rowKey={(row) => row.id}
        state={networks}
        isDimmed={(row) => !row.is_active}
        minWidth={820}
        empty={<EmptyState title={t('networks.emptyTitle')} text={t('networks.emptyText')} />}
      />
      <NetworkForm editing={editing} brand={brand} onClose={() => setEditing(null)} />
      <RemoveNetwork row={removing} onClose={() => setRemoving(null)} />
    </>
  );
}

/** For whom a rule holds. */
function Scope({ row, showBrand }: { row: NetworkRow; showBrand: boolean }) {
  const { t } = useTranslation('adminNetworks');
  const whom =
    row.admin_name ??
    (row.role !== null
      ? t('networks.roleOnly', { role: row.role })
      : t(row.tenant_id === null ? 'networks.everyBrand' : 'networks.wholeBrand'));
  return (
    <>
      {whom}
      {showBrand && row.tenant_id !== null && (
        <Text size="xs" c="dimmed">
          {row.tenant_id}
        </Text>
      )}
      {!row.is_active && (
        <Text size="xs" c="dimmed">
          {t('networks.off')}
        </Text>
      )}
    </>
  );
}
