import { useState } from 'react';
import { http } from '../api/client';
import { ENDPOINTS, Path } from '../api/endpoints';
import { useList } from '../hooks/useList';

const TABS = [
  { key: 'overview', url: ENDPOINTS.reports.overview },
  { key: 'affiliates', url: ENDPOINTS.reports.affiliates },
  { key: 'crm', url: '/reports/crm' },
];

function Tab({ url }: { url: string }) {
  const { data } = useList<{ id: string }>(url);
  return <pre>{JSON.stringify(data)}</pre>;
}

export function Reports() {
  const [tab, setTab] = useState('overview');
  const exportAll = () => http.post('/reports/exports', { format: 'csv' });
  return (
    <>
      {TABS.map((entry) => (
        <button key={entry.key} onClick={() => setTab(entry.key)}>
          <Tab url={entry.url} />
        </button>
      ))}
      <button onClick={exportAll}>{tab}</button>
    </>
  );
}

export function Logs({ category }: { category: string }) {
  const { data } = useList<{ id: string; text: string }>(`/logs/${category}`, { limit: '50' });
  return <pre>{data?.map((entry) => entry.text)}</pre>;
}

export function Keys() {
  const keys = useList<{ id: string; active: boolean }>(ENDPOINTS.keys);
  const toggle = (id: string, active: boolean) => http.patch(`/keys/${id}`, { active: !active });
  return <>{keys.data?.map((key) => <i key={key.id} onClick={() => toggle(key.id, key.active)} />)}</>;
}

export function Flags() {
  const save = (key: string, enabled: boolean) => http({ url: `${Path.Flags}/${key}`, method: 'PUT', data: { enabled } });
  const create = (key: string) => http.post(Path.Flags, { key });
  return <button onClick={() => save('a', true).then(() => create('b'))} />;
}

export function Teams() {
  const teams = useList('/teams');
  const seen = new Map<string, string>();
  seen.get('/not/a/call');
  return <>{teams.data?.length}</>;
}
