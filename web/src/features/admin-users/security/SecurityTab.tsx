import { Stack } from '@mantine/core';
import { ProvidersCard } from '../sso';

/** How people of the brand sign in. */
export function SecurityTab() {
  return (
    <Stack gap="lg">
      <ProvidersCard />
    </Stack>
  );
}
