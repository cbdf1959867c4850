// Shows which browsers and lines are warned of, and that one without modules is told in a sentence.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { missingProtections } from './protections';

test('a browser that lacks a protection is named with what it lacks', () => {
  const event = class {};
  expect(missingProtections({ isSecureContext: true, SecurityPolicyViolationEvent: event })).toEqual([]);
  expect(missingProtections({ isSecureContext: true })).toEqual(['policy']);
  expect(missingProtections({ isSecureContext: false, SecurityPolicyViolationEvent: event })).toEqual(['line']);
  expect(missingProtections({})).toEqual(['policy', 'line']);
});

test('a browser without modules is shown a sentence instead of an empty page', () => {
  const page = readFileSync('index.html', 'utf8');
  expect(page).toContain('<script nomodule src="/old_browser.js">');
  const root = { textContent: '' };
  const run = new Function('document', readFileSync('public/old_browser.js', 'utf8'));
  run({ getElementById: (id: string) => (id === 'root' ? root : null) });
  expect(root.textContent).toMatch(/浏览器.*This browser is too old/s);
});
