import { describe, expect, it } from 'vitest';
import { reconcileKey, type ReconcileRow } from '../reconciliation/reconcile-key.ts';
import { countAccuracy } from './count-accuracy.ts';
import { countVariance } from './count-variance.ts';
import { abcClasses } from './cycle.ts';
import { reAnchor } from './re-anchor.ts';
import { recountTriggers } from './recount-triggers.ts';
import { withinTolerance } from './tolerance.ts';

const CLASS_B = { pctBp: 100, absFloorMilli: 1000, valueLimitFen: 50_000, strict: false };
const LINE = { expectedMilli: 20_000, countedMilli: 20_000, unitCostFen: 100, partId: 'P', binId: 'B', chainId: null };

describe('counting beyond the vectors', () => {
  it('keeps every repeated movement out and balances the others once', () => {
    const movement = { id: 'M', type: 'ISSUE_SALE', qtyMilli: -3000, effectiveAt: 10 };
    const counts = [
      { id: 'B', countedAt: 20, postedVarianceMilli: 0 },
      { id: 'A', countedAt: 20, postedVarianceMilli: 5 },
    ];
    const {
      reAnchors,
      counts: reported,
      balanceMilli,
    } = reAnchor({
      counts,
      lateMovements: [movement, movement, { id: 'J', type: 'COUNT_ADJ', qtyMilli: 7, effectiveAt: 1 }],
      balanceMilli: 100,
    });
    expect(reAnchors).toEqual([{ movementId: 'M', countId: 'A', qtyMilli: 3000, effectiveAt: 20 }]);
    expect(reported).toEqual([
      { id: 'B', reportedVarianceMilli: 0 },
      { id: 'A', reportedVarianceMilli: 3005 },
    ]);
    expect(balanceMilli).toBe(107);
  });

  it.each([
    [{ enteredMilli: 1000, factorNum: 1, factorDen: 3 }, 'unit-not-exact'],
    [{ enteredMilli: 500, factorNum: 1, factorDen: 1 }, 'fraction-of-whole-unit'],
    [{ enteredMilli: -1, factorNum: 1, factorDen: 3 }, 'negative-count'],
  ])('refuses an entry that is no count: %j', (entry, reason) => {
    expect(() => countVariance({ expectedMilli: 0, wholeUnit: true, unitCostFen: 1, ...entry })).toThrow(reason);
  });

  it.each([
    ['the floor', { expectedMilli: 10_000, countedMilli: 9000 }, true],
    ['beyond the floor, within the percentage', { expectedMilli: 200_000, countedMilli: 198_000 }, true],
    ['one thousandth beyond the percentage', { expectedMilli: 200_000, countedMilli: 197_999 }, false],
  ])('compares %s exactly', (_title, quantities, within) => {
    expect(withinTolerance({ ...CLASS_B, unitCostFen: 100, ...quantities }).within).toBe(within);
  });

  it('suspects a mirror by part, bin or chain, never by two missing chains', () => {
    const line = { ...LINE, countedMilli: 21_000 };
    const other = { partId: 'X', binId: 'Y', chainId: null, varianceMilli: -1000 };
    const triggersWith = (otherLines: (typeof other)[]): string[] =>
      recountTriggers({
        line,
        tolerance: { ...CLASS_B, absFloorMilli: 5000 },
        packFactors: [1],
        binCapacityMilli: 21_000,
        otherLines,
      });
    expect(triggersWith([other])).toEqual([]);
    expect(triggersWith([{ ...other, partId: 'P' }])).toEqual(['R6']);
    expect(triggersWith([{ ...other, binId: 'B' }])).toEqual(['R6']);
  });

  it('gives accuracy without a book value, and none without a counted line', () => {
    const line = { expectedMilli: 0, countedMilli: 1000, unitCostFen: 5, within: false };
    expect(countAccuracy({ lines: [line] })).toMatchObject({ accuracyBp: 0, grossFen: 5, grossBp: null, netBp: null });
    expect(countAccuracy({ lines: [{ ...line, countedMilli: null }] })).toMatchObject({ accuracyBp: null, bookFen: 0 });
  });

  it('lifts a part without value to B when it must be at least B', () => {
    const parts = [
      { code: 'b', acvFen: -5, atLeastB: true },
      { code: 'a', acvFen: 0, atLeastB: false },
    ];
    expect(abcClasses({ parts, aBelowBp: 8000, bBelowBp: 9500 })).toEqual([
      { code: 'a', class: 'C' },
      { code: 'b', class: 'B' },
    ]);
  });
});

describe('reconciling beyond the vectors', () => {
  const key = {
    ...{ ledgerMilli: 10, erpMilli: 0, shelf: { countedMilli: 0, countedAt: 0, moves: [] }, cutoffAt: 8 * 86_400_000 },
    ...{ windowDays: 7, packFactors: [12], openingDiffMilli: 0 },
  };
  const open = {
    kind: 'LEDGER_ONLY',
    qtyMilli: 10,
    inTransit: false,
    runsOpen: 2,
    duplicate: false,
    mirror: null,
  } as const;

  it.each<[string, ReconcileRow]>([
    ['TIMING_IN_TRANSIT', { ...open, at: 86_400_000 }],
    ['MISSING_IN_ERP', { ...open, at: 86_399_999 }],
    ['MISSING_IN_ERP', { ...open, at: 86_400_000, runsOpen: 3 }],
    ['TIMING_IN_TRANSIT', { ...open, at: 0, inTransit: true }],
    ['SIGN_ERROR', { kind: 'MATCHED', ledgerMilli: 5, erpMilli: -5 }],
    ['QTY_MISMATCH', { kind: 'MATCHED', ledgerMilli: 10, erpMilli: 0 }],
    ['UOM', { kind: 'MATCHED', ledgerMilli: -12, erpMilli: -1 }],
  ])('finds %s at its boundary', (name, row) => {
    const { contributions, differenceMilli } = reconcileKey({ ...key, rows: [row] });
    expect(contributions.map((entry) => entry.class)).toContain(name);
    expect(contributions.reduce((sum, entry) => sum + entry.qtyMilli, 0)).toBe(differenceMilli);
  });
});
