import { describe, expect, it } from 'vitest';
import { cookieValue } from './client';
import { fileNameOf } from './download';
import { ApiProblem, asProblem, toProblem } from './problem';

describe('cookieValue', () => {
  it('finds a cookie among others and decodes it', () => {
    expect(cookieValue('a=1; gapless_csrf=x%3Dy=z; b=2', 'gapless_csrf')).toBe('x=y=z');
  });
  it('does not take a cookie whose name ends alike', () => {
    expect(cookieValue('not_gapless_csrf=1', 'gapless_csrf')).toBeNull();
  });
});

describe('toProblem', () => {
  it('keeps code, message, field errors and the request id of the header', () => {
    const problem = toProblem(
      422,
      {
        error_code: 'VALIDATION_FAILED',
        message: 'No.',
        errors: [{ field: 'body.name', code: 'missing', message: 'Needed' }],
      },
      'req-1',
    );
    expect(problem).toMatchObject({
      code: 'VALIDATION_FAILED',
      message: 'No.',
      requestId: 'req-1',
    });
    expect(problem.errors[0]?.field).toBe('body.name');
    expect(problem.isTransient).toBe(false);
  });
  it('survives a body that is not a problem', () => {
    expect(toProblem(502, '<html>', null)).toMatchObject({ code: 'UNKNOWN_ERROR', status: 502 });
    expect(toProblem(502, '<html>', null).isTransient).toBe(true);
  });
  it('turns any thrown value into a problem', () => {
    const known = new ApiProblem(404, {}, 'r');
    expect(asProblem(known)).toBe(known);
    expect(asProblem(new Error('boom'))).toMatchObject({ status: 0, message: 'boom' });
  });
});

describe('fileNameOf', () => {
  it.each([
    ['attachment; filename="a b.csv"', 'a b.csv'],
    ['attachment; filename=a.csv; size=1', 'a.csv'],
    [null, null],
  ])('%s gives %s', (header, name) => {
    expect(fileNameOf(header)).toBe(name);
  });
});
