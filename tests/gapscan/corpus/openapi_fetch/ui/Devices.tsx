import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from './client';

export function Devices() {
  const devices = useQuery({
    queryKey: ['devices'],
    queryFn: async () => {
      const { data, error } = await api.GET('/api/devices', { params: { query: { page: 1 } } });
      if (error) throw error;
      return data;
    },
  });
  return (
    <table>
      {devices.data?.items.map((device) => (
        <tr key={device.id}>
          <td>{device.name.toUpperCase()}</td>
          <td>{device.battery}</td>
          <td>{device.labels.colour}</td>
        </tr>
      ))}
    </table>
  );
}

export function Device({ id }: { id: string }) {
  const [device, setDevice] = useState(null);
  useEffect(() => {
    api.GET('/api/devices/{id}', { params: { path: { id } } }).then(({ data }) => setDevice(data));
  }, [id]);
  const reboot = () => api.POST('/api/devices/{id}/reboot', { params: { path: { id } } });
  return <button onClick={reboot}>{device?.owner.email ?? device?.name}</button>;
}

export const sites = () => api.GET('/api/sites');
