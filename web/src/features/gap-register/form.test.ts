import { describe, expect, it } from 'vitest';
import {
  EMPTY_FACTS,
  EMPTY_TEXTS,
  factsPatch,
  linesOf,
  pathParts,
  prose,
  textsPatch,
  wordingOf,
  wordingPatch,
} from './form';
import type { Gap } from './queries';

describe('prose', () => {
  it.each([
    ['', ''],
    ['  one line ', 'one line'],
    ['first\n\n second', ['first', 'second']],
    ['first\n  more\nsecond', ['first\nmore', 'second']],
  ])('%j', (text, expected) => {
    expect(prose(text)).toEqual(expected);
  });
});

describe('patches', () => {
  it('hold only what was changed', () => {
    expect(factsPatch(EMPTY_FACTS, EMPTY_FACTS)).toEqual({});
    expect(
      factsPatch(EMPTY_FACTS, { ...EMPTY_FACTS, owner: 'Data ', ui_endpoints: 'GET /a' }),
    ).toEqual({ owner: 'Data', ui_endpoints: ['GET /a'] });
    expect(textsPatch(EMPTY_TEXTS, { ...EMPTY_TEXTS, impact: 'a\nb', symptom: 'x\ny' })).toEqual({
      impact: 'a b',
      symptom: ['x', 'y'],
    });
  });

  it('clears a field that was emptied', () => {
    expect(factsPatch({ ...EMPTY_FACTS, owner: 'Data' }, EMPTY_FACTS)).toEqual({ owner: '' });
    expect(factsPatch(EMPTY_FACTS, { ...EMPTY_FACTS, priority: '' })).toEqual({ priority: null });
  });
});

const field = (key: string | null, label: string, text: string, items: string[] = []) =>
  ({ key, label, text, items }) as Gap['texts'][string]['fields'][number];

const GAP = {
  texts: {
    en: {
      title: 'Cards stay on',
      path: ['System', 'Cards'],
      impact: 'It hurts.',
      fields: [
        field('symptom', 'Symptom', 'Seen:', ['here\nand there', 'elsewhere']),
        field('verification', 'Verification', '', ['one', 'two']),
        field(null, 'Ticket', 'T-1'),
      ],
    },
  },
} as unknown as Gap;

describe('an entry in one language', () => {
  const before = wordingOf(GAP, 'en');

  it('is shown whole', () => {
    expect(before.path).toBe('System → Cards');
    expect(before.texts.symptom).toBe('Seen:\nhere\n  and there\nelsewhere');
    expect(before.others).toEqual({ Ticket: 'T-1' });
    expect(linesOf(undefined)).toBe('');
  });

  it('sends nothing that was not changed', () => {
    expect(wordingPatch(GAP, 'en', before)).toBeNull();
  });

  it('keeps the line above its items, and the lines of an item', () => {
    const texts = {
      ...before.texts,
      symptom: `${before.texts.symptom}\nlast`,
      verification: 'one',
    };
    expect(wordingPatch(GAP, 'en', { ...before, texts })).toEqual({
      symptom: { text: 'Seen:', items: ['here\nand there', 'elsewhere', 'last'] },
      verification: 'one',
    });
  });

  it('sends title, menu path and other fields', () => {
    const after = { ...before, title: ' New ', path: 'A -> B → C', others: { Ticket: 'T-2' } };
    expect(wordingPatch(GAP, 'en', after)).toEqual({
      title: 'New',
      path: ['A', 'B', 'C'],
      others: { Ticket: 'T-2' },
    });
    expect(pathParts(' → ')).toEqual([]);
  });
});
