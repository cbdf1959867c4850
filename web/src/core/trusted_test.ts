import { afterEach, expect, test, vi } from 'vitest';

import { policy, trustOwnScripts } from './trusted';

afterEach(() => vi.unstubAllGlobals());

test('no text becomes HTML, but the empty one that clears a box', () => {
  expect(policy.createHTML('')).toBe('');
  for (const text of ['<b>', ' ', '<img src=x onerror=alert(1)>']) expect(() => policy.createHTML(text)).toThrow(TypeError);
});

test('scripts come from our own build only', () => {
  vi.stubGlobal('location', { origin: 'http://localhost:8080' });
  expect(policy.createScriptURL('/assets/worker-1a2b.js')).toBe('/assets/worker-1a2b.js');
  const refused = [
    'https://evil.example/assets/worker.js', 'data:text/javascript,alert(1)', 'blob:http://localhost:8080/x',
    '/api/exports/1', '/assets/../api/x.js', '//evil.example/assets/a.js', 'javascript:alert(1)',
  ];
  for (const address of refused) expect(() => policy.createScriptURL(address), address).toThrow(TypeError);
});

test('a browser that knows trusted types gets the policy, another goes on without', () => {
  expect(() => trustOwnScripts()).not.toThrow();
  const createPolicy = vi.fn();
  vi.stubGlobal('trustedTypes', { createPolicy });
  trustOwnScripts();
  expect(createPolicy).toHaveBeenCalledWith('default', policy);
});
