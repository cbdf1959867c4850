// Shows which part of a name a search marks, and which matches are told in words.
import { describe, expect, test } from 'vitest';

import { markName, tellingKinds } from './found';

const marked = (name: string, text: string, ...matches: Parameters<typeof markName>[2][number][]) =>
  markName(name, text, matches).map((piece) => (piece.marked ? `[${piece.text}]` : piece.text)).join('');

describe('what is marked of a name', () => {
  test.each([
    ['张伟明', '张伟', 'prefix', '[张伟]明'],
    ['张伟明', '伟明', 'part', '张[伟明]'],
    ['张伟明', '张 明', 'prefix', '[张]伟[明]'],
    ['张伟', 'zhangwei', 'pinyin', '[张伟]'],
    ['张伟', 'zw', 'initials', '[张]伟'],
    ['张伟', '章玮', 'same_sound', '[张伟]'],
    ['张伟', '2017', 'birth', '张伟'],
    ['张伟', '', 'exact', '[张伟]'],
    ['Na OuYang', 'ouyang', 'part', 'Na [OuYang]'],
  ] as const)('%s by %s', (name, text, kind, shown) => {
    expect(marked(name, text, kind)).toBe(shown);
  });
});

test('that a name stands there as typed says itself; the rest is told once', () => {
  expect(tellingKinds(['prefix', 'village', 'village', 'birth'])).toEqual(['village', 'birth']);
  expect(tellingKinds(['exact'])).toEqual([]);
});
