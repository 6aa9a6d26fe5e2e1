import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSupplier, supplierClaimFen } from './supplier-claim.ts';

const claim = {
  ...{ supplyPriceFen: 98_000, qtyMilli: 2000, labourMode: 'ACTUAL_PAID', labourPaidFen: 16_500, labourBp: 10_000 },
  ...{ labourHoursCenti: 150, labourRateFenPerHour: 4000, travelPaidFen: 29_140, travelBp: 5000, mgmtFeeBp: 500 },
};

describe('a claim on a supplier', () => {
  it.each([
    ['ACTUAL_PAID', 16_500],
    ['FIXED_RATE', 6000],
    ['NONE', 0],
  ])('values labour by the contract: %s', (labourMode, labourFen) => {
    expect(supplierClaimFen({ ...claim, labourMode }).labourFen).toBe(labourFen);
  });

  it('names an unknown labour mode before a negative number', () => {
    expect(() => supplierClaimFen({ ...claim, labourMode: 'GUESS', qtyMilli: -1 })).toThrow('unknown-labour-mode');
    expect(() => supplierClaimFen({ ...claim, qtyMilli: -1 })).toThrow('negative-input');
  });

  it('is shared without losing a fen', () => {
    const share = fc.integer({ min: 0, max: 3000 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e11 }), fc.array(share, { maxLength: 3 }), (totalFen, liabilities) => {
        const suppliers = liabilities.map((liabilityBp, index) => ({ code: `G0${index}`, liabilityBp }));
        const { shares, retainedFen } = splitSupplier({ totalFen, suppliers });
        expect(shares.reduce((sum, { amountFen }) => sum + amountFen, retainedFen)).toBe(totalFen);
        expect(retainedFen).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('is not shared over more than the whole', () => {
    const suppliers = [
      { code: 'G01', liabilityBp: 6000 },
      { code: 'G02', liabilityBp: 4001 },
    ];
    expect(() => splitSupplier({ totalFen: 1, suppliers })).toThrow('shares-over-100-percent');
  });
});
