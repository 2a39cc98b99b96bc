import { describe, expect, it } from 'vitest';
import { EMPTY_FACTS, EMPTY_TEXTS, factsPatch, prose, textsPatch } from './form';

describe('prose', () => {
  it.each([
    ['', ''],
    ['  one line ', 'one line'],
    ['first\n\n second', ['first', 'second']],
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
