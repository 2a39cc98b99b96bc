import { Group, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { CopyButton } from '@/ui/CopyButton';
import classes from './audit.module.css';

/** A part of the details, with its heading. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title order={3} size="h6" mb={6} id={id}>
        {title}
      </Title>
      {children}
    </section>
  );
}

export function FactList({ children }: { children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>;
}

interface FactProps {
  label: string;
  value: string | null | undefined;
  /** A code or id: shown in a fixed width and copied with a press. */
  isCode?: boolean;
  action?: ReactNode;
}

/** A label and its value; nothing where there is no value. */
export function Fact({ label, value, isCode = false, action }: FactProps) {
  if (value == null || value === '') return null;
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <Group gap={2} wrap="nowrap" align="flex-start">
          <Text span inherit ff={isCode ? 'monospace' : undefined} className={classes.value}>
            {value}
          </Text>
          {isCode && <CopyButton value={value} label={label} />}
          {action}
        </Group>
      </dd>
    </>
  );
}
