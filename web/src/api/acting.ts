/**
 * The brand a platform owner acts in, if not their own. It is kept for the browser tab only, so
 * that a new tab never acts in a brand by surprise.
 */
const KEY = 'gapless.acting_tenant';

export function actingTenant(): string | null {
  return sessionStorage.getItem(KEY);
}

export function setActingTenant(id: string | null): void {
  if (id === null) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, id);
}
