import { describe, expect, it } from 'vitest';
import { byStrategy, decided, differing, groupsOf, requestOf } from './duplicates';
import { rowWith } from './testing';

const rows = [
  rowWith({ row: 2, first_row: 2, rtp: 96 }),
  rowWith({ row: 9, first_row: 2, rtp: 94 }),
  rowWith({ row: 12, first_row: 2, rtp: 94, resolution: 'folded' }),
  rowWith({ row: 5, first_row: 5, name: 'A' }),
  rowWith({ row: 7, first_row: 5, name: 'B', category: 'Live' }),
];
const groups = groupsOf(rows, true);
const [first, second] = groups as [(typeof groups)[0], (typeof groups)[0]];

describe('groupsOf', () => {
  it('puts the rows of a game together and leaves mere repetitions out', () => {
    expect(groups.map(({ key, rows: all }) => [key, all.map(({ row }) => row)])).toEqual([
      [2, [2, 9]],
      [5, [5, 7]],
    ]);
  });
  it('holds back the last game while its rows may still come', () => {
    expect(groupsOf(rows, false).map(({ key }) => key)).toEqual([2]);
  });
});

describe('differing', () => {
  it('names only the fields that differ', () => {
    expect(differing(first)).toEqual(['rtp']);
    expect(differing(second)).toEqual(['name', 'category']);
  });
});

describe('byStrategy', () => {
  it('keeps by the place in the file, whatever the order of the answer', () => {
    const turned = { ...first, rows: [...first.rows].reverse() };
    expect(byStrategy(turned, 'keep_first')).toBe(2);
    expect(byStrategy(turned, 'keep_last')).toBe(9);
    expect(byStrategy(turned, 'exclude')).toBe('none');
  });
});

describe('decided', () => {
  const group = (...resolutions: ('kept' | 'excluded' | null)[]) => ({
    key: 1,
    rows: resolutions.map((resolution, index) => rowWith({ row: index + 1, resolution })),
  });
  it('reads the decision from the rows', () => {
    expect(decided(group('excluded', 'kept'))).toBe(2);
    expect(decided(group('excluded', 'excluded'))).toBe('none');
    expect(decided(group(null, null))).toBeNull();
  });
});

describe('requestOf', () => {
  it('sends own decisions beside the strategy: one kept row, or each row left out', () => {
    const own = new Map<number, number | 'none'>([
      [2, 9],
      [5, 'none'],
    ]);
    expect(requestOf(groups, 'keep_first', own)).toEqual({
      strategy: 'keep_first',
      choices: [
        { row: 9, action: 'keep' },
        { row: 5, action: 'exclude' },
        { row: 7, action: 'exclude' },
      ],
    });
  });
  it('decides nothing for games without a decision', () => {
    expect(requestOf(groups, null, new Map([[2, 2]]))).toEqual({
      strategy: null,
      choices: [{ row: 2, action: 'keep' }],
    });
  });
});
