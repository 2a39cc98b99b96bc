import { Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { LogoMark } from '@/app/shell/Logo';
import { LanguageControl, SchemeControl } from '@/app/shell/preferences';

interface Props {
  title: string;
  text: ReactNode;
  children: ReactNode;
  /** Below the card: the way elsewhere. */
  footer?: ReactNode;
}

/** The frame of the pages before the sign-in. */
export function EntryFrame({ title, text, children, footer }: Props) {
  useDocumentTitle(`${title} · Gapless`);
  return (
    <Center mih="100vh" p="md" component="main">
      <Stack w="100%" maw={400} gap="lg">
        <Stack align="center" gap={6}>
          <LogoMark size={44} />
          <Title order={1} mt={6} ta="center">
            {title}
          </Title>
          <Text c="dimmed" ta="center">
            {text}
          </Text>
        </Stack>
        <Paper p="xl" shadow="sm" radius="lg">
          {children}
        </Paper>
        {footer}
        <Group grow>
          <LanguageControl />
          <SchemeControl />
        </Group>
      </Stack>
    </Center>
  );
}
