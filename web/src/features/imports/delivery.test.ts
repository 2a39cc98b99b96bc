import { describe, expect, it } from 'vitest';
import { hasBadAddress, NO_NOTES } from './delivery';
import { bodyOf } from './upload';

describe('hasBadAddress', () => {
  it.each([
    ['', false],
    ['  ', false],
    ['https://launch.example.com/start?x=1', false],
    ['http://localhost:8080', false],
    ['launch.example.com', true],
    ['javascript:alert(1)', true],
    ['https://', true],
  ])('%j: %s', (address, expected) => {
    expect(hasBadAddress({ ...NO_NOTES, launch_url: address })).toBe(expected);
  });
});

describe('bodyOf', () => {
  it('sends what is told, trimmed, and the file last', () => {
    const file = new File(['[]'], 'games.json');
    const body = bodyOf({ ...NO_NOTES, file, client_type: 'unity', notes: ' weekly ' });
    expect([...body.keys()]).toEqual(['client_type', 'notes', 'file']);
    expect(body.get('notes')).toBe('weekly');
    expect((body.get('file') as File).name).toBe('games.json');
  });
});
