import {
  Badge,
  Code,
  Group,
  ScrollArea,
  SegmentedControl,
  Stack,
  Table,
  Text,
} from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format';
import { StatusBadge, type Tone } from '@/ui/StatusBadge';
import type { FlagImportPlan, FlagImportRow } from './queries';

const TONES: Record<FlagImportRow['outcome'], Tone> = {
  carried: 'good',
  changed: 'warn',
  not_carried: 'bad',
};
const VIEWS = ['all', 'not_carried', 'changed', 'carried'] as const;
const MOST_ROWS = 500;

/** What becomes of each flag and segment of the file, and why. */
export function ImportReport({ plan, isStale }: { plan: FlagImportPlan; isStale: boolean }) {
  const { t } = useTranslation('flagTransfer');
  const format = useFormat();
  const [view, setView] = useState<(typeof VIEWS)[number]>('all');
  const rows = plan.rows.filter((row) => view === 'all' || row.outcome === view);
  const count = (name: (typeof VIEWS)[number]) =>
    name === 'all' ? plan.rows.length : plan.counts[name];
  return (
    <Stack gap="xs" opacity={isStale ? 0.6 : 1} aria-busy={isStale} data-testid="import-report">
      <SegmentedControl
        aria-label={t('report.label')}
        value={view}
        data={VIEWS.map((name) => ({
          value: name,
          label: `${t(`report.views.${name}`)} · ${format.number(count(name))}`,
        }))}
        onChange={(name) => setView(name)}
        w="fit-content"
        maw="100%"
      />
      <ScrollArea.Autosize mah={320} type="auto" viewportProps={{ tabIndex: 0 }}>
        <Table verticalSpacing={6} horizontalSpacing="sm" aria-label={t('report.label')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('report.key')}</Table.Th>
              <Table.Th w={150}>{t('report.outcome')}</Table.Th>
              <Table.Th w={150}>{t('report.act')}</Table.Th>
              <Table.Th>{t('report.notes')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.slice(0, MOST_ROWS).map((row) => (
              <Row key={`${row.kind}-${row.key}-${row.act}`} row={row} />
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      {rows.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('report.none')}
        </Text>
      )}
      {rows.length > MOST_ROWS && (
        <Text size="xs" c="dimmed">
          {t('report.leftOff', { count: rows.length - MOST_ROWS })}
        </Text>
      )}
    </Stack>
  );
}

function Row({ row }: { row: FlagImportRow }) {
  const { t } = useTranslation('flagTransfer');
  return (
    <Table.Tr data-testid={`import-row-${row.key}`}>
      <Table.Td>
        <Group gap={6} wrap="wrap">
          <Code>{row.key}</Code>
          {row.kind === 'segment' && (
            <Badge variant="light" color="gray" tt="none">
              {t('report.segment')}
            </Badge>
          )}
        </Group>
      </Table.Td>
      <Table.Td>
        <StatusBadge tone={TONES[row.outcome]}>{t(`report.views.${row.outcome}`)}</StatusBadge>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{t(`acts.${row.act}`)}</Text>
        {row.act === 'rename' && <Code>{row.new_key}</Code>}
      </Table.Td>
      <Table.Td>
        <Stack gap={2}>
          {row.notes.map((note) => (
            <Text
              key={note.code + note.message}
              size="xs"
              c={note.weight === 'info' ? 'dimmed' : undefined}
            >
              {note.message}
            </Text>
          ))}
        </Stack>
      </Table.Td>
    </Table.Tr>
  );
}
