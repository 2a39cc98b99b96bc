import type { Schema } from '@/api/client';
import type { Language } from '@/app/i18n';
import type { Gap } from './queries';

/** What both languages share, as the form holds it. */
export const FACTS = [
  'owner',
  'resolution_owner',
  'sla',
  'target_version',
  'first_seen',
  'environment',
] as const;
export type Fact = (typeof FACTS)[number];

/** The prose of an entry, in the order of the layout; `impact` is one line, the rest may be items. */
export const TEXTS = [
  'symptom',
  'likely_cause',
  'impact',
  'customer_impact',
  'source_pages',
  'workaround',
  'escalation',
  'verification',
  'evidence',
] as const;
export type TextKey = (typeof TEXTS)[number];

export type Facts = Record<Fact | 'priority' | 'impact_rating' | 'ui_endpoints', string>;
export type Texts = Record<TextKey, string>;

/** An entry in one language; `others` are fields that the layout does not know, by their labels. */
export interface Wording {
  title: string;
  path: string;
  texts: Texts;
  others: Record<string, string>;
}

type Field = Schema<'FieldText'>;

/** An item's further lines are shown indented, so that they stay its own. */
const INDENT = '  ';

/** A field's line and items as the lines of a text area. */
export function linesOf(field: Field | undefined): string {
  if (field === undefined) return '';
  const items = field.items.map((item) => item.replaceAll('\n', `\n${INDENT}`));
  return [field.text, ...items].filter((part) => part !== '').join('\n');
}

/** The lines of a text area as a value: one stays a line, more become items; blank ones go. */
export function prose(text: string): string | string[] {
  const items: string[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const last = items.at(-1);
    if (line.startsWith(INDENT) && last !== undefined)
      items[items.length - 1] = `${last}\n${line.trim()}`;
    else items.push(line.trim());
  }
  return items.length > 1 || items[0]?.includes('\n') === true ? items : (items[0] ?? '');
}

/** As `prose`, for a field that has a line of its own above its items. */
function headed(text: string): Schema<'WordsIn'> | string {
  const value = prose(text);
  if (typeof value === 'string') return value;
  const [head = '', ...items] = value;
  return { text: head.replaceAll('\n', ' '), items };
}

function fieldOf(gap: Gap, language: Language, key: string): Field | undefined {
  return gap.texts[language]?.fields.find((one) => one.key === key);
}

export function factsOf(gap: Gap): Facts {
  const language = gap.texts.en === undefined ? 'tr' : 'en';
  const read = (key: string) => linesOf(fieldOf(gap, language, key));
  return {
    owner: read('owner'),
    resolution_owner: read('resolution_owner'),
    sla: read('sla'),
    target_version: read('target_version'),
    first_seen: read('first_seen'),
    environment: read('environment'),
    ui_endpoints: read('ui_endpoints'),
    priority: gap.priority ?? '',
    impact_rating: gap.texts[language]?.impact_rating ?? '',
  };
}

export function wordingOf(gap: Gap, language: Language): Wording {
  const entry = gap.texts[language];
  const read = (key: TextKey) =>
    key === 'impact' ? (entry?.impact ?? '') : linesOf(fieldOf(gap, language, key));
  const others = entry?.fields.filter((field) => field.key === null) ?? [];
  return {
    title: entry?.title ?? '',
    path: entry?.path.join(' → ') ?? '',
    texts: Object.fromEntries(TEXTS.map((key) => [key, read(key)])) as Texts,
    others: Object.fromEntries(others.map((field) => [field.label, linesOf(field)])),
  };
}

/** The parts of a menu path as people write it. */
export const pathParts = (path: string) =>
  path
    .split(/→|->|›|»/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

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

export function textsPatch(before: Texts, after: Texts, fields: Field[] = []): Schema<'GapTexts'> {
  const patch: Record<string, unknown> = {};
  for (const key of changedKeys(before, after)) {
    if (key === 'impact') patch[key] = after[key].replaceAll('\n', ' ').trim();
    else
      patch[key] = valueOf(
        after[key],
        fields.find((field) => field.key === key),
      );
  }
  return patch;
}

function valueOf(text: string, field: Field | undefined) {
  return field !== undefined && field.text !== '' && field.items.length > 0
    ? headed(text)
    : prose(text);
}

/** What was changed of an entry in one language; null if nothing was. */
export function wordingPatch(
  gap: Gap,
  language: Language,
  after: Wording,
): Schema<'GapTexts'> | null {
  const before = wordingOf(gap, language);
  const fields = gap.texts[language]?.fields ?? [];
  const others = changedKeys(before.others, after.others).map((label) => {
    const field = fields.find((one) => one.key === null && one.label === label);
    return [label, valueOf(after.others[label] ?? '', field)] as const;
  });
  const patch: Schema<'GapTexts'> = {
    ...textsPatch(before.texts, after.texts, fields),
    ...(after.title === before.title ? {} : { title: after.title.trim() }),
    ...(after.path === before.path ? {} : { path: pathParts(after.path) }),
    ...(others.length === 0 ? {} : { others: Object.fromEntries(others) }),
  };
  return Object.keys(patch).length === 0 ? null : patch;
}

export const EMPTY_FACTS: Facts = {
  owner: '',
  resolution_owner: '',
  sla: '',
  target_version: '',
  first_seen: '',
  environment: '',
  ui_endpoints: '',
  priority: 'P1',
  impact_rating: '',
};

export const EMPTY_TEXTS = Object.fromEntries(TEXTS.map((key) => [key, ''])) as Texts;
export const EMPTY_WORDING: Wording = { title: '', path: '', texts: EMPTY_TEXTS, others: {} };
