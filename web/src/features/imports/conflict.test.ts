import { describe, expect, it } from 'vitest';
import { ApiProblem } from '@/api/problem';
import { conflictOf } from './conflict';

const game = (id: number) => ({
  provider: 'Northwind',
  external_id: `G-${id}`,
  name: `Game ${id}`,
});

describe('conflictOf', () => {
  it('tells how many games stand in the way, and the first of them', () => {
    const first = Array.from({ length: 20 }, (_, index) => game(index));
    const body = { error_code: 'UNDO_CONFLICT', details: { games: 31, first } };
    const conflict = conflictOf(new ApiProblem(409, body, null));
    expect(conflict?.total).toBe(31);
    expect(conflict?.first.map((found) => found.name)).toEqual([
      'Game 0',
      'Game 1',
      'Game 2',
      'Game 3',
      'Game 4',
    ]);
  });
  it('is no answer to other errors', () => {
    expect(conflictOf(new ApiProblem(409, { error_code: 'JOB_NOT_READY' }, null))).toBeNull();
  });
});
