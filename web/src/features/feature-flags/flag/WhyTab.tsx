import {
  ActionIcon,
  Button,
  Code,
  Group,
  JsonInput,
  Paper,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/ui/Facts';
import { IconPlus, IconTrash } from '@/ui/icons';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { parseContexts } from '../targeting/contexts';
import { parseScalar, replaced, without } from '../targeting/model';
import { ExplainSteps } from './ExplainSteps';
import { useExplain } from './queries';
import type { FlagTabProps } from './tabs';

interface Attribute {
  name: string;
  value: string;
}

/** The context that the form stands for: numbers and true/false where they look like it. */
function contextOf(key: string, attributes: Attribute[]): Record<string, unknown> {
  return Object.fromEntries([
    ...(key.trim() === '' ? [] : [['targetingKey', key.trim()] as const]),
    ...attributes
      .filter((attribute) => attribute.name.trim() !== '')
      .map(({ name, value }) => [name.trim(), parseScalar(value)] as const),
  ]);
}

/** Says who asks, and shows what they get and what led to it. */
export function WhyTab({ flag, environment }: FlagTabProps) {
  const { t } = useTranslation('flagEditor');
  const [mode, setMode] = useState('form');
  const [key, setKey] = useState('player-17');
  const [attributes, setAttributes] = useState<Attribute[]>([{ name: 'country', value: 'TR' }]);
  const [text, setText] = useState('');
  const explain = useExplain(flag.id);
  const fromText = parseContexts(text)?.[0];
  const context = mode === 'form' ? contextOf(key, attributes) : (fromText ?? {});
  const isInvalid = mode === 'json' && text.trim() !== '' && fromText === undefined;

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    explain.mutate({ environment, context });
  }

  return (
    <Stack gap="md" maw={980}>
      <div>
        <Title order={2} size="h5">
          {t('why.title')}
        </Title>
        <Text size="xs" c="dimmed">
          {t('why.text')}
        </Text>
      </div>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <SegmentedControl
            size="xs"
            w="fit-content"
            aria-label={t('why.context')}
            value={mode}
            data={[
              { value: 'form', label: t('why.form') },
              { value: 'json', label: t('why.json') },
            ]}
            onChange={(next) => {
              if (next === 'json') setText(JSON.stringify(contextOf(key, attributes), null, 2));
              setMode(next);
            }}
          />
          {mode === 'form' ? (
            <>
              <TextInput
                label={t('why.key')}
                description={t('why.keyHint')}
                value={key}
                maxLength={1000}
                onChange={(event) => setKey(event.currentTarget.value)}
                w={320}
              />
              <Attributes attributes={attributes} onChange={setAttributes} />
            </>
          ) : (
            <JsonInput
              label={t('why.context')}
              value={text}
              onChange={setText}
              autosize
              minRows={4}
              maxRows={16}
              error={isInvalid ? t('why.noJson') : undefined}
            />
          )}
          <Button
            type="submit"
            w="fit-content"
            loading={explain.isPending}
            disabled={isInvalid || flag.archived}
            data-testid="explain"
          >
            {t('why.ask')}
          </Button>
        </Stack>
      </form>
      {explain.isError && <ProblemAlert error={explain.error} />}
      {explain.data !== undefined && (
        <Paper p="md" data-testid="explanation">
          <Facts
            rows={[
              [
                t('why.served'),
                <Code key="value">{JSON.stringify(explain.data.served.value)}</Code>,
              ],
              [t('why.variant'), explain.data.served.variant ?? '–'],
              [t('why.reason'), t(`why.reasons.${explain.data.served.reason}`)],
            ]}
          />
          <Title order={3} size="h6" mt="md" mb="xs">
            {t('why.steps')}
          </Title>
          <ExplainSteps steps={explain.data.steps} />
        </Paper>
      )}
    </Stack>
  );
}

interface AttributesProps {
  attributes: Attribute[];
  onChange: (attributes: Attribute[]) => void;
}

function Attributes({ attributes, onChange }: AttributesProps) {
  const { t } = useTranslation('flagEditor');
  return (
    <Stack gap={6}>
      {attributes.map((attribute, index) => (
        <Group key={index} gap="xs">
          {(['name', 'value'] as const).map((part) => (
            <TextInput
              key={part}
              aria-label={t(part === 'name' ? 'why.attribute' : 'why.value')}
              placeholder={t(part === 'name' ? 'why.attribute' : 'why.value')}
              value={attribute[part]}
              onChange={(event) =>
                onChange(
                  replaced(attributes, index, { ...attribute, [part]: event.currentTarget.value }),
                )
              }
              w={200}
            />
          ))}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('why.remove')}
            onClick={() => onChange(without(attributes, index))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="subtle"
        size="xs"
        w="fit-content"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...attributes, { name: '', value: '' }])}
      >
        {t('why.add')}
      </Button>
    </Stack>
  );
}
