import { Group, Stack, Text, Title } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { BrandFilter } from '../BrandFilter';
import { Devices } from './Devices';
import { Networks } from './Networks';
import type { IpDevicesSearch } from './search';

const route = getRouteApi('/shell/admins/ip-devices');

/** From where and with what one may sign in. */
export function IpDevicesTab() {
  const { t } = useTranslation('adminNetworks');
  const search = route.useSearch();
  const navigate = route.useNavigate();

  function change(next: Partial<IpDevicesSearch>) {
    void navigate({ search: (old) => ({ ...old, page: undefined, ...next }), replace: true });
  }

  return (
    <Stack gap="xl">
      <section aria-labelledby="networks">
        <Group justify="space-between" align="flex-end" mb="sm">
          <div>
            <Title order={2} size="h4" id="networks">
              {t('networks.title')}
            </Title>
            <Text size="sm" c="dimmed" maw={760}>
              {t('networks.text')}
            </Text>
          </div>
          <BrandFilter value={search.brand} onChange={(brand) => change({ brand })} />
        </Group>
        <Networks brand={search.brand} />
      </section>
      <section aria-labelledby="devices">
        <Title order={2} size="h4" id="devices">
          {t('devices.title')}
        </Title>
        <Text size="sm" c="dimmed" maw={760} mb="sm">
          {t('devices.text')}
        </Text>
        <Devices
          search={search}
          onChange={change}
          onPage={(page) => void navigate({ search: (old) => ({ ...old, page }) })}
        />
      </section>
    </Stack>
  );
}
