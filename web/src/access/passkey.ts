// What the browser's passkey functions give and take, as the server speaks of it: base64url.
import { post } from '../api/client';
import type { PasskeyAnswer, PasskeyOffer, PasskeyQuestion } from '../api/types';

export const hasPasskeys = () => typeof window.PublicKeyCredential === 'function' && window.isSecureContext;

export function toBase64url(bytes: ArrayBuffer): string {
  let text = '';
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(new ArrayBuffer(plain.length));
  for (let at = 0; at < plain.length; ++at) bytes[at] = plain.charCodeAt(at);
  return bytes;
}

/// Closing the browser's own window is a choice, not a failure.
export const isDismissed = (cause: unknown) =>
  cause instanceof DOMException && (cause.name === 'NotAllowedError' || cause.name === 'AbortError');

const seconds = 1000;

/// Asks for a challenge and lets the browser answer it with any passkey of this site.
export async function answerWithPasskey(): Promise<PasskeyAnswer> {
  const question = await post<PasskeyQuestion>('/session/passkey/ask');
  const credential = (await navigator.credentials.get({
    publicKey: {
      challenge: fromBase64url(question.challenge),
      rpId: question.host,
      userVerification: 'required',
      timeout: 120 * seconds,
    },
  })) as PublicKeyCredential;
  const response = credential.response as AuthenticatorAssertionResponse;
  return {
    credential: credential.id,
    client_data: toBase64url(response.clientDataJSON),
    authenticator_data: toBase64url(response.authenticatorData),
    signature: toBase64url(response.signature),
  };
}

/// Makes a passkey for whoever is signed in: ES256 or EdDSA, found without typing a login, opened by the person.
export async function makePasskey(): Promise<PasskeyAnswer> {
  const offer = await post<PasskeyOffer>('/security/passkeys/offer');
  const credential = (await navigator.credentials.create({
    publicKey: {
      challenge: fromBase64url(offer.challenge),
      rp: { id: offer.host, name: 'CareGrid 童网' },
      user: { id: fromBase64url(offer.user_id), name: offer.user_name, displayName: offer.display_name },
      pubKeyCredParams: [{ type: 'public-key', alg: -8 }, { type: 'public-key', alg: -7 }],
      excludeCredentials: offer.known.map((id) => ({ type: 'public-key' as const, id: fromBase64url(id) })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
      timeout: 120 * seconds,
    },
  })) as PublicKeyCredential;
  const response = credential.response as AuthenticatorAttestationResponse;
  return {
    credential: credential.id,
    client_data: toBase64url(response.clientDataJSON),
    authenticator_data: toBase64url(response.getAuthenticatorData()),
    signature: '',
  };
}
