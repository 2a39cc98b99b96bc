import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Change, displayValue } from './diff';
import classes from './DataTable.module.css';

function Value({ value, className }: { value: unknown; className: string | undefined }) {
  const { t } = useTranslation();
  const text = typeof value === 'boolean' ? t(value ? 'yes' : 'no') : displayValue(value);
  if (text === null)
    return (
      <Text span size="xs" c="dimmed">
        {t('none')}
      </Text>
    );
  return <span className={className}>{text}</span>;
}

/** Before and after, one row a field; `label` names a field for the reader. */
export function DiffView({
  changes,
  label = (path) => path,
}: {
  changes: Change[];
  label?: (path: string) => string;
}) {
  const { t } = useTranslation();
  if (changes.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('diff.none')}
      </Text>
    );
  return (
    <Table
      className={classes.diff}
      verticalSpacing={4}
      horizontalSpacing="xs"
      layout="fixed"
      data-testid="diff"
    >
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="30%">{t('diff.field')}</Table.Th>
          <Table.Th>{t('diff.before')}</Table.Th>
          <Table.Th>{t('diff.after')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {changes.map((change) => (
          <Table.Tr key={change.path}>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{label(change.path)}</Table.Td>
            <Table.Td>
              <Value value={change.before} className={classes.before} />
            </Table.Td>
            <Table.Td>
              <Value value={change.after} className={classes.after} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
