import { Badge, Code, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import classes from './matrix.module.css';

interface Props {
  operation: Schema<'OperationInfo'>;
  children?: ReactNode;
}

/** An operation of the API as a developer knows it; its description is written in English only. */
export function Operation({ operation, children }: Props) {
  const { i18n } = useTranslation();
  return (
    <Stack gap={2}>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <Badge variant="default" radius="sm" style={{ flexShrink: 0 }}>
          {operation.method}
        </Badge>
        <Code className={classes.path}>{operation.path}</Code>
        {children}
      </Group>
      {i18n.language === 'en' && (
        <Text size="xs" c="dimmed">
          {operation.summary}
        </Text>
      )}
    </Stack>
  );
}
