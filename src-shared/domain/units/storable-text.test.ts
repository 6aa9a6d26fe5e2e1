import { expect, test } from 'vitest';
import { unstorableText } from './storable-text.ts';

test('case 29: whole texts of every kind pass: pairs, joined signs, right to left, U+2028', () => {
  expect(unstorableText({ note: '👩‍🔧 é é مرحبا \u2028 𠮷', lines: [1, null, { text: '' }] })).toBeNull();
});

test.each([
  ['a\u0000b', 2, 'U+0000'],
  ['\ud83d', 1, 'U+D83D'],
  ['𠮷野\udf00', 3, 'U+DF00'],
])('case 29: %j is named with its place', (text, position, character) => {
  expect(unstorableText({ kind: 'x', lines: [{ note: 'good' }, { note: text }] })).toEqual({
    ...{ path: 'lines.1.note', position, character },
  });
});
