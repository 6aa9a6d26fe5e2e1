import { expect, it } from 'vitest';
import { listControlNumber } from './list-control-number.ts';

const lines = [
  { id: 'L1', finalMilli: 3000, isWithheld: false },
  { id: 'L2', finalMilli: null, isWithheld: false },
  { id: 'L3', finalMilli: 12_000, isWithheld: false },
];
const changed = (at: number, more: object) => lines.map((line, index) => (index === at ? { ...line, ...more } : line));

it('tells two lists apart as soon as one quantity differs, whatever the order of their lines', () => {
  const control = listControlNumber(lines);
  expect(control).toMatch(/^\d{9}$/);
  expect(listControlNumber([...lines].reverse())).toBe(control);
  expect(listControlNumber(changed(0, { finalMilli: 3001 }))).not.toBe(control);
  // not counted is not zero
  expect(listControlNumber(changed(1, { finalMilli: 0 }))).not.toBe(control);
  expect(listControlNumber(lines.slice(1))).not.toBe(control);
});

it('is no number where a quantity is withheld', () => {
  expect(listControlNumber(changed(2, { isWithheld: true }))).toBeNull();
});
