import { List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconArrowRight } from '@/ui/icons';
import classes from './imports.module.css';
import { tenseOf } from './model';
import type { ImportRow, JobStatus, RowChange } from './wire';
import { useWords } from './words';

/** What importing does with a row, or why it cannot. */
export function RowOutcome({ row, status }: { row: ImportRow; status: JobStatus }) {
  return (
    <Stack gap={3}>
      <Verdict row={row} status={status} />
      <Remarks row={row} />
    </Stack>
  );
}

function Verdict({ row, status }: { row: ImportRow; status: JobStatus }) {
  const { t } = useTranslation('imports');
  switch (row.status) {
    case 'invalid':
      return <RowErrors row={row} />;
    case 'update':
      return (
        <Stack gap={3} align="flex-start">
          {row.changes.map((change) => (
            <FieldChange key={change.field} change={change} />
          ))}
          {status === 'undone' && (
            <Text size="xs" c="dimmed">
              {t('rows.takenBack')}
            </Text>
          )}
        </Stack>
      );
    case 'duplicate':
      return <Repetition row={row} />;
    case 'unchanged':
      return (
        <Text size="sm" c="dimmed">
          {t('rows.same')}
        </Text>
      );
    case 'valid':
      return <Text size="sm">{t(`rows.new.${tenseOf(status)}`)}</Text>;
  }
}

function Repetition({ row }: { row: ImportRow }) {
  const { t } = useTranslation('imports');
  const first = row.first_row ?? row.row;
  if (row.resolution === 'folded')
    return (
      <Text size="sm" c="dimmed">
        {t('rows.folded', { row: first })}
      </Text>
    );
  if (row.resolution === 'excluded') return <Text size="sm">{t('rows.excluded')}</Text>;
  return (
    <Text size="sm" fw={600}>
      {t(first === row.row ? 'rows.undecidedFirst' : 'rows.undecided', { row: first })}
    </Text>
  );
}

function RowErrors({ row }: { row: ImportRow }) {
  const { t } = useTranslation('imports');
  return (
    <List size="sm" spacing={2} listStyleType="none">
      {row.errors.map((error) => (
        <List.Item key={`${error.field}-${error.code}`}>
          <Text size="sm" c="var(--mantine-color-error)" className={classes.breakable}>
            {error.message}
          </Text>
          <Text size="xs" c="dimmed" className={classes.breakable}>
            {t('rows.allowed', { allowed: error.allowed })}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}

/** One field, before and after. The RTP stands out: a wrong one is shown to players. */
export function FieldChange({ change }: { change: RowChange }) {
  const { t } = useTranslation('imports');
  const words = useWords();
  return (
    <span className={classes.change} data-important={change.field === 'rtp'} data-testid="change">
      <span>{words.field(change.field)}:</span>
      <del className={classes.before}>
        <span className="sr-only">{t('rows.from')} </span>
        {words.value(change.field, change.before)}
      </del>
      <IconArrowRight size={12} />
      <ins className={classes.after}>
        <span className="sr-only">{t('rows.to')} </span>
        {words.value(change.field, change.after)}
      </ins>
    </span>
  );
}

function Remarks({ row }: { row: ImportRow }) {
  const { t } = useTranslation('imports');
  const words = useWords();
  const remarks: string[] = [];
  if (row.resolution === 'kept') remarks.push(t('rows.kept'));
  if (row.status === 'valid' && row.assumed.length > 0)
    remarks.push(t('rows.assumed', { fields: words.fields(row.assumed) }));
  if (row.tidied.length > 0) remarks.push(t('rows.tidied', { fields: words.fields(row.tidied) }));
  return remarks.map((remark) => (
    <Text key={remark} size="xs" c="dimmed">
      {remark}
    </Text>
  ));
}
