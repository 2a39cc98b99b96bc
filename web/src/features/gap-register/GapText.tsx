import { List, Stack, Tabs, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { currentLanguage, LANGUAGES } from '@/app/i18n';
import { CopyButton } from '@/ui/CopyButton';
import { Facts } from '@/ui/Facts';
import { Inline } from './Inline';
import type { Gap } from './queries';

// Shown above, computed, in the reader's own words.
const ABOVE: ReadonlySet<string | null> = new Set(['id', 'status', 'priority', 'escalation']);

function Value({ field }: { field: Schema<'FieldText'> }) {
  return (
    <>
      {field.text !== '' && (
        <Text size="sm" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
          <Inline text={field.text} />
        </Text>
      )}
      {field.items.length > 0 && (
        <List size="sm" spacing={2}>
          {field.items.map((item, index) => (
            <List.Item key={index} style={{ overflowWrap: 'anywhere' }}>
              <Inline text={item} />
            </List.Item>
          ))}
        </List>
      )}
    </>
  );
}

/** The entry as the register writes it, in each language it is kept in. */
export function GapText({ gap }: { gap: Gap }) {
  const { t } = useTranslation('gapRegister');
  const languages = LANGUAGES.filter((language) => gap.texts[language] !== undefined);
  const own = currentLanguage();
  return (
    <Tabs defaultValue={languages.includes(own) ? own : languages[0]} keepMounted={false}>
      <Tabs.List aria-label={t('form.languages')}>
        {languages.map((language) => (
          <Tabs.Tab key={language} value={language}>
            {t(`languages.${language}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {languages.map((language) => {
        const text = gap.texts[language];
        if (text === undefined) return null;
        return (
          <Tabs.Panel key={language} value={language} pt="sm" lang={language}>
            <Stack gap="sm">
              <Text fw={600}>{text.title}</Text>
              <Facts
                rows={text.fields
                  .filter((field) => !ABOVE.has(field.key))
                  .map(
                    (field) => [field.label, <Value key={field.label} field={field} />] as const,
                  )}
              />
              {text.escalation.length > 0 && (
                <Stack gap={4} data-testid="escalation">
                  <Text fw={600} size="sm">
                    {t('fields.escalation')}{' '}
                    <CopyButton
                      value={text.escalation.map((line) => `- ${line}`).join('\n')}
                      label={t('fields.escalation')}
                    />
                  </Text>
                  <Value field={{ key: null, label: '', text: '', items: text.escalation }} />
                </Stack>
              )}
            </Stack>
          </Tabs.Panel>
        );
      })}
    </Tabs>
  );
}
