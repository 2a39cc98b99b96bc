import { Button, Drawer, Group, Stack, Tabs, Text } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { type Language, LANGUAGES } from '@/app/i18n';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import {
  EMPTY_FACTS,
  EMPTY_TEXTS,
  EMPTY_WORDING,
  type Facts,
  factsPatch,
  pathParts,
  textsPatch,
  type Wording,
} from './form';
import { FactFields, WordingFields } from './GapFields';
import { useCreateGap } from './queries';

/** What a new gap begins with: nothing, or what a finding says of it. */
export interface Beginning {
  facts: Facts;
  en: Wording;
  findings: string[];
}

const NOTHING: Beginning = { facts: EMPTY_FACTS, en: EMPTY_WORDING, findings: [] };

interface Props {
  /** Null while the form is closed. */
  beginning: Beginning | 'nothing' | null;
  onClose: () => void;
  onCreated: (id: string) => void;
}

export function CreateGap({ beginning, onClose, onCreated }: Props) {
  const { t } = useTranslation(['gapRegister', 'common']);
  return (
    <Drawer
      opened={beginning !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={<Text fw={650}>{t('create.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {beginning !== null && (
        <Form
          beginning={beginning === 'nothing' ? NOTHING : beginning}
          onClose={onClose}
          onCreated={onCreated}
        />
      )}
    </Drawer>
  );
}

function textsBody(draft: Wording): Schema<'NewGapTexts'> {
  return {
    ...textsPatch(EMPTY_TEXTS, draft.texts),
    title: draft.title.trim(),
    path: pathParts(draft.path),
  };
}

const isBlank = (draft: Wording) => draft.title.trim() === '' && draft.path.trim() === '';

function Form({ beginning, onClose, onCreated }: Props & { beginning: Beginning }) {
  const { t } = useTranslation(['gapRegister', 'common']);
  const [facts, setFacts] = useState(beginning.facts);
  const [drafts, setDrafts] = useState<Record<Language, Wording>>({
    en: beginning.en,
    tr: EMPTY_WORDING,
  });
  const create = useCreateGap();

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    const given = LANGUAGES.filter((language) => !isBlank(drafts[language]));
    const blankFacts: Facts = { ...EMPTY_FACTS, priority: '' };
    create.mutate(
      {
        texts: Object.fromEntries(given.map((one) => [one, textsBody(drafts[one])])),
        facts: factsPatch(blankFacts, facts),
        findings: beginning.findings,
      },
      {
        onSuccess: (gap) => {
          notifyDone(t('create.done', { id: gap.id }));
          onCreated(gap.id);
        },
      },
    );
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('create.text')}
        </Text>
        <Tabs defaultValue="en" keepMounted={false}>
          <Tabs.List aria-label={t('form.languages')}>
            {LANGUAGES.map((language) => (
              <Tabs.Tab key={language} value={language}>
                {t(`languages.${language}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {LANGUAGES.map((language) => (
            <Tabs.Panel key={language} value={language} pt="sm">
              <WordingFields
                wording={drafts[language]}
                required={language === 'en' ? ['title', 'path'] : []}
                onChange={(next) => setDrafts({ ...drafts, [language]: next })}
              />
            </Tabs.Panel>
          ))}
        </Tabs>
        <FactFields facts={facts} onChange={setFacts} />
        {create.isError && <ProblemAlert error={create.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={create.isPending} data-testid="create-gap">
            {t('common:create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
