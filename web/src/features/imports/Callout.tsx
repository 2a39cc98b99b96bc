import { Group, Paper } from '@mantine/core';
import type { ReactNode } from 'react';
import { IconAlert, IconInfo } from '@/ui/icons';
import classes from './imports.module.css';

interface Props {
  tone: 'info' | 'warn';
  role: 'alert' | 'note' | 'status';
  testId?: string;
  children: ReactNode;
}

/** A remark beside the work: good to know, or in need of care. */
export function Callout({ tone, role, testId, children }: Props) {
  const Icon = tone === 'warn' ? IconAlert : IconInfo;
  return (
    <Paper
      px="sm"
      py="xs"
      className={classes.callout}
      data-tone={tone}
      role={role}
      data-testid={testId}
    >
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <Icon size={18} className={classes.calloutIcon} />
        <div className={classes.calloutBody}>{children}</div>
      </Group>
    </Paper>
  );
}
