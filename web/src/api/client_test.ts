// Shows how addresses are made: what is given is encoded, and nothing of it becomes part of the address itself.
import { expect, test } from 'vitest';

import { withQuery } from './client';

test('an address holds what it is given, encoded, and leaves out what is empty', () => {
  expect(withQuery('/needs', { state: '', division: null, limit: 50, after: undefined })).toBe('/needs?limit=50');
  for (const text of ['a&b=c', '#x', '../..', '张 三', 'javascript:alert(1)', '%00', '?q', 'a+b']) {
    const address = new URL(withQuery('/needs', { kind: text }), 'http://localhost');
    expect(address.origin + address.pathname).toBe('http://localhost/needs');
    expect([...address.searchParams]).toEqual([['kind', text]]);
    expect(address.hash).toBe('');
  }
});
