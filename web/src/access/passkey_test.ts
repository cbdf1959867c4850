// Shows that binary values come through base64url unchanged, as the server writes it.
import { describe, expect, it } from 'vitest';

import { fromBase64url, toBase64url } from './passkey';

describe('base64url', () => {
  it.each([
    ['', []], ['AA', [0]], ['_-8', [255, 239]], ['AAEC', [0, 1, 2]],
  ] as [string, number[]][])('%s', (text, bytes) => {
    expect(toBase64url(new Uint8Array(bytes).buffer)).toBe(text);
    expect([...fromBase64url(text)]).toEqual(bytes);
  });
});
