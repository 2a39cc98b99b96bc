import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess } from '@/features/auth/session';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { FilterBar, SearchFilter, SelectFilter } from '@/ui/FilterBar';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';
import { DeviceActs, DeviceDialog, type Deciding } from './DeviceActs';
import { type DeviceRow, devicesQuery, PAGE_SIZE } from './queries';
import { DEVICE_STATUSES, type IpDevicesSearch } from './search';

const TONES: Record<DeviceRow['status'], Tone> = {
  pending: 'busy',
  approved: 'good',
  blocked: 'bad',
};

interface Props {
  search: IpDevicesSearch;
  onChange: (next: Partial<IpDevicesSearch>) => void;
  onPage: (page: number) => void;
}

/** The devices that admins signed in with, those that wait for approval first. */
export function Devices({ search, onChange, onPage }: Props) {
  const { t } = useTranslation(['adminNetworks', 'common']);
  const { can } = useAccess();
  const devices = useQuery(devicesQuery(search));
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const isFiltered = search.search !== undefined || search.status !== undefined;

  const columns: Column<DeviceRow>[] = [
    {
      key: 'admin',
      header: t('devices.admin'),
      render: (row) => (
        <>
          <Text inherit fw={600}>
            {row.admin_name}
          </Text>
          <Text size="xs" c="dimmed">
            {row.admin_email}
          </Text>
        </>
      ),
    },
    {
      key: 'device',
      header: t('devices.device'),
      render: (row) => (
        <>
          <Group gap="xs" wrap="nowrap">
            {row.browser_info === '' ? t('devices.unknown') : row.browser_info}
            {row.is_current && <StatusBadge tone="good">{t('devices.current')}</StatusBadge>}
          </Group>
          <Text size="xs" c="dimmed">
            {t(`devices.types.${row.device_type}`)}
            {!row.by_cookie && ` · ${t('devices.noCookie')}`}
          </Text>
        </>
      ),
    },
    {
      key: 'address',
      header: t('devices.address'),
      render: (row) => row.ip_address ?? '–',
    },
    {
      key: 'status',
      header: t('devices.status'),
      render: (row) => (
        <>
          <StatusBadge tone={TONES[row.status]}>{t(`devices.statuses.${row.status}`)}</StatusBadge>
          {row.decided_by !== null && (
            <Text size="xs" c="dimmed">
              {t('devices.decidedBy', { name: row.decided_by })}
            </Text>
          )}
        </>
      ),
    },
    {
      key: 'first',
      header: t('devices.first'),
      hideBelow: 'lg',
      render: (row) => <Time value={row.first_seen} />,
    },
    {
      key: 'seen',
      header: t('devices.seen'),
      render: (row) => <Time value={row.last_seen} relative />,
    },
  ];
  if (can('devices:approve'))
    columns.push({
      key: 'acts',
      header: t('common:actions'),
      hideHeader: true,
      align: 'right',
      render: (row) => <DeviceActs row={row} onDecide={setDeciding} />,
    });

  return (
    <>
      <FilterBar
        isActive={isFiltered}
        onClear={() => onChange({ search: undefined, status: undefined })}
      >
        <SearchFilter
          main
          label={t('devices.search')}
          value={search.search}
          onChange={(text) => onChange({ search: text })}
        />
        <SelectFilter
          label={t('devices.status')}
          value={search.status}
          data={DEVICE_STATUSES.map((value) => ({ value, label: t(`devices.statuses.${value}`) }))}
          onChange={(value) =>
            onChange({ status: DEVICE_STATUSES.find((known) => known === value) })
          }
        />
      </FilterBar>
      <DataTable
        label={t('devices.title')}
        columns={columns}
        rows={devices.data?.rows}
        rowKey={(row) => row.id}
        state={devices}
        minWidth={860}
        paging={{
          page: search.page ?? 1,
          pageSize: PAGE_SIZE,
          total: devices.data?.total ?? 0,
          onPage,
        }}
        empty={
          isFiltered ? (
            <EmptyState
              title={t('common:table.noMatchTitle')}
              text={t('common:table.noMatchText')}
            />
          ) : (
            <EmptyState title={t('devices.emptyTitle')} text={t('devices.emptyText')} />
          )
        }
      />
      <DeviceDialog deciding={deciding} onClose={() => setDeciding(null)} />
    </>
  );
}
