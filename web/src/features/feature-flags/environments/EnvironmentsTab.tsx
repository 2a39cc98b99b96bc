import { Stack } from '@mantine/core';
import { ComparisonTable } from './ComparisonTable';
import { EnvironmentCards } from './EnvironmentCards';
import { Groups } from './Groups';
import { SystemFlags } from './SystemFlags';

/** The environments and their rules, how they differ, and what else belongs to all flags. */
export function EnvironmentsTab() {
  return (
    <Stack gap="xl">
      <EnvironmentCards />
      <ComparisonTable />
      <SystemFlags />
      <Groups />
    </Stack>
  );
}
