import { Group } from '@mantine/core';
import { useState } from 'react';
import { ApiKeys } from '@/features/api-keys';
import { useMe } from '@/features/auth/session';

/** The API keys that the reader made. Everybody's are on the page of keys. */
export function ApiKeysTab() {
  const me = useMe();
  const [search, setSearch] = useState({});
  return (
    <ApiKeys
      search={search}
      onSearch={setSearch}
      createdBy={me.id}
      header={(actions) => (
        <Group justify="flex-end" mb="sm">
          {actions}
        </Group>
      )}
    />
  );
}
