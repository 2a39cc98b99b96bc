import { asProblem } from '@/api/problem';

/** What the second step of a sign-in needs, as the first one's answer tells it. */
export interface SecondStepAsked {
  challenge_token: string;
  methods: string[];
  passkey_options: Record<string, unknown> | null;
}

/** The second step that a refusal of the password asks for; null if it is another refusal. */
export function secondStepOf(error: unknown): SecondStepAsked | null {
  const { code, details } = asProblem(error);
  if (code !== 'MFA_REQUIRED') return null;
  const { challenge_token: token, methods, passkey_options: options } = details;
  if (typeof token !== 'string' || !Array.isArray(methods)) return null;
  return {
    challenge_token: token,
    methods: methods.filter((method): method is string => typeof method === 'string'),
    passkey_options: typeof options === 'object' && options !== null ? { ...options } : null,
  };
}
