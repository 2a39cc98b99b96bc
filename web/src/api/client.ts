import i18next from 'i18next';
import createClient, { type Middleware } from 'openapi-fetch';
import { actingTenant } from './acting';
import { ApiProblem, toProblem } from './problem';
import type { components, paths } from './schema';
import { stepUp } from './stepUp';

/** The wire shape called `Name` in the contract. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

const CSRF_COOKIE = 'gapless_csrf';
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The value of one cookie in a `document.cookie` string, or null. */
export function cookieValue(cookies: string, name: string): string | null {
  for (const pair of cookies.split(';')) {
    const [key, ...rest] = pair.trim().split('=');
    if (key === name) return decodeURIComponent(rest.join('='));
  }
  return null;
}

/** Headers each call carries: language, brand, and for writes the proof of same origin. */
export function callHeaders(method: string): Record<string, string> {
  const headers: Record<string, string> = { 'Accept-Language': i18next.language };
  const tenant = actingTenant();
  if (tenant !== null) headers['X-Tenant-ID'] = tenant;
  if (!SAFE_METHODS.has(method.toUpperCase())) {
    const token = cookieValue(document.cookie, CSRF_COOKIE);
    if (token !== null) headers['X-CSRF-Token'] = token;
  }
  return headers;
}

const headers: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(callHeaders(request.method)))
      request.headers.set(name, value);
    return request;
  },
  onError() {
    return new ApiProblem(0, {}, null);
  },
};

/** The only client of the API in the panel; a call that is not in the contract does not compile. */
export const api = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' });
api.use(headers, stepUp(callHeaders));

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer's body. Throws an `ApiProblem` on any error answer. */
export async function call<T>(answer: Promise<Answer<T>>): Promise<NonNullable<T>> {
  const { data, error, response } = await answer;
  if (!response.ok) throw toProblem(response.status, error, response.headers.get('x-request-id'));
  return data as NonNullable<T>;
}
