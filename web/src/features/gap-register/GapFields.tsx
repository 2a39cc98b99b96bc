import { Group, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FACTS, type Facts, TEXTS, type Wording } from './form';
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

interface WordingProps {
  wording: Wording;
  /** What must be given; an entry that is there may well have no menu path. */
  required: readonly ('title' | 'path')[];
  onChange: (wording: Wording) => void;
}

/** An entry's heading and prose in one language. */
export function WordingFields({ wording, required, onChange }: WordingProps) {
  const { t } = useTranslation('gapRegister');
  const { texts, others } = wording;
  return (
    <Stack gap="sm">
      <TextInput
        label={t('fields.title')}
        required={required.includes('title')}
        maxLength={200}
        value={wording.title}
        onChange={(event) => onChange({ ...wording, title: event.currentTarget.value })}
      />
      <TextInput
        label={t('fields.path')}
        description={t('form.path')}
        required={required.includes('path')}
        maxLength={400}
        placeholder="Core → Games"
        value={wording.path}
        onChange={(event) => onChange({ ...wording, path: event.currentTarget.value })}
      />
      {TEXTS.map((key) => (
        <Prose
          key={key}
          label={t(`fields.${key}`)}
          description={key === 'escalation' ? t('form.escalation') : undefined}
          value={texts[key]}
          onChange={(value) => onChange({ ...wording, texts: { ...texts, [key]: value } })}
        />
      ))}
      {Object.entries(others).map(([label, value]) => (
        <Prose
          key={label}
          label={label}
          description={t('form.other')}
          value={value}
          onChange={(next) => onChange({ ...wording, others: { ...others, [label]: next } })}
        />
      ))}
    </Stack>
  );
}

interface ProseProps {
  label: string;
  description: string | undefined;
  value: string;
  onChange: (value: string) => void;
}

function Prose({ onChange, ...props }: ProseProps) {
  return (
    <Textarea
      {...props}
      autosize
      minRows={1}
      maxRows={10}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
