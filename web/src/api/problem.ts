import type { components } from './schema';

type ProblemBody = components['schemas']['ProblemBody'];
export type FieldError = components['schemas']['FieldError'];

/** An answer of the API that is an error, or the lack of any answer (status 0). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly errors: FieldError[];
  readonly details: Record<string, unknown>;
  readonly requestId: string | null;

  constructor(status: number, body: Partial<ProblemBody>, requestId: string | null) {
    super(body.message ?? body.detail ?? '');
    this.name = 'ApiProblem';
    this.status = status;
    this.code = body.error_code ?? (status === 0 ? 'NETWORK' : 'UNKNOWN_ERROR');
    this.title = body.title ?? '';
    this.errors = body.errors ?? [];
    this.details = body.details ?? {};
    this.requestId = requestId ?? body.request_id ?? null;
  }

  /** Whether asking again may help: no answer, a server error, or too many requests. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Makes a problem of an error body, whatever its form: a proxy may answer HTML. */
export function toProblem(status: number, body: unknown, requestId: string | null): ApiProblem {
  return new ApiProblem(status, isRecord(body) ? body : {}, requestId);
}

/** Any thrown value as a problem, so that one component can show them all. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  return new ApiProblem(0, { message: error instanceof Error ? error.message : '' }, null);
}
