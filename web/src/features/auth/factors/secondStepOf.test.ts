import { expect, it } from 'vitest';
import { ApiProblem } from '@/api/problem';
import { secondStepOf } from './secondStepOf';

const asked = (details: Record<string, unknown>, code = 'MFA_REQUIRED') =>
  secondStepOf(new ApiProblem(401, { error_code: code, details }, null));

it('reads what the second step needs', () => {
  expect(
    asked({ challenge_token: 't', methods: ['totp', 7], passkey_options: { challenge: 'c' } }),
  ).toEqual({ challenge_token: 't', methods: ['totp'], passkey_options: { challenge: 'c' } });
  expect(asked({ challenge_token: 't', methods: [], passkey_options: null })?.passkey_options).toBe(
    null,
  );
});

it('takes no other refusal for a question', () => {
  expect(asked({ challenge_token: 't', methods: [] }, 'INVALID_CREDENTIALS')).toBeNull();
  expect(asked({ methods: ['totp'] })).toBeNull();
  expect(secondStepOf(new TypeError('network'))).toBeNull();
});
