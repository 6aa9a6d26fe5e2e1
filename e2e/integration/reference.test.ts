import { expect, it } from 'vitest';
import { FIRST_RULES } from '../../src-shared/domain/claims/first-rules.ts';
import { compareInvoices, compareWithReference } from '../reference/compare.ts';
import { REFERENCE_RULES } from '../reference/reference-evaluator.ts';

it('the engine and a second evaluator, written from the catalogue alone, find the same on generated claims', () => {
  const { disagreements, hitsByRule } = compareWithReference(2_000);
  expect(disagreements).toEqual([]);
  // a comparison in which a rule never fires says nothing about it
  expect(Object.keys(REFERENCE_RULES).filter((id) => !hitsByRule.has(id))).toEqual([]);
});

it('both find the same on the invoices of generated statements', () => {
  const { disagreements, hitsByRule } = compareInvoices(2_000);
  expect(disagreements).toEqual([]);
  expect([...hitsByRule.keys()].sort()).toEqual(['F01', 'F02', 'F03', 'F04']);
});

it('every rule of the catalogue has its second evaluator', () => {
  const known = new Set([...Object.keys(REFERENCE_RULES), 'F01', 'F02', 'F03', 'F04']);
  expect(FIRST_RULES.map(({ id }) => id).filter((id) => !known.has(id))).toEqual([]);
});
