import { Stack } from '@mantine/core';
import { Ramps } from './Ramps';
import { Scheduled } from './Scheduled';
import type { FlagTabProps } from './tabs';

/** What happens to the flag by itself: scheduled changes and progressive rollouts. */
export function ScheduleTab({ flag, environment }: FlagTabProps) {
  return (
    <Stack gap="xl">
      <Scheduled flag={flag} environment={environment} />
      <Ramps key={environment} flag={flag} environment={environment} />
    </Stack>
  );
}
