import { Group, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FACTS, type Facts, TEXTS, type Texts } from './form';
import { PRIORITIES } from './search';

const RATINGS = ['Critical', 'High', 'Medium', 'Low'] as const;

interface FactsProps {
  facts: Facts;
  onChange: (facts: Facts) => void;
}

/** What both languages share. */
export function FactFields({ facts, onChange }: FactsProps) {
  const { t } = useTranslation('gapRegister');
  return (
    <Stack gap="sm">
      <Group grow>
        <Select
          label={t('fields.priority')}
          data={PRIORITIES.map((value) => ({ value, label: value }))}
          value={facts.priority}
          onChange={(value) => onChange({ ...facts, priority: value ?? '' })}
        />
        <Select
          label={t('fields.impact_rating')}
          data={RATINGS.map((value) => ({ value, label: t(`ratings.${value}`) }))}
          value={facts.impact_rating === '' ? null : facts.impact_rating}
          onChange={(value) => onChange({ ...facts, impact_rating: value ?? '' })}
        />
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {FACTS.map((key) => (
          <TextInput
            key={key}
            label={t(`fields.${key}`)}
            placeholder={key === 'sla' ? '7d' : key === 'first_seen' ? '2026-11-23' : undefined}
            maxLength={400}
            value={facts[key]}
            onChange={(event) => onChange({ ...facts, [key]: event.currentTarget.value })}
          />
        ))}
      </SimpleGrid>
      <Textarea
        label={t('fields.ui_endpoints')}
        description={t('form.perLine')}
        placeholder="GET /api/v1/…"
        autosize
        minRows={2}
        value={facts.ui_endpoints}
        onChange={(event) => onChange({ ...facts, ui_endpoints: event.currentTarget.value })}
      />
    </Stack>
  );
}

interface TextsProps {
  texts: Texts;
  onChange: (texts: Texts) => void;
}

/** The prose of one language. */
export function TextFields({ texts, onChange }: TextsProps) {
  const { t } = useTranslation('gapRegister');
  return (
    <Stack gap="sm">
      {TEXTS.map((key) => (
        <Textarea
          key={key}
          label={t(`fields.${key}`)}
          autosize
          minRows={1}
          maxRows={10}
          value={texts[key]}
          onChange={(event) => onChange({ ...texts, [key]: event.currentTarget.value })}
        />
      ))}
    </Stack>
  );
}
