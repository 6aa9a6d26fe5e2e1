import { describe, expect, it } from 'vitest';
import { modifiedZ } from '../claims/modified-z.ts';
import { requiredSpeed } from '../claims/required-speed.ts';
import { creditCheck } from '../logistics/credit-check.ts';
import { fairShare } from './fair-share.ts';
import { movingAverage } from './moving-average.ts';
import { poissonReorderPoint } from './poisson-reorder-point.ts';
import { preparationQty } from './replenish.ts';
import { safetyStock } from './safety-stock.ts';
import { movementClass, turnover } from './turnover.ts';

const EMPTY = { qtyMilli: 0, valueFen: 0, lastCostFen: null, standardCostFen: null };

describe('stock value beyond the vectors', () => {
  it.each([
    ['unknown-step', [{ type: 'GIFT', qtyMilli: 0 }]],
    ['quantity-not-positive', [{ type: 'RECEIPT', qtyMilli: 0, valueFen: 1 }]],
    ['negative-on-hand', [{ type: 'ISSUE', qtyMilli: 1 }]],
    ['cost-required', [{ type: 'COUNT_GAIN', qtyMilli: 1 }]],
    ['return-exceeds-issue', [{ type: 'RETURN', qtyMilli: 2, originalQtyMilli: 1, originalValueFen: 1 }]],
  ])('refuses all steps with %s', (reason, steps) => {
    expect(() => movingAverage({ start: EMPTY, steps })).toThrow(reason);
  });

  it('finds goods at the exact cost of the last receipt, not at a rounded one', () => {
    const rows = movingAverage({
      start: EMPTY,
      steps: [
        { type: 'RECEIPT', qtyMilli: 3000, valueFen: 1000 },
        { type: 'ISSUE', qtyMilli: 3000 },
        { type: 'COUNT_GAIN', qtyMilli: 6000 },
      ],
    });
    expect(rows[2]).toMatchObject({ qtyMilli: 6000, valueFen: 2000, averageFen: 333 });
  });
});

describe('planning beyond the vectors', () => {
  it.each([
    [0, 9999, 0],
    [1000, 9500, 1052],
    [2_000_000, 5000, 2_000_000],
  ])('finds the Poisson point of λ %d at %d bp', (lambdaUnits, serviceLevelBp, reorderPointUnits) => {
    expect(poissonReorderPoint({ lambdaUnits, serviceLevelBp }).reorderPointUnits).toBe(reorderPointUnits);
  });

  it('buys no pack more for a last binary digit', () => {
    const demand = { demandUnits: [5, 5], serviceLevelBp: 9500, leadTime: 3, leadTimeSd: 0, reviewPeriod: 0 };
    expect(safetyStock({ ...demand, packUnits: 4 })).toMatchObject({ sdDemand: 0, safetyStockUnits: 0 });
  });

  it('orders from the exact net, however it is shown', () => {
    const plan = { horizonWeeks: 1, seasonBp: 10_000, campaignMilli: 0, safetyStockMilli: 0, packMilli: 1 };
    expect(preparationQty({ ...plan, demandTotalMilli: 1, demandWeeks: 3, positionMilli: 0 })).toEqual({
      ...{ grossMilli: 0, netMilli: 0, orderMilli: 1 },
    });
  });

  it('serves vehicles off road first and gives equal remainders to the smaller code', () => {
    const want = (station: string, wantUnits: number, vor = false) => ({ station, wantUnits, vor });
    expect(fairShare({ availableUnits: 4, wants: [want('C', 2), want('A', 2), want('B', 3, true)] })).toEqual([
      ...[
        { station: 'C', shareUnits: 0 },
        { station: 'A', shareUnits: 1 },
        { station: 'B', shareUnits: 3 },
      ],
    ]);
  });

  it('has no turns without stock and no days without issues', () => {
    const months = (fen: number): number[] => Array.from({ length: 13 }, () => fen);
    expect(turnover({ monthEndFen: months(0), issueCostFen: 5 })).toMatchObject({ turnsCenti: null, daysTenths: null });
    expect(turnover({ monthEndFen: months(7), issueCostFen: 0 })).toMatchObject({ turnsCenti: 0, daysTenths: null });
  });

  it.each([
    ['NO_STOCK', { onHandMilli: 0 }],
    ['NON_MOVING', { monthsSinceIssue: null, ageMonths: 12, issues12Milli: 0 }],
    ['ACTIVE', { superseded: true, useUpFirst: true }],
    ['ACTIVE', { onHandMilli: 10 }],
    ['SLOW', { onHandMilli: 11 }],
  ])('names a part %s', (name, change) => {
    const part = {
      onHandMilli: 5,
      issues12Milli: 10,
      monthsSinceIssue: 1,
      ageMonths: 40,
      superseded: false,
      useUpFirst: false,
    };
    expect(movementClass({ ...part, ...change })).toBe(name);
  });
});

describe('checks beyond the vectors', () => {
  const at = (startAt: number, finishAt: number, lat = 30) => ({ startAt, finishAt, lat, lng: 120 });
  const speed = (...orders: ReturnType<typeof at>[]) => requiredSpeed({ orders, detourBp: 13_000, limitKmh: 90 });

  it.each([
    ['one place without a gap', [at(0, 10), at(10, 20)], { overlap: false, requiredKmh: 0, block: false }],
    ['two places without a gap', [at(0, 10), at(10, 20, 31)], { overlap: false, requiredKmh: null, block: true }],
    ['an overlap of one instant', [at(9, 20, 31), at(0, 10)], { overlap: true, requiredKmh: null, block: true }],
    [
      'an empty order before one that starts with it',
      [at(0, 20), at(0, 0)],
      { overlap: false, requiredKmh: 0, block: false },
    ],
  ])('judges %s, in any order', (_title, orders, expected) => {
    expect(speed(...orders)).toEqual(expected);
    expect(speed(...[...orders].reverse())).toEqual(expected);
  });

  it('refuses an interval before a coordinate', () => {
    expect(() => speed(at(10, 0), at(0, 1, 91))).toThrow('invalid-interval');
    expect(() => speed(at(0, 1), at(0, 1, 91))).toThrow('invalid-coordinate');
  });

  it('takes the median of an even number of peers exactly, and fires only above the threshold', () => {
    const peersFen = [1, 1, 5, 5];
    const result = modifiedZ({ peersFen, valueFen: 7, threshold: 1.349, minPeers: 4 });
    expect(result).toEqual({ medianFen: 3, madFen: 2, z: 1.349, outlier: false });
    expect(modifiedZ({ peersFen, valueFen: 7, threshold: 1.3489, minPeers: 4 }).outlier).toBe(true);
  });

  it('counts a temporary limit on its last day and fails a cash order when credit is overdrawn', () => {
    const order = {
      ...{ amountFen: 10, cashFen: 0, cashHoldFen: 0, limitFen: 0, tempLimitFen: 10, tempUntil: '2026-03-10' },
      ...{ today: '2026-03-10', usedFen: 0, heldFen: 0, overdueDays: 0, maxOverdueDays: 0, blocked: false },
    };
    expect(creditCheck(order).result).toBe('PASS');
    expect(creditCheck({ ...order, today: '2026-03-11' })).toMatchObject({ result: 'SHORT', shortFen: 10 });
    expect(creditCheck({ ...order, cashFen: 10, usedFen: 11 })).toMatchObject({
      result: 'SHORT',
      shortFen: 1,
      useCashFen: 10,
    });
  });
});
