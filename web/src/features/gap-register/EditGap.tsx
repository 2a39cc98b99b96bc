import { Button, Drawer, Group, Stack, Tabs, Text } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { type Language, LANGUAGES } from '@/app/i18n';
import { notifyDone } from '@/ui/notify';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { factsOf, factsPatch, wordingOf, wordingPatch } from './form';
import { FactFields, WordingFields } from './GapFields';
import { type Gap, useEditGap } from './queries';

interface Props {
  gap: Gap;
  opened: boolean;
  onClose: () => void;
}

export function EditGap({ gap, opened, onClose }: Props) {
  const { t } = useTranslation(['gapRegister', 'common']);
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="lg"
      title={<Text fw={650}>{t('edit.title', { id: gap.id })}</Text>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Form gap={gap} onClose={onClose} />
    </Drawer>
  );
}

function Form({ gap, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation(['gapRegister', 'common']);
  const languages = LANGUAGES.filter((language) => gap.texts[language] !== undefined);
  // The entry as it was when the form opened: that is what the edit is an edit of.
  const [base] = useState(gap);
  const [facts, setFacts] = useState(() => factsOf(base));
  const [wordings, setWordings] = useState(() => ({
    en: wordingOf(base, 'en'),
    tr: wordingOf(base, 'tr'),
  }));
  const edit = useEditGap(base);

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    const changed: Partial<Record<Language, Schema<'GapTexts'>>> = {};
    for (const language of languages) {
      const patch = wordingPatch(base, language, wordings[language]);
      if (patch !== null) changed[language] = patch;
    }
    edit.mutate(
      { facts: factsPatch(factsOf(base), facts), texts: changed },
      {
        onSuccess: () => {
          notifyDone(t('edit.done', { id: gap.id }));
          onClose();
        },
      },
    );
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <FactFields facts={facts} onChange={setFacts} />
        <Tabs defaultValue={languages[0]} keepMounted={false}>
          <Tabs.List aria-label={t('form.languages')}>
            {languages.map((language) => (
              <Tabs.Tab key={language} value={language}>
                {t(`languages.${language}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {languages.map((language) => (
            <Tabs.Panel key={language} value={language} pt="sm">
              <WordingFields
                wording={wordings[language]}
                required={['title']}
                onChange={(next) => setWordings({ ...wordings, [language]: next })}
              />
            </Tabs.Panel>
          ))}
        </Tabs>
        {edit.isError && <ProblemAlert error={edit.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={edit.isPending}>
            {t('common:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
