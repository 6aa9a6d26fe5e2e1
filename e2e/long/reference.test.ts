import { expect, it } from 'vitest';
import { compareWithReference } from '../reference/compare.ts';

it('the engine and the second evaluator agree on 100,000 generated claims', { timeout: 900_000 }, () => {
  expect(compareWithReference(100_000).disagreements).toEqual([]);
});
