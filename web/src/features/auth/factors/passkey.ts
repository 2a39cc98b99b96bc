import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';

/** What a browser makes of a passkey, as the API takes it. */
export type Credential = Record<string, unknown>;

const IS_ADDRESS = /^[\d.]+$|:/;

/** Whether this page can use passkeys: they need a name in the address, and TLS or the machine itself. */
export function canUsePasskeys(): boolean {
  return browserSupportsWebAuthn() && window.isSecureContext && !IS_ADDRESS.test(location.hostname);
}

/** Makes a passkey. The options come from the server, which alone judges the answer. */
export async function makePasskey(options: Record<string, unknown>): Promise<Credential> {
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  return { ...(await startRegistration({ optionsJSON })) };
}

/** Answers a challenge with a passkey. */
export async function answerWithPasskey(options: Record<string, unknown>): Promise<Credential> {
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
  return { ...(await startAuthentication({ optionsJSON })) };
}

/** Whether the person closed the browser's dialog, which is no error to tell them of. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && ['NotAllowedError', 'AbortError'].includes(error.name);
}
