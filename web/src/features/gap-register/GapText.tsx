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

/** One row a field. A label that the entry has twice is numbered: rows are known by their names. */
function rowsOf(text: Schema<'GapTextOut'>) {
  const seen = new Map<string, number>();
  return text.fields
    .filter((field) => !ABOVE.has(field.key) && !isGrade(field, text))
    .map((field) => {
      const times = (seen.get(field.label) ?? 0) + 1;
      seen.set(field.label, times);
      const name = times === 1 ? field.label : `${field.label} (${times})`;
      return [name, <Value key={name} field={field} />] as const;
    });
}

/** The layout writes the impact's grade and its sentence under one label; the grade stands above. */
function isGrade(field: Schema<'FieldText'>, text: Schema<'GapTextOut'>): boolean {
  return field.key === 'impact' && text.impact_rating !== null && field.text !== text.impact;
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
              <Facts rows={rowsOf(text)} />
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
