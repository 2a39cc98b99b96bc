import { expect, it } from 'vitest';
import { describeAgent } from './userAgent';

const MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)';

it.each([
  [`${MAC} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`, { browser: 'Edge', system: 'macOS' }],
  [`${MAC} Version/18.0 Safari/605.1.15`, { browser: 'Safari', system: 'macOS' }],
  ['Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537', { browser: 'Chrome', system: 'Linux' }],
  ['Mozilla/5.0 (Linux; Android 15) Firefox/130.0', { browser: 'Firefox', system: 'Android' }],
  ['curl/8.5.0', null],
  [null, null],
])('%s', (agent, expected) => {
  expect(describeAgent(agent)).toEqual(expected);
});
