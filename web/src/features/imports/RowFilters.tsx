import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import classes from './imports.module.css';
import { ROW_STATUSES, type RowStatus } from './search';
import type { RowCounts } from './wire';

interface Props {
  counts: RowCounts;
  total: number;
  chosen: RowStatus | undefined;
  onChoose: (status: RowStatus | undefined) => void;
}

/** How many rows there are of each kind; a press shows only those. */
export function RowFilters({ counts, total, chosen, onChoose }: Props) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const kinds = [
    { status: undefined, label: t('rows.all'), count: total },
    ...ROW_STATUSES.map((status) => ({
      status,
      label: t(`rows.status.${status}`),
      count: counts[status],
    })),
  ];
  return (
    <Group gap={6} role="group" aria-label={t('rows.filter')}>
      {kinds.map(({ status, label, count }) => (
        <Button
          key={label}
          size="xs"
          radius="xl"
          variant={status === chosen ? 'filled' : 'default'}
          aria-pressed={status === chosen}
          disabled={count === 0 && status !== chosen}
          onClick={() => onChoose(status)}
          rightSection={<span className={classes.chipCount}>{format.number(count)}</span>}
          data-testid={`rows-${status ?? 'all'}`}
        >
          {status !== undefined && (
            <span className={classes.chipDot} data-status={status} aria-hidden="true" />
          )}
          {label}
        </Button>
      ))}
    </Group>
  );
}
