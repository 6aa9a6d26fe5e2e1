import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statementTotals, taxFromGross } from './statement-totals.ts';

const fen = fc.integer({ min: -1e10, max: 1e10 });
const groupArbitrary = fc.record({
  taxRateBp: fc.constantFrom(0, 100, 300, 1300),
  claimsFen: fc.array(fen, { maxLength: 5 }),
  preTaxFen: fc.array(fen, { maxLength: 3 }),
});

const small = { groups: [{ taxRateBp: 0, claimsFen: [15_600], preTaxFen: [] }], postTaxFen: [], carryInFen: 0 };

describe('a statement', () => {
  it('pays and carries together exactly what is due, and never pays below zero', () => {
    fc.assert(
      fc.property(fc.array(groupArbitrary, { maxLength: 3 }), fc.array(fen), fen, (groups, postTaxFen, carryInFen) => {
        const limits = { minPayoutFen: 20_000, monthsDeferred: 0, maxDeferMonths: 6 };
        const totals = statementTotals({ groups, postTaxFen, carryInFen, ...limits });
        expect(totals.payableFen + totals.carryOutFen).toBe(totals.grossFen + totals.offsetFen + carryInFen);
        expect(totals.payableFen).toBeGreaterThanOrEqual(0);
        expect(totals.grossFen).toBe(totals.netFen + totals.preTaxAdjFen + totals.taxFen);
      }),
    );
  });

  it('below the minimum is deferred six times and paid the seventh', () => {
    const payoutAfter = (monthsDeferred: number): string =>
      statementTotals({ ...small, minPayoutFen: 20_000, monthsDeferred, maxDeferMonths: 6 }).status;
    expect([0, 5, 6].map(payoutAfter)).toEqual(['DEFERRED', 'DEFERRED', 'PAY']);
  });

  it('of nothing is zero', () => {
    const limits = { minPayoutFen: 20_000, monthsDeferred: 0, maxDeferMonths: 6 };
    const empty = statementTotals({ groups: [], postTaxFen: [], carryInFen: 0, ...limits });
    expect(empty.status).toBe('ZERO');
  });
});

describe('a tax-inclusive amount', () => {
  it('is the sum of its parts', () => {
    fc.assert(
      fc.property(fen, fc.integer({ min: 0, max: 3000 }), (grossFen, taxRateBp) => {
        const { netFen, taxFen } = taxFromGross({ grossFen, taxRateBp });
        expect(netFen + taxFen).toBe(grossFen);
      }),
    );
  });

  it('refuses a negative rate', () => {
    expect(() => taxFromGross({ grossFen: 1, taxRateBp: -1 })).toThrow('negative-input');
  });
});
