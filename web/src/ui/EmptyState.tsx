import { Center, Stack, Text, ThemeIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import { IconInbox } from './icons';

interface Props {
  title: string;
  text?: string;
  icon?: ReactNode;
  action?: ReactNode;
  /** Where it is the whole page, its title is the page's heading. */
  heading?: boolean;
}

/** Says that there is nothing here, why, and what to do about it. */
export function EmptyState({ title, text, icon, action, heading = false }: Props) {
  return (
    <Center py={48} px="md" data-testid="empty-state">
      <Stack align="center" gap="xs" maw={460}>
        <ThemeIcon variant="light" color="gray" size={48} radius="xl">
          {icon ?? <IconInbox size={24} />}
        </ThemeIcon>
        <Text fw={600} ta="center" component={heading ? 'h1' : 'p'} m={0}>
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
