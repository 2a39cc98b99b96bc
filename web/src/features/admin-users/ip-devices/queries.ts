import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { reasonHeader } from '@/api/reason';
import { listed } from '../listed';
import type { IpDevicesSearch } from './search';

export type NetworkRow = Schema<'NetworkRow'>;
export type DeviceRow = Schema<'DeviceRow'>;

export const PAGE_SIZE = 50;

export function networksQuery(brand: string | undefined) {
  const query = { tenant_id: brand };
  return queryOptions({
    queryKey: ['admin-users', 'networks', brand ?? null],
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/admin/ip-restrictions', { params: { query }, signal })),
  });
}

export function devicesQuery({ brand, search, status, page }: IpDevicesSearch) {
  const query = { tenant_id: brand, search, status, page: page ?? 1, page_size: PAGE_SIZE };
  return queryOptions({
    queryKey: ['admin-users', 'devices', query],
    queryFn: ({ signal }) =>
      listed(api.GET('/api/v1/admin/device-restrictions', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** A rule as the form holds it. */
export interface NetworkValues {
  ip_address: string;
  restriction_type: 'allowed' | 'blocked';
  reason: string;
  is_active: boolean;
  role: string | null;
  admin_id: string | null;
}

interface NetworkSaving {
  brand: string | undefined;
  row: NetworkRow | null;
  values: NetworkValues;
  isConfirmed: boolean;
}

async function saveNetwork({
  brand,
  row,
  values,
  isConfirmed,
}: NetworkSaving): Promise<NetworkRow> {
  const { role, admin_id, ...rest } = values;
  if (row === null)
    return call(
      api.POST('/api/v1/admin/ip-restrictions', {
        params: { query: { tenant_id: brand } },
        body: { ...rest, role, admin_id, confirm_lockout: isConfirmed },
      }),
    );
  return call(
    api.PATCH('/api/v1/admin/ip-restrictions/{restriction_id}', {
      params: { path: { restriction_id: row.id } },
      body: { ...rest, confirm_lockout: isConfirmed },
      headers: { 'If-Match': `"v${row.version}"` },
    }),
  );
}

export function useSaveNetwork() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: saveNetwork,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['admin-users'] }),
  });
}

export function useRemoveNetwork() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ row, isConfirmed }: { row: NetworkRow; isConfirmed: boolean }) =>
      call(
        api.DELETE('/api/v1/admin/ip-restrictions/{restriction_id}', {
          params: { path: { restriction_id: row.id }, query: { confirm_lockout: isConfirmed } },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['admin-users'] }),
  });
}

export type DeviceAct = 'approve' | 'block' | 'forget';

async function decide(act: DeviceAct, id: string, reason: string): Promise<unknown> {
  const params = { path: { device_id: id } };
  const headers = reasonHeader(reason);
  if (act === 'approve')
    return call(
      api.PUT('/api/v1/admin/device-restrictions/{device_id}/approve', { params, headers }),
    );
  if (act === 'block')
    return call(
      api.PUT('/api/v1/admin/device-restrictions/{device_id}/block', { params, headers }),
    );
  return call(api.DELETE('/api/v1/admin/device-restrictions/{device_id}', { params, headers }));
}

export function useDecideDevice() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ act, id, reason }: { act: DeviceAct; id: string; reason: string }) =>
      decide(act, id, reason),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['admin-users'] }),
  });
}
