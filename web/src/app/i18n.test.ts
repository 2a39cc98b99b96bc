import { describe, expect, it } from 'vitest';
import { preferredLanguage } from './i18n';
import { resources } from '@/locales';

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof value === 'string') flat.set(path, value);
    else for (const [inner, text] of flatten(value, path)) flat.set(inner, text);
  }
  return flat;
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1] ?? '').sort();
}

describe.each(Object.keys(resources.en) as (keyof typeof resources.en)[])('%s', (namespace) => {
  const en = flatten(resources.en[namespace]);
  const tr = flatten(resources.tr[namespace] as Tree);

  it('has the same keys in both languages', () => {
    expect([...tr.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it('has no empty text', () => {
    for (const [key, text] of [...en, ...tr]) expect(text.trim(), key).not.toBe('');
  });

  it('uses the same placeholders in both languages', () => {
    for (const [key, text] of en)
      expect(placeholders(tr.get(key) ?? ''), key).toEqual(placeholders(text));
  });
});

describe('preferredLanguage', () => {
  it.each([
    ['tr', ['en-US'], 'tr'],
    [null, ['de-DE', 'tr-TR', 'en'], 'tr'],
    [null, ['de', 'fr'], 'en'],
    ['xx', ['tr'], 'tr'],
  ] as const)('stored %s, browser %s: %s', (stored, browser, expected) => {
    expect(preferredLanguage(stored, browser)).toBe(expected);
  });
});
