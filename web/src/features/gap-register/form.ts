import type { Schema } from '@/api/client';
import type { Language } from '@/app/i18n';
import type { Gap } from './queries';

/** What both languages share, as the form holds it. */
export const FACTS = ['owner', 'sla', 'target_version', 'first_seen', 'environment'] as const;
export type Fact = (typeof FACTS)[number];

/** The prose of an entry, in the order of the layout; `impact` is one line, the rest may be items. */
export const TEXTS = [
  'symptom',
  'likely_cause',
  'impact',
  'customer_impact',
  'source_pages',
  'workaround',
  'verification',
] as const;
export type TextKey = (typeof TEXTS)[number];

export type Facts = Record<Fact | 'priority' | 'impact_rating' | 'ui_endpoints', string>;
export type Texts = Record<TextKey, string>;

/** A field's line and items as the lines of a text area. */
export function fieldText(gap: Gap, language: Language, key: string): string {
  const field = gap.texts[language]?.fields.find((one) => one.key === key);
  if (field === undefined) return '';
  return [field.text, ...field.items].filter((part) => part !== '').join('\n');
}

export function factsOf(gap: Gap): Facts {
  const language = gap.texts.en === undefined ? 'tr' : 'en';
  const read = (key: string) => fieldText(gap, language, key);
  return {
    owner: read('owner'),
    sla: read('sla'),
    target_version: read('target_version'),
    first_seen: read('first_seen'),
    environment: read('environment'),
    ui_endpoints: read('ui_endpoints'),
    priority: gap.priority ?? '',
    impact_rating: gap.texts[language]?.impact_rating ?? '',
  };
}

export function textsOf(gap: Gap, language: Language): Texts {
  const read = (key: TextKey) =>
    key === 'impact' ? (gap.texts[language]?.impact ?? '') : fieldText(gap, language, key);
  return Object.fromEntries(TEXTS.map((key) => [key, read(key)])) as Texts;
}

/** One line stays a line, more become items; blank lines say nothing. */
export function prose(text: string): string | string[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length > 1 ? lines : (lines[0] ?? '');
}

function changedKeys<T extends Record<string, string>>(before: T, after: T): (keyof T & string)[] {
  return Object.keys(after).filter((key) => after[key] !== before[key]);
}

/** Only what was changed is sent: an untouched field keeps every byte. */
export function factsPatch(before: Facts, after: Facts): Schema<'GapFacts'> {
  const patch: Record<string, unknown> = {};
  for (const key of changedKeys(before, after)) {
    const value = after[key].trim();
    if (key === 'ui_endpoints') {
      const lines = prose(after[key]);
      patch[key] = Array.isArray(lines) ? lines : lines === '' ? [] : [lines];
    } else
      patch[key] = (key === 'priority' || key === 'impact_rating') && value === '' ? null : value;
  }
  return patch;
}

export function textsPatch(before: Texts, after: Texts): Schema<'GapTexts'> {
  const patch: Record<string, unknown> = {};
  for (const key of changedKeys(before, after))
    patch[key] = key === 'impact' ? after[key].replaceAll('\n', ' ').trim() : prose(after[key]);
  return patch;
}

export const EMPTY_FACTS: Facts = {
  owner: '',
  sla: '',
  target_version: '',
  first_seen: '',
  environment: '',
  ui_endpoints: '',
  priority: 'P1',
  impact_rating: '',
};

export const EMPTY_TEXTS = Object.fromEntries(TEXTS.map((key) => [key, ''])) as Texts;
