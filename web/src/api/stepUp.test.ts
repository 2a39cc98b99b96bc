import createClient from 'openapi-fetch';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { paths } from './schema';
import { askProofsWith, stepUp } from './stepUp';

const REFUSED = { error_code: 'STEP_UP_REQUIRED', details: { methods: ['password'], minutes: 15 } };

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json' },
  });
}

/** A client whose server refuses the first `times` calls; and the bodies it was sent. */
function client(times: number, refusal: unknown = REFUSED) {
  const bodies: string[] = [];
  const fetch = vi.fn(async (request: Request) => {
    bodies.push(await request.text());
    return bodies.length <= times ? json(403, refusal) : json(200, { ended: 3 });
  });
  const api = createClient<paths>({ baseUrl: 'http://panel.example/', fetch });
  api.use(stepUp(() => ({ 'X-CSRF-Token': 'fresh' })));
  const call = () =>
    api.POST('/api/v1/admin/sessions/revoke', { body: { admin_id: crypto.randomUUID() } });
  return { call, bodies, fetch };
}

let forget = () => {};
afterEach(() => forget());

describe('a call that is refused for want of a fresh proof', () => {
  it('is sent again, whole, once the proof was given', async () => {
    const ask = vi.fn(() => Promise.resolve(true));
    forget = askProofsWith(ask);
    const { call, bodies, fetch } = client(1);
    const answer = await call();
    expect(answer.data).toEqual({ ended: 3 });
    expect(ask).toHaveBeenCalledWith({ methods: ['password'], minutes: 15 });
    expect(bodies[0]).toContain('admin_id');
    expect(bodies[1]).toBe(bodies[0]);
    expect(fetch.mock.calls[1]?.[0].headers.get('X-CSRF-Token')).toBe('fresh');
  });
  it('stays refused if nobody proves it', async () => {
    forget = askProofsWith(() => Promise.resolve(false));
    const { call, bodies } = client(1);
    expect((await call()).response.status).toBe(403);
    expect(bodies).toHaveLength(1);
  });
  it('asks once for calls at the same time', async () => {
    let answer: (isProved: boolean) => void = () => {};
    const ask = vi.fn(() => new Promise<boolean>((resolve) => (answer = resolve)));
    forget = askProofsWith(ask);
    const { call } = client(2);
    const calls = [call(), call()];
    await vi.waitFor(() => expect(ask).toHaveBeenCalled());
    answer(true);
    expect((await Promise.all(calls)).map(({ response }) => response.status)).toEqual([200, 200]);
    expect(ask).toHaveBeenCalledTimes(1);
  });
  it('is not asked about where another permission is missing', async () => {
    const ask = vi.fn(() => Promise.resolve(true));
    forget = askProofsWith(ask);
    const { call } = client(1, { error_code: 'FORBIDDEN' });
    expect((await call()).response.status).toBe(403);
    expect(ask).not.toHaveBeenCalled();
  });
});
