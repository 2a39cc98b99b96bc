import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call, type Schema } from '@/api/client';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { notifyDone } from '@/ui/notify';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import { Time } from '@/ui/Time';

type Device = Schema<'OwnDevice'>;

const TONES: Record<Device['status'], Tone> = {
  pending: 'busy',
  approved: 'good',
  blocked: 'bad',
};

/** The devices that one signed in with. */
export function DevicesTable() {
  const { t } = useTranslation(['factors', 'adminNetworks']);
  const queryClient = useQueryClient();
  const devices = useQuery({
    queryKey: ['devices'],
    queryFn: () => call(api.GET('/api/v1/auth/devices')),
  });
  const [forgetting, setForgetting] = useState<Device | null>(null);
  const forget = useMutation({
    mutationFn: (id: string) =>
      call(api.DELETE('/api/v1/auth/devices/{device_id}', { params: { path: { device_id: id } } })),
    onSuccess: async () => {
      setForgetting(null);
      notifyDone(t('deviceForgotten'));
      await Promise.all(
        [['devices'], ['sessions']].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      );
    },
  });
  const name = (device: Device) =>
    device.device_info === '' ? t('adminNetworks:devices.unknown') : device.device_info;

  const columns: Column<Device>[] = [
    {
      key: 'device',
      header: t('adminNetworks:devices.device'),
      render: (device) => (
        <Group gap="xs" wrap="nowrap">
          <Text span inherit fw={600}>
            {name(device)}
          </Text>
          {device.is_current && (
            <StatusBadge tone="good">{t('adminNetworks:devices.current')}</StatusBadge>
          )}
        </Group>
      ),
    },
    {
      key: 'status',
      header: t('adminNetworks:devices.status'),
      render: (device) => (
        <StatusBadge tone={TONES[device.status]}>
          {t(`adminNetworks:devices.statuses.${device.status}`)}
        </StatusBadge>
      ),
    },
    {
      key: 'address',
      header: t('adminNetworks:devices.address'),
      render: (device) => device.ip_address ?? '–',
    },
    {
      key: 'first',
      header: t('adminNetworks:devices.first'),
      hideBelow: 'lg',
      render: (device) => <Time value={device.first_seen} />,
    },
    {
      key: 'seen',
      header: t('adminNetworks:devices.seen'),
      render: (device) => <Time value={device.last_seen} relative />,
    },
    {
      key: 'forget',
      header: t('adminNetworks:devices.forget'),
      hideHeader: true,
      align: 'right',
      render: (device) =>
        device.is_current || device.status === 'blocked' ? null : (
          <Button size="compact-sm" variant="default" onClick={() => setForgetting(device)}>
            {t('adminNetworks:devices.forget')}
          </Button>
        ),
    },
  ];
  return (
    <>
      <DataTable
        label={t('devicesTitle')}
        columns={columns}
        rows={devices.data}
        rowKey={(device) => device.id}
        state={devices}
        empty={<EmptyState title={t('devicesTitle')} />}
        minWidth={700}
      />
      <ConfirmDialog
        opened={forgetting !== null}
        onClose={() => {
          setForgetting(null);
          forget.reset();
        }}
        title={t('deviceForgetTitle')}
        confirm={t('adminNetworks:devices.forget')}
        danger
        isPending={forget.isPending}
        error={forget.error}
        onConfirm={() => forgetting && forget.mutate(forgetting.id)}
      >
        {forgetting && t('deviceForgetText', { device: name(forgetting) })}
      </ConfirmDialog>
    </>
  );
}
