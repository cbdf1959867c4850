// What the page of possible duplicates works with, apart from how it looks.
import type { Duplicate } from '../api/types';

export type Decision = 'same' | 'different' | 'later' | 'open';
export type Ends = { a: string; b: string };

export const ends = (item: Pick<Duplicate, 'a' | 'b'>): Ends => ({ a: item.a.id, b: item.b.id });

/// How a level of agreement is marked: what differs must catch the eye, what is not known must not.
export function agreementTone(level: string): 'good' | 'warn' | 'bad' | 'quiet' {
  if (level === 'unknown') return 'quiet';
  if (level === 'same') return 'good';
  return level === 'other' ? 'bad' : 'warn';
}
