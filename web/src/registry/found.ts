// How a word of a search and a name fit: which part of the name to mark.
import type { MatchKind } from '../api/types';

/// A piece of a name, marked where the search fits it.
export type Piece = { text: string; marked: boolean };

const parts = (text: string): string[] =>
  text.split(/[\s,，、;；·•・]+/u).flatMap((word) => word.match(/[\p{Script=Han}?？〓]+|[^\p{Script=Han}?？〓]+/gu) ?? []);

const whole: ReadonlySet<MatchKind> = new Set<MatchKind>([
  'exact', 'pinyin', 'variant', 'same_sound', 'blurred_sound', 'swapped', 'one_off',
]);
const first: ReadonlySet<MatchKind> = new Set<MatchKind>(['pinyin_prefix', 'initials']);

/// Cuts a name into pieces. Words that stand in it are marked where they stand; of what fits by its sound or with a
/// slip the whole name is, since no part of it is the one that was meant.
export function markName(name: string, text: string, matches: readonly MatchKind[]): Piece[] {
  if (matches.some((kind) => whole.has(kind))) return [{ text: name, marked: true }];
  const marked = new Array<boolean>(name.length).fill(false);
  const small = name.toLowerCase();
  for (const part of parts(text.toLowerCase())) {
    const at = part === '' ? -1 : small.indexOf(part);
    if (at >= 0) marked.fill(true, at, at + part.length);
  }
  const lead = [...name][0];
  if (lead && !marked.includes(true) && matches.some((kind) => first.has(kind))) marked.fill(true, 0, lead.length);
  const pieces: Piece[] = [];
  for (let i = 0; i < name.length; i += 1) {
    const last = pieces[pieces.length - 1];
    if (last && last.marked === marked[i]) last.text += name[i] ?? '';
    else pieces.push({ text: name[i] ?? '', marked: marked[i] ?? false });
  }
  return pieces;
}

/// The kinds of match worth a word: that a name stands there as it was typed says itself.
export const tellingKinds = (matches: readonly MatchKind[]): MatchKind[] =>
  [...new Set(matches)].filter((kind) => kind !== 'exact' && kind !== 'prefix' && kind !== 'part');
