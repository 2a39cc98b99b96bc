import { Button, Card, Code, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { Callout } from './Callout';
import {
  type Choice,
  type Chosen,
  clashes,
  emptyConstants,
  mainTargets,
  originOf,
  requestOf,
  startOf,
  TARGETS,
  type Target,
  unusedNames,
} from './mapping';
import { MappingRow } from './MappingRow';
import { RememberMapping } from './RememberMapping';
import type { MappingRequest, MappingView } from './wire';

interface Props {
  mapping: MappingView;
  /** A name to offer for keeping the mapping. */
  suggestedName: string;
  busy: boolean;
  error: unknown;
  onSubmit: (request: MappingRequest) => void;
  /** Absent where an answer is needed. */
  onKeep?: () => void;
}

/** Which name of the file gives each field of a game: proposed by the server, decided by a person. */
export function MappingEditor({ mapping, suggestedName, busy, error, onSubmit, onKeep }: Props) {
  const { t } = useTranslation('imports');
  const [chosen, setChosen] = useState<Chosen>(() => startOf(mapping));
  const [showAll, setShowAll] = useState(false);
  const [saveAs, setSaveAs] = useState<string | null>(null);

  const main = mainTargets(mapping);
  const hidden = TARGETS.length - main.length;
  const unused = unusedNames(mapping, chosen);
  const clashing = clashes(chosen);
  const isBlocked =
    chosen.external_id === undefined || emptyConstants(chosen).length > 0 || saveAs?.trim() === '';

  const choose = (target: Target, choice: Choice | undefined) =>
    setChosen((before) => ({ ...before, [target]: choice }));

  return (
    <Card component="section" aria-labelledby="mapping-title" padding="md" data-testid="mapping">
      <Stack gap="sm">
        <Title order={2} size="h4" id="mapping-title">
          {t('map.heading')}
        </Title>
        <Table.ScrollContainer minWidth={760} type="native" tabIndex={0}>
          <Table verticalSpacing="xs" aria-labelledby="mapping-title">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('map.ours')}</Table.Th>
                <Table.Th>{t('map.theirs')}</Table.Th>
                <Table.Th>{t('map.samples')}</Table.Th>
                <Table.Th>{t('map.why')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {(showAll ? TARGETS : main).map((target) => (
                <MappingRow
                  key={target}
                  target={target}
                  headers={mapping.headers}
                  choice={chosen[target]}
                  origin={originOf(mapping, target, chosen[target])}
                  clash={clashing.includes(target)}
                  onChoose={(choice) => choose(target, choice)}
                />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        {hidden > 0 && (
          <Group>
            <Button
              variant="subtle"
              size="xs"
              onClick={() => setShowAll((all) => !all)}
              aria-expanded={showAll}
            >
              {showAll ? t('map.fewer') : t('map.more', { count: hidden })}
            </Button>
          </Group>
        )}
        {unused.length > 0 && (
          <Text size="sm" component="div">
            {t('map.unused')}{' '}
            {unused.map((name) => (
              <Code key={name} mr={4}>
                {name}
              </Code>
            ))}
          </Text>
        )}
        {chosen.provider === undefined && (
          <Callout tone="warn" role="status">
            {t('map.noProvider')}
          </Callout>
        )}
        <RememberMapping value={saveAs} suggested={suggestedName} onChange={setSaveAs} />
        {error != null && <ProblemAlert error={error} />}
        <Group justify="flex-end" gap="xs">
          {onKeep && (
            <Button variant="default" size="md" onClick={onKeep}>
              {t('map.keep')}
            </Button>
          )}
          <Button
            size="md"
            loading={busy}
            disabled={isBlocked}
            onClick={() => onSubmit(requestOf(chosen, saveAs?.trim() ?? null))}
            data-testid="mapping-submit"
          >
            {t('map.submit')}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
