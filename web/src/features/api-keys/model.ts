import type { Schema } from '@/api/client';

export type ApiKey = Schema<'ApiKeyRow'>;
export type ScopeInfo = Schema<'ScopeInfo'>;
export type Status = ApiKey['status'];

export const LONGEST_NAME = 80;

/** A key as it is shown: enough to recognise it, nothing to call with. */
export function masked(prefix: string, lastFour: string): string {
  return `${prefix}…${lastFour}`;
}

const fold = (text: string) => text.toLocaleLowerCase('tr').normalize('NFKD');

/** Whether a key is one that somebody looks for by name, beginning, end or scope. */
export function matches(key: ApiKey, text: string): boolean {
  const wanted = fold(text);
  return [key.name, key.key_prefix, key.last_four, ...key.scopes, key.created_by?.email ?? ''].some(
    (part) => fold(part).includes(wanted),
  );
}

export interface ScopeGroup {
  module: string;
  scopes: ScopeInfo[];
}

/** The scopes by module; those that open nothing yet come last. */
export function groupScopes(scopes: ScopeInfo[]): ScopeGroup[] {
  const groups = new Map<string, ScopeInfo[]>();
  for (const scope of scopes)
    groups.set(scope.module, [...(groups.get(scope.module) ?? []), scope]);
  const opens = (group: ScopeGroup) => group.scopes.some((scope) => scope.operations.length > 0);
  const all = [...groups].map(([module, inside]) => ({ module, scopes: inside }));
  return [...all.filter(opens), ...all.filter((group) => !opens(group))];
}

/** Whether the admin may do more with a key than stop it: they hold every scope it has. */
export function mayHandle(key: ApiKey, scopes: ScopeInfo[] | undefined): boolean {
  const held = new Set(scopes?.filter((scope) => scope.grantable).map((scope) => scope.scope));
  return key.scopes.every((scope) => held.has(scope));
}

export const LIFETIMES = ['7', '30', '90', '365', 'never', 'date'] as const;
export type Lifetime = (typeof LIFETIMES)[number];

/** The end that a choice means: some days from now, the end of a day in UTC, or never. */
export function expiryOf(lifetime: Lifetime, date: string, now: Date): string | null {
  if (lifetime === 'never') return null;
  if (lifetime === 'date') return date === '' ? null : `${date}T23:59:59Z`;
  return new Date(now.getTime() + Number(lifetime) * 86_400_000).toISOString();
}

/** A network as people write one: an address, with or without the length of its prefix. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.trim().split('/');
  const isV6 = address.includes(':');
  if (rest.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return false;
  if (bits !== undefined && Number(bits) > (isV6 ? 128 : 32)) return false;
  if (isV6) return /^[0-9a-f:]+$/i.test(address) && address.split('::').length <= 2;
  const parts = address.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

/** A first call with a key, to paste into a terminal. */
export function curlExample(origin: string, secret: string, path: string): string {
  return `curl -H 'Authorization: Bearer ${secret}' \\\n  ${origin}${path}`;
}

/** An address that a key can read with its scopes; a key without scopes can ask what it is. */
export function examplePath(scopes: readonly string[], catalogue: ScopeInfo[] | undefined): string {
  for (const scope of scopes) {
    const call = catalogue
      ?.find((info) => info.scope === scope)
      ?.operations.find(({ method, path }) => method === 'GET' && !path.includes('{'));
    if (call !== undefined) return call.path;
  }
  return '/api/v1/tenants/capabilities';
}
