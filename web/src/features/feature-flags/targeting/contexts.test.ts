import { expect, it } from 'vitest';
import { parseContexts } from './contexts';

it.each([
  ['', null],
  ['  ', null],
  ['{"a": 1}', [{ a: 1 }]],
  ['[{"a": 1}, {}]', [{ a: 1 }, {}]],
  ['[]', undefined],
  ['[1]', undefined],
  ['{"a":', undefined],
  ['null', undefined],
])('reads %j as %j', (text, contexts) => {
  expect(parseContexts(text)).toEqual(contexts);
});
