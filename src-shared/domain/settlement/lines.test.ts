import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labourAmountFen, payableLabour } from './labour.ts';
import { handlingFeeFen, materialLine } from './material.ts';
import { travelLine } from './travel.ts';

const part = { supplyMode: 'STATION_STOCK', claimedUnitFen: 100, issuePriceFen: 90, markupBp: 1000, qtyMilli: 1000 };
const trip = {
  ...{ claimedKm: 120, routeKm: 100, routeToleranceBp: 11000, freeKm: 20, tier1UpToKm: 100 },
  ...{ tier1FenPerKm: 120, tier2FenPerKm: 100, coefficientsBp: [10000], tollClaimedFen: 900, tollReceiptFen: 800 },
  ...{ lodgingReceiptFen: 30_000, personNights: 1, lodgingCapFenPerPersonNight: 20_000 },
  ...{ engineerDays: 2, allowanceFenPerDay: 8000, tripCapFen: null },
};

describe('a labour amount', () => {
  it('is exact where a product in floating point is not', () => {
    const amount = labourAmountFen({ hoursCenti: 100_003, rateFenPerHour: 90_071_993, coefficientsBp: [9999] });
    expect(BigInt(amount.amountFen)).toBe((100_003n * 90_071_993n * 9999n * 2n + 1_000_000n) / 2_000_000n);
  });

  it('combines its coefficients first and rounds them once', () => {
    const input = { hoursCenti: 100, rateFenPerHour: 10_000, coefficientsBp: [10_500, 11_111, 9_999] };
    expect(labourAmountFen(input)).toEqual({ coefBp: 11_665, amountFen: 11_665 });
    expect(labourAmountFen({ ...input, coefficientsBp: [] }).coefBp).toBe(10_000);
  });

  it('never pays more hours than claimed nor than the standard leaves', () => {
    const hours = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(hours, hours, hours, (claimedHoursCenti, standardHoursCenti, overlapCenti) => {
        const line = { claimedHoursCenti, standardHoursCenti, overlapCenti };
        const value = payableLabour({ lines: [line], rateFenPerHour: 6000, coefficientsBp: [] }).lines[0];
        const limit = Math.max(0, standardHoursCenti - overlapCenti);
        expect(value?.payableHoursCenti).toBe(Math.min(claimedHoursCenti, limit));
        expect(value?.rule).toBe(claimedHoursCenti > limit ? 'L01' : null);
      }),
    );
  });
});

describe('a material line', () => {
  it('rounds the unit first, so that unit × quantity is the printed amount', () => {
    const line = { ...part, claimedUnitFen: 3335, issuePriceFen: 3335, qtyMilli: 3000, maxQtyMilli: null };
    expect(materialLine({ ...line, preApprovalAboveFen: 0 })).toMatchObject({ unitFen: 3669, amountFen: 11_007 });
  });

  it('asks for pre-approval of local buying strictly above the limit only', () => {
    const line = { ...part, supplyMode: 'LOCAL_BUY', maxQtyMilli: null };
    const asks = (preApprovalAboveFen: number) => materialLine({ ...line, preApprovalAboveFen }).needsPreApproval;
    expect([asks(89), asks(90)]).toEqual([true, false]);
  });

  it('names an unknown way of supply before a negative number', () => {
    const line = { ...part, supplyMode: 'GIFT', qtyMilli: -1, maxQtyMilli: null, preApprovalAboveFen: 0 };
    expect(() => materialLine(line)).toThrow('unknown-supply-mode');
    expect(() => materialLine({ ...line, supplyMode: 'FREE_ISSUE' })).toThrow('negative-input');
  });

  it('caps the handling fee of free parts per line', () => {
    const fee = { issuePriceFen: 125_000, qtyMilli: 4000, handlingBp: 500 };
    expect(handlingFeeFen({ ...fee, capFen: 20_000 })).toEqual({ uncappedFen: 25_000, amountFen: 20_000 });
    expect(handlingFeeFen({ ...fee, capFen: null }).amountFen).toBe(25_000);
  });
});

describe('a travel line', () => {
  it('pays kilometres within the tolerance and costs by receipt', () => {
    expect(travelLine(trip)).toEqual({
      ...{ payableKm: 90, kmBaseFen: 10_800, kmFen: 10_800, claimedKmFen: 12_000, kmReductionFen: 1200, rule: 'T01' },
      ...{ tollFen: 800, lodgingFen: 20_000, allowanceFen: 16_000, amountFen: 47_600 },
    });
  });

  it('is capped per trip over all four kinds of cost', () => {
    expect(travelLine({ ...trip, tripCapFen: 40_000 }).amountFen).toBe(40_000);
  });
});
