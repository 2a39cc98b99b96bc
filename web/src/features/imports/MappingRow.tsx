import { Code, Group, NativeSelect, Stack, Table, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAlert } from '@/ui/icons';
import classes from './imports.module.css';
import { allowsConstant, type Choice, namesOf, type Origin, type Target } from './mapping';
import { OriginNote } from './OriginNote';
import type { MappingView } from './wire';

// No name of a file is empty, and none begins with this character.
const ONE_VALUE = '\u0000one';

interface Props {
  target: Target;
  headers: MappingView['headers'];
  choice: Choice | undefined;
  origin: Origin;
  clash: boolean;
  onChoose: (choice: Choice | undefined) => void;
}

/** One field of a game: what it means, which name of the file gives it, and what stands there. */
export function MappingRow({ target, headers, choice, origin, clash, onChoose }: Props) {
  const { t } = useTranslation('imports');
  const field = t(`field.${target}`);
  const required = target === 'external_id';
  const names = namesOf(choice);
  const isConstant = choice !== undefined && 'constant' in choice;

  return (
    <Table.Tr data-testid={`map-${target}`}>
      <Table.Th scope="row" className={classes.mapField}>
        <Text fw={600} size="sm">
          {field}
          {required && (
            <Text span c="red" aria-hidden="true">
              {' *'}
            </Text>
          )}
        </Text>
        <Text size="xs" c="dimmed" fw={400}>
          {t(`meaning.${target}`)}
        </Text>
      </Table.Th>
      <Table.Td className={classes.mapSource}>
        <Stack gap={4}>
          <NativeSelect
            aria-label={t('map.sourceOf', { field })}
            aria-required={required}
            value={isConstant ? ONE_VALUE : (names[0] ?? '')}
            error={required && choice === undefined ? t('map.idNeeded') : undefined}
            onChange={(event) => onChoose(choiceOf(event.currentTarget.value))}
            data={[
              { value: '', label: t('map.notInFile') },
              ...(allowsConstant(target) ? [{ value: ONE_VALUE, label: t('map.oneValue') }] : []),
              ...headers.map(({ name }) => ({ value: name, label: name })),
            ]}
          />
          {isConstant && (
            <TextInput
              aria-label={t('map.constantOf', { field })}
              placeholder={t('map.constantOf', { field })}
              maxLength={120}
              value={choice.constant}
              error={choice.constant.trim() === '' ? t('map.constantNeeded') : undefined}
              onChange={(event) => onChoose({ constant: event.currentTarget.value })}
            />
          )}
          {clash && (
            <Text size="xs" role="status" className={classes.clash}>
              <IconAlert size={14} /> {t('map.usedTwice')}
            </Text>
          )}
          {names.length > 1 && (
            <Text size="xs" c="dimmed">
              {t('map.fallback', { names: names.slice(1).join(', ') })}
            </Text>
          )}
        </Stack>
      </Table.Td>
      <Table.Td>
        {!isConstant && (
          <Samples
            isRead={names.length > 0}
            samples={headers.find((header) => header.name === names[0])?.samples ?? []}
          />
        )}
      </Table.Td>
      <Table.Td>
        <OriginNote origin={origin} />
      </Table.Td>
    </Table.Tr>
  );
}

function choiceOf(value: string): Choice | undefined {
  if (value === '') return undefined;
  return value === ONE_VALUE ? { constant: '' } : { names: [value] };
}

const SHOWN_SAMPLES = 3;

function Samples({ isRead, samples }: { isRead: boolean; samples: string[] }) {
  const { t } = useTranslation('imports');
  if (samples.length === 0)
    return (
      <Text size="xs" c="dimmed">
        {t(isRead ? 'map.noValues' : 'map.nothingRead')}
      </Text>
    );
  return (
    <Group gap={4}>
      {samples.slice(0, SHOWN_SAMPLES).map((sample) => (
        <Code key={sample} className={classes.breakable}>
          {sample}
        </Code>
      ))}
    </Group>
  );
}
