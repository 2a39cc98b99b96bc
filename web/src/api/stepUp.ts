import type { Middleware } from 'openapi-fetch';

/** What a refusal asks for: the proofs that would do, and how long one counts. */
export interface ProofWanted {
  methods: string[];
  minutes: number;
}

/** Asks the admin to prove who they are; true once they did, false if they would not. */
type Asker = (wanted: ProofWanted) => Promise<boolean>;

let asker: Asker | null = null;
let asking: Promise<boolean> | null = null;

/** Registers who asks; the answer takes it back. */
export function askProofsWith(ask: Asker): () => void {
  asker = ask;
  return () => {
    if (asker === ask) asker = null;
  };
}

/** One question for however many calls are refused meanwhile. */
async function isProved(wanted: ProofWanted): Promise<boolean> {
  if (asker === null) return false;
  asking ??= asker(wanted).finally(() => {
    asking = null;
  });
  return asking;
}

function wantedBy(body: unknown): ProofWanted | null {
  if (typeof body !== 'object' || body === null || !('error_code' in body)) return null;
  if (body.error_code !== 'STEP_UP_REQUIRED') return null;
  const details = 'details' in body ? (body.details as Partial<ProofWanted>) : {};
  return { methods: details.methods ?? [], minutes: details.minutes ?? 0 };
}

/**
 * Catches the refusal of any call for want of a fresh proof, asks for it, and sends the call again.
 * Who called notices nothing but the time it took.
 */
export function stepUp(headersOf: (method: string) => Record<string, string>): Middleware {
  const copies = new WeakMap<Request, Request>();
  return {
    onRequest({ request }) {
      // A body is read once; the copy is for the second time.
      copies.set(request, request.clone());
    },
    async onResponse({ request, response, options }) {
      const copy = copies.get(request);
      if (response.status !== 403 || copy === undefined) return undefined;
      const wanted = wantedBy(
        await response
          .clone()
          .json()
          .catch(() => null),
      );
      if (wanted === null || !(await isProved(wanted))) return undefined;
      for (const [name, value] of Object.entries(headersOf(copy.method)))
        copy.headers.set(name, value);
      // As a method of `options` the browser refuses it: it wants its own window.
      return options.fetch.call(globalThis, copy);
    },
  };
}
