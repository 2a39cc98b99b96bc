import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** The way to a gap's own page: its id, unless other words are given. */
export function GapLink({ id, children }: { id: string; children?: ReactNode }) {
  return (
    <Link to="/gaps/$gapId" params={{ gapId: id }} style={{ color: 'inherit' }}>
      <Text span size="sm" fw={600} ff={children === undefined ? 'monospace' : undefined}>
        {children ?? id}
      </Text>
    </Link>
  );
}
