import { expect, it } from 'vitest';
import { compareInvoices, compareWithReference } from '../reference/compare.ts';

it('the engine and the second evaluator agree on 100,000 generated claims', { timeout: 900_000 }, () => {
  expect(compareWithReference(100_000).disagreements).toEqual([]);
});

it('they agree on the invoices of 100,000 generated statements', { timeout: 900_000 }, () => {
  expect(compareInvoices(100_000).disagreements).toEqual([]);
});
