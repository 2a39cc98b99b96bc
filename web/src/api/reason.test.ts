import { describe, expect, it } from 'vitest';
import { reasonHeader } from './reason';

describe('reasonHeader', () => {
  it('sends nothing for nothing', () => {
    expect(reasonHeader(' \n ')).toEqual({});
  });
  it('carries Turkish letters through a header whole', () => {
    const sent = new Headers(reasonHeader('Sözleşme\ngereği: ığüş, %5')).get('x-reason') ?? '';
    expect(decodeURIComponent(sent)).toBe('Sözleşme gereği: ığüş, %5');
  });
});
