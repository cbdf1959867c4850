// Shows that nobody is sent to another site after signing in, whatever stands in the browser's storage.
import { describe, expect, it } from 'vitest';

import { ownPath } from './provider';

describe('the way back from the identity provider', () => {
  it.each([
    ['/children/1?week=2', '/children/1?week=2'],
    ['/', '/'],
    [null, '/'],
    ['', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example/', '/'],
    ['javascript:alert(1)', '/'],
    ['/sign-in/return', '/'],
  ])('%s leads to %s', (kept, path) => {
    expect(ownPath(kept)).toBe(path);
  });
});
