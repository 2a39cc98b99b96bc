import { Center, Stack, Text, ThemeIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import { IconInbox } from './icons';

interface Props {
  title: string;
  text?: string;
  icon?: ReactNode;
  action?: ReactNode;
}

/** Says that there is nothing here, why, and what to do about it. */
export function EmptyState({ title, text, icon, action }: Props) {
  return (
    <Center py={48} px="md" data-testid="empty-state">
      <Stack align="center" gap="xs" maw={460}>
        <ThemeIcon variant="light" color="gray" size={48} radius="xl">
          {icon ?? <IconInbox size={24} />}
        </ThemeIcon>
        <Text fw={600} ta="center">
          {title}
        </Text>
        {text !== undefined && (
          <Text size="sm" c="dimmed" ta="center">
            {text}
          </Text>
        )}
        {action}
      </Stack>
    </Center>
  );
}
