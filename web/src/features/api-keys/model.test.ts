import { describe, expect, it } from 'vitest';
import {
  type ApiKey,
  curlExample,
  examplePath,
  expiryOf,
  groupScopes,
  isNetwork,
  masked,
  matches,
  mayHandle,
  type ScopeInfo,
} from './model';

const key = {
  name: 'İstanbul feed',
  key_prefix: 'gls_live_Ab12Cd',
  last_four: 'Zz9x',
  scopes: ['games.read', 'audit.read'],
  created_by: { id: '1', email: 'deniz@example.com' },
} as ApiKey;

function info(scope: string, grantable = true, paths: string[] = []): ScopeInfo {
  return {
    scope,
    module: scope.split('.')[0] ?? '',
    grantable,
    operations: paths.map((path) => ({ method: 'GET', path, summary: '' })),
  };
}

describe('matches', () => {
  it.each(['istanbul', 'İSTANBUL', 'ab12', 'zz9x', 'audit', 'deniz@'])('finds %s', (text) => {
    expect(matches(key, text)).toBe(true);
  });
  it('does not find what is not there', () => expect(matches(key, 'ankara')).toBe(false));
});

describe('scopes', () => {
  it('are grouped by module, what opens nothing last', () => {
    const groups = groupScopes([
      info('robot.run'),
      info('games.read', true, ['/api/v1/games']),
      info('robot.configure'),
    ]);
    expect(groups.map((g) => [g.module, g.scopes.length])).toEqual([
      ['games', 1],
      ['robot', 2],
    ]);
  });
  it('are handled only by who holds them all', () => {
    expect(mayHandle(key, [info('games.read'), info('audit.read')])).toBe(true);
    expect(mayHandle(key, [info('games.read'), info('audit.read', false)])).toBe(false);
    expect(mayHandle(key, undefined)).toBe(false);
    expect(mayHandle({ ...key, scopes: [] }, undefined)).toBe(true);
  });
});

describe('expiryOf', () => {
  const now = new Date('2026-02-28T10:00:00Z');
  it.each([
    ['never', '', null],
    ['7', '', '2026-03-07T10:00:00.000Z'],
    ['date', '2026-05-01', '2026-05-01T23:59:59Z'],
    ['date', '', null],
  ] as const)('%s %s', (lifetime, date, expected) => {
    expect(expiryOf(lifetime, date, now)).toBe(expected);
  });
});

describe('isNetwork', () => {
  it.each(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32', '::1'])('takes %s', (text) => {
    expect(isNetwork(text)).toBe(true);
  });
  it.each([
    '',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.0/33',
    'a.b.c.d',
    '::/129',
    '1.2.3.4/8/8',
    '1::2::3',
  ])('refuses %s', (text) => expect(isNetwork(text)).toBe(false));
});

describe('the example', () => {
  it('calls what the key may read', () => {
    const catalogue = [info('games.read', true, ['/api/v1/games/{id}', '/api/v1/games'])];
    expect(examplePath(['x', 'games.read'], catalogue)).toBe('/api/v1/games');
    expect(examplePath([], catalogue)).toBe('/api/v1/tenants/capabilities');
    expect(curlExample('https://o.example', 'gls_x', '/api')).toContain("Bearer gls_x' \\\n");
  });
  it('masks', () => expect(masked('gls_live_Ab12Cd', 'Zz9x')).toBe('gls_live_Ab12Cd…Zz9x'));
});
