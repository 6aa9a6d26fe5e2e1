import { expect, it } from 'vitest';
import { compareWithReference } from '../reference/compare.ts';
import { REFERENCE_RULES } from '../reference/reference-evaluator.ts';

it('the engine and a second evaluator, written from the catalogue alone, find the same on generated claims', () => {
  const { disagreements, hitsByRule } = compareWithReference(2_000);
  expect(disagreements).toEqual([]);
  // a comparison in which a rule never fires says nothing about it
  expect(Object.keys(REFERENCE_RULES).filter((id) => !hitsByRule.has(id))).toEqual([]);
});
