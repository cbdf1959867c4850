import { expect, test } from 'vitest';

import { agreementTone } from './duplicates';

test('what differs is marked, what is not known is not taken for a difference', () => {
  expect(agreementTone('same')).toBe('good');
  expect(agreementTone('slip')).toBe('warn');
  expect(agreementTone('same_sound')).toBe('warn');
  expect(agreementTone('other')).toBe('bad');
  expect(agreementTone('unknown')).toBe('quiet');
});
