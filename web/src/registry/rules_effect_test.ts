// Shows that the effects of pages of children add up, with no more names than a page shows.
import { describe, expect, it } from 'vitest';

import type { MovedChildren, RuleSchemeEffect } from '../api/types';
import { mergeEffects } from './rules_effect';

const none: MovedChildren = { count: 0, shown: [] };
const effect = (scheme: string, count: number): RuleSchemeEffect => ({
  scheme, zh: scheme, en: scheme, leaving: none, becoming_unknown: none, ruled_out: none, renumbered: none,
  entering: { count, shown: Array.from({ length: Math.min(count, 20) }, (_, at) => ({ id: `${scheme}${at}`, name: 'n' })) },
});

describe('mergeEffects', () => {
  it('adds counts of one scheme and keeps others', () => {
    const all = mergeEffects([effect('A', 15)], [effect('A', 30), effect('B', 1)]);
    expect(all.map((one) => [one.scheme, one.entering.count])).toEqual([['A', 45], ['B', 1]]);
    expect(all[0]?.entering.shown.length).toBe(20);
  });
});
