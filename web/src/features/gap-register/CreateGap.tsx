import { Button, Drawer, Group, Stack, Tabs, Text, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { type Language, LANGUAGES } from '@/app/i18n';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { EMPTY_FACTS, EMPTY_TEXTS, type Facts, factsPatch, type Texts, textsPatch } from './form';
import { FactFields, TextFields } from './GapFields';
import { useCreateGap } from './queries';

export interface Draft {
  title: string;
  path: string;
  texts: Texts;
}

/** What a new gap begins with: nothing, or what a finding says of it. */
export interface Beginning {
  facts: Facts;
  en: Draft;
  findings: string[];
}

const EMPTY_DRAFT: Draft = { title: '', path: '', texts: EMPTY_TEXTS };
const NOTHING: Beginning = { facts: EMPTY_FACTS, en: EMPTY_DRAFT, findings: [] };

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

function textsBody(draft: Draft): Schema<'NewGapTexts'> {
  return {
    ...textsPatch(EMPTY_TEXTS, draft.texts),
    title: draft.title.trim(),
    path: draft.path.split('→').map((part) => part.trim()),
  };
}

const isBlank = (draft: Draft) => draft.title.trim() === '' && draft.path.trim() === '';

function Form({ beginning, onClose, onCreated }: Props & { beginning: Beginning }) {
  const { t } = useTranslation(['gapRegister', 'common']);
  const [facts, setFacts] = useState(beginning.facts);
  const [drafts, setDrafts] = useState<Record<Language, Draft>>({
    en: beginning.en,
    tr: EMPTY_DRAFT,
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
          {LANGUAGES.map((language) => {
            const draft = drafts[language];
            const set = (change: Partial<Draft>) =>
              setDrafts({ ...drafts, [language]: { ...draft, ...change } });
            return (
              <Tabs.Panel key={language} value={language} pt="sm">
                <Stack gap="sm">
                  <TextInput
                    label={t('fields.title')}
                    required={language === 'en'}
                    maxLength={200}
                    value={draft.title}
                    onChange={(event) => set({ title: event.currentTarget.value })}
                  />
                  <TextInput
                    label={t('fields.path')}
                    description={t('form.path')}
                    required={language === 'en'}
                    maxLength={400}
                    placeholder="Core → Games"
                    value={draft.path}
                    onChange={(event) => set({ path: event.currentTarget.value })}
                  />
                  <TextFields texts={draft.texts} onChange={(texts) => set({ texts })} />
                </Stack>
              </Tabs.Panel>
            );
          })}
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
