import { describe, expect, it } from 'vitest';
import {
  clashes,
  emptyConstants,
  mainTargets,
  originOf,
  requestOf,
  startOf,
  strengthOf,
  unusedNames,
} from './mapping';
import type { MappingView } from './wire';

const mapping: MappingView = {
  origin: null,
  sources: { external_id: ['GameID'], name: ['title', 'GameName'], tags: ['labels'] },
  constants: {},
  headers: ['GameID', 'title', 'GameName', 'labels', 'Extra'].map((name) => ({
    name,
    samples: [],
  })),
  candidates: [
    { target: 'external_id', source: 'GameID', confidence: 0.99, reason: 'its name', samples: [] },
    { target: 'rtp', source: 'Extra', confidence: 0.4, reason: 'its values', samples: [] },
  ],
  unexplained: [],
};

describe('startOf and requestOf', () => {
  it('give back what the server sent, fallback names included, if nothing is changed', () => {
    expect(requestOf(startOf(mapping), null)).toEqual({ sources: mapping.sources, constants: {} });
  });
  it('send a value for all rows trimmed, and the name to keep the mapping under', () => {
    const chosen = { ...startOf(mapping), provider: { constant: ' Northwind ' }, tags: undefined };
    expect(requestOf(chosen, 'Northwind')).toEqual({
      sources: { external_id: ['GameID'], name: ['title', 'GameName'] },
      constants: { provider: 'Northwind' },
      save_as: 'Northwind',
    });
  });
});

describe('mainTargets', () => {
  it('shows the main fields, and others only if the file seems to have them', () => {
    expect(mainTargets(mapping)).toEqual([
      'external_id',
      'provider',
      'name',
      'category',
      'type',
      'rtp',
      'tags',
    ]);
  });
});

describe('unusedNames', () => {
  it('counts a fallback name as used', () => {
    expect(unusedNames(mapping, startOf(mapping))).toEqual(['Extra']);
  });
});

describe('emptyConstants', () => {
  it('finds values that were asked for and not written', () => {
    expect(emptyConstants({ provider: { constant: ' ' }, type: { constant: 'slot' } })).toEqual([
      'provider',
    ]);
  });
});

describe('originOf', () => {
  const start = startOf(mapping);
  it.each([
    ['external_id', start.external_id, { kind: 'proposed', confidence: 0.99, reason: 'its name' }],
    ['external_id', { names: ['Extra'] }, { kind: 'own' }],
    ['name', start.name, { kind: 'known' }],
    ['rtp', undefined, { kind: 'declined', source: 'Extra' }],
    ['type', undefined, { kind: 'none' }],
    ['provider', { constant: 'Northwind' }, { kind: 'own' }],
  ] as const)('%s from %o: %o', (target, choice, expected) => {
    const made = choice !== undefined && 'names' in choice ? { names: [...choice.names] } : choice;
    expect(originOf(mapping, target, made)).toEqual(expected);
  });
  it('tells what was remembered from what was chosen', () => {
    const asked = { names: ['title', 'GameName'] };
    expect(originOf({ ...mapping, origin: 'saved' }, 'name', asked)).toEqual({ kind: 'saved' });
    expect(originOf({ ...mapping, origin: 'chosen' }, 'name', asked)).toEqual({ kind: 'own' });
  });
});

describe('clashes', () => {
  it('marks fields that share a name, but for category and type', () => {
    expect(clashes({ name: { names: ['a'] }, provider: { names: ['a'] } })).toEqual([
      'provider',
      'name',
    ]);
    expect(clashes({ category: { names: ['a'] }, type: { names: ['a'] } })).toEqual([]);
  });
});

describe('strengthOf', () => {
  it.each([
    [0.99, 'strong'],
    [0.85, 'strong'],
    [0.64, 'fair'],
    [0.3, 'weak'],
  ])('%d: %s', (confidence, expected) => {
    expect(strengthOf(confidence)).toBe(expected);
  });
});
