import { Group, Paper, Progress, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from './format';

interface Props {
  title: string;
  /** Done and to do, in any one unit; without a total the bar only moves. */
  current: number;
  total: number | null;
  detail?: string;
  actions?: ReactNode;
}

/** Share done in percent, from 0 to 100; null where the total is not known. */
function percentOf(current: number, total: number | null): number | null {
  if (total === null || total <= 0) return null;
  return Math.min(100, Math.max(0, (current / total) * 100));
}

/** How far a long job is. */
export function ProgressCard({ title, current, total, detail, actions }: Props) {
  const format = useFormat();
  const percent = percentOf(current, total);
  return (
    <Paper p="md" data-testid="progress">
      <Stack gap={8}>
        <Group justify="space-between" wrap="nowrap">
          <Text fw={600} size="sm">
            {title}
          </Text>
          <Group gap="sm" wrap="nowrap">
            {percent !== null && (
              <Text size="sm" className="tabular" c="dimmed">
                {format.percent(Math.floor(percent))}
              </Text>
            )}
            {actions}
          </Group>
        </Group>
        <Progress
          value={percent ?? 100}
          animated
          striped={percent === null}
          aria-label={title}
          size="md"
        />
        {detail !== undefined && (
          <Text size="xs" c="dimmed" className="tabular">
            {detail}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
