import { Group as Line, Paper, Radio, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Compared, type Decision, differing, type Group } from './duplicates';
import classes from './imports.module.css';
import type { ImportRow } from './wire';
import { useWords } from './words';

interface Props {
  group: Group;
  /** Null while nothing is decided. */
  decision: Decision | null;
  onDecide: (decision: Decision) => void;
}

/** One repeated game: its rows side by side in what they differ in, and the choice among them. */
export function DuplicateGroup({ group, decision, onDecide }: Props) {
  const { t } = useTranslation('imports');
  const words = useWords();
  const [first] = group.rows;
  if (first === undefined) return null;
  const fields = differing(group);

  return (
    <Paper p="sm" data-testid="duplicate-group">
      <Radio.Group
        label={t('dup.game', {
          name: first.name ?? '',
          provider: first.provider ?? '',
          id: first.external_id ?? '',
        })}
        description={
          fields.length > 0
            ? t('dup.differs', { fields: words.list(fields.map(words.field)) })
            : t('dup.differsElse')
        }
        value={decision === null ? '' : String(decision)}
        onChange={(value) => onDecide(value === 'none' ? 'none' : Number(value))}
      >
        <Stack gap={6} mt="xs">
          {group.rows.map((row) => (
            <Radio
              key={row.row}
              value={String(row.row)}
              label={<RowLabel row={row} fields={fields} />}
            />
          ))}
          <Radio value="none" label={t('dup.none')} />
        </Stack>
      </Radio.Group>
    </Paper>
  );
}

function RowLabel({ row, fields }: { row: ImportRow; fields: Compared[] }) {
  const { t } = useTranslation('imports');
  const words = useWords();
  return (
    <Line gap="sm" component="span">
      <Text span size="sm" className={classes.nowrap}>
        {t('dup.row', { row: row.row })}
      </Text>
      {fields.map((field) => (
        <span key={field} className={classes.breakable}>
          <Text span c="dimmed" size="xs">
            {words.field(field)}:{' '}
          </Text>
          <Text span size="sm" fw={600}>
            {words.value(field, row[field])}
          </Text>
        </span>
      ))}
    </Line>
  );
}
