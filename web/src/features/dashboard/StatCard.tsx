import { Paper, Text } from '@mantine/core';
import { useFormat } from '@/ui/format';
import { PaperLink } from '@/ui/links';
import classes from './StatCard.module.css';

interface Props {
  label: string;
  value: number;
  /** The whole that `value` is a part of. */
  of?: number;
  to?: '/games' | '/games/tables';
  search?: { status: 'active' | 'inactive' };
  tone?: 'bad';
}

/** One true number; a press leads to what it counts. */
export function StatCard({ label, value, of, to, search, tone }: Props) {
  const format = useFormat();
  const body = (
    <>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text className={classes.value} c={tone === 'bad' ? 'var(--mantine-color-error)' : undefined}>
        {format.number(value)}
        {of !== undefined && (
          <Text span c="dimmed" size="sm" fw={500}>
            {` / ${format.number(of)}`}
          </Text>
        )}
      </Text>
    </>
  );
  if (to === undefined) return <Paper p="md">{body}</Paper>;
  return (
    <PaperLink p="md" to={to} search={search} className={classes.link}>
      {body}
    </PaperLink>
  );
}
