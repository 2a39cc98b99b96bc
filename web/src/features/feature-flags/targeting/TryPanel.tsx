import { Button, Group, JsonInput, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { useFormat } from '@/ui/format';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { StatusBadge } from '@/ui/StatusBadge';
import { type Flag, useTry } from '../flag/queries';
import type { Environment } from '../search';
import { type Faults, faultsOf } from './faults';
import { parseContexts } from './contexts';
import type { Draft } from './useDraft';

interface Props {
  flag: Flag;
  environment: Environment;
  draft: Draft;
  onFaults: (faults: Faults) => void;
}

/** Before saving: whose value the draft would change. */
export function TryPanel({ flag, environment, draft, onFaults }: Props) {
  const { t } = useTranslation('flagEditor');
  const [text, setText] = useState('');
  const attempt = useTry(flag.id);
  const contexts = parseContexts(text);

  function run() {
    attempt.mutate(
      { environment, configuration: draft.configuration, contexts: contexts ?? null },
      { onSuccess: (trial) => onFaults(faultsOf(trial.faults, environment)) },
    );
  }

  return (
    <Paper p="md" component="section" aria-label={t('try.title')}>
      <Group justify="space-between" align="flex-start" mb="xs">
        <div>
          <Title order={2} size="h5">
            {t('try.title')}
          </Title>
          <Text size="xs" c="dimmed">
            {t('try.text')}
          </Text>
        </div>
        <Button
          variant="default"
          onClick={run}
          loading={attempt.isPending}
          disabled={contexts === undefined}
          data-testid="try"
        >
          {t('try.action')}
        </Button>
      </Group>
      <JsonInput
        label={t('try.contexts')}
        description={t('try.contextsHint')}
        placeholder={'[{"targetingKey": "player-17", "country": "TR"}]'}
        value={text}
        onChange={setText}
        autosize
        minRows={1}
        maxRows={8}
        error={contexts === undefined ? t('try.noContexts') : undefined}
      />
      {attempt.isError && <ProblemAlert error={attempt.error} />}
      {attempt.data !== undefined && <Outcome trial={attempt.data} />}
    </Paper>
  );
}

function Outcome({ trial }: { trial: Schema<'Trial'> }) {
  const { t } = useTranslation('flagEditor');
  if (trial.faults.length > 0)
    return (
      <Stack gap={4} mt="sm" data-testid="try-faults">
        {trial.faults.map((fault) => (
          <Text key={fault.field} size="sm" c="var(--mantine-color-error)" role="alert">
            {fault.message}
          </Text>
        ))}
      </Stack>
    );
  return (
    <Stack gap="sm" mt="sm" data-testid="try-outcome">
      {trial.crowd !== null && <CrowdLine crowd={trial.crowd} />}
      <Table verticalSpacing={4} horizontalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('try.context')}</Table.Th>
            <Table.Th>{t('try.before')}</Table.Th>
            <Table.Th>{t('try.after')}</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {trial.contexts.map((row, index) => (
            <Table.Tr key={index}>
              <Table.Td ff="monospace" fz="xs" style={{ overflowWrap: 'anywhere' }}>
                {JSON.stringify(row.context)}
              </Table.Td>
              <Table.Td>{row.before.variant ?? '–'}</Table.Td>
              <Table.Td>{row.after.variant ?? '–'}</Table.Td>
              <Table.Td>
                {row.flips ? (
                  <StatusBadge tone="warn">{t('try.flips')}</StatusBadge>
                ) : (
                  <Text size="xs" c="dimmed">
                    {t('try.stays')}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

function CrowdLine({ crowd }: { crowd: Schema<'TriedCrowd'> }) {
  const { t } = useTranslation('flagEditor');
  const format = useFormat();
  const shares = (counts: Record<string, number>) =>
    Object.entries(counts)
      .sort(([, a], [, b]) => b - a)
      .map(([variant, count]) => `${format.percent((100 * count) / crowd.size)} ${variant}`)
      .join(' · ');
  return (
    <Text size="sm" data-testid="try-crowd">
      {t('try.crowd', {
        size: format.number(crowd.size),
        flipped: format.number(crowd.flipped),
        before: shares(crowd.before),
        after: shares(crowd.after),
      })}
    </Text>
  );
}
