// What a pack of rules would change, asked page by page and added up.
import { request } from '../api/client';
import type { MovedChildren, RuleEffect, RuleSchemeEffect } from '../api/types';

export const moves = ['entering', 'leaving', 'becoming_unknown', 'ruled_out', 'renumbered'] as const;
const shownMax = 20;

const joined = (a: MovedChildren, b: MovedChildren): MovedChildren => ({
  count: a.count + b.count,
  shown: [...a.shown, ...b.shown].slice(0, shownMax),
});

/// The effects of two pages of children together.
export function mergeEffects(all: RuleSchemeEffect[], page: RuleSchemeEffect[]): RuleSchemeEffect[] {
  const merged = new Map(all.map((one) => [one.scheme, { ...one }]));
  for (const one of page) {
    const sum = merged.get(one.scheme);
    if (sum) for (const move of moves) sum[move] = joined(sum[move], one[move]);
    else merged.set(one.scheme, one);
  }
  return [...merged.values()];
}

export type Progress = { done: number; total: number };
export type Effect = { on: string; children: number; schemes: RuleSchemeEffect[] };

/// Asks page by page, so that a large county is answered in pieces.
export async function tryPack(text: string, report: (progress: Progress) => void): Promise<Effect> {
  const effect: Effect = { on: '', children: 0, schemes: [] };
  let from: number | null = 1;
  while (from !== null) {
    const page: RuleEffect = await request<RuleEffect>('POST', '/rule-packs/effect', { body: { text, from } });
    effect.on = page.on;
    effect.children += page.children;
    effect.schemes = mergeEffects(effect.schemes, page.schemes);
    from = page.next;
    report({ done: from ?? page.total, total: page.total });
  }
  return effect;
}
