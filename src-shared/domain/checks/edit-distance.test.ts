import { expect, it } from 'vitest';
import { editDistance } from './edit-distance.ts';

it.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['abc', 'axc', 1],
  ['abc', 'ac', 1],
  ['abc', 'xabc', 1],
  ['abcd', 'badc', 3],
  ['kitten', 'sitting', 3],
  ['LXCBUS7B4D1000345', 'LXCBUS7B6D1000346', 2],
])('%j and %j are %i apart', (one, other, distance) => {
  expect(editDistance(one, other)).toBe(distance);
  expect(editDistance(other, one)).toBe(distance);
});
