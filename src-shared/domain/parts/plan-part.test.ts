import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIRST_PLANNING_SETTINGS } from './first-planning.ts';
import { planPart, type DemandOrder, type PlanInput } from './plan-part.ts';

const SETTINGS = { ...FIRST_PLANNING_SETTINGS, planReviewWeeksCenti: 0 };
const order = (weeksAgo: number, units: number, more: Partial<DemandOrder> = {}): DemandOrder => ({
  ...{ weeksAgo, qtyMilli: units * 1000, docNo: `D${String(weeksAgo)}`, isCampaign: false },
  ...more,
});
const weeks = (units: readonly number[]): DemandOrder[] =>
  units.flatMap((each, at) => (each === 0 ? [] : [order(at, each)]));
const input = (orders: readonly DemandOrder[], more: Partial<PlanInput> = {}): PlanInput => ({
  ...{ orders, historyDays: 84, leadTimeDays: 21, leadTimeSdDaysCenti: 0, serviceLevelBp: 9500, packMilli: 1000 },
  ...more,
});
const TWELVE = [12, 9, 15, 11, 8, 14, 10, 13, 9, 12, 16, 11];
const short = { ...SETTINGS, planLeastHistoryDays: 84 };

describe('the figures of a part', () => {
  it('are those of the specification for twelve weeks, a lead time of three weeks and 95 %', () => {
    const { method, safetyMilli, reorderMilli, maxMilli, reasons } = planPart(input(weeks(TWELVE)), short);
    expect({ method, safetyMilli, reorderMilli, maxMilli }).toEqual({
      // 35 / 3 a week: four weeks above 43 are 89.7
      ...{ method: 'NORMAL', safetyMilli: 8_000, reorderMilli: 43_000, maxMilli: 90_000 },
    });
    expect(reasons).toMatchObject({ meanWeekMilli: 11_667, sdWeekMilli: 2_498, safetyExactMilli: 7_118, weeks: 12 });
  });

  it('take a review period and a varying lead time into the safety stock', () => {
    const reviewed = planPart(input(weeks(TWELVE)), { ...short, planReviewWeeksCenti: 100 });
    expect(reviewed).toMatchObject({ safetyMilli: 9_000 });
    expect(planPart(input(weeks(TWELVE), { leadTimeSdDaysCenti: 350 }), short)).toMatchObject({
      ...{ safetyMilli: 12_000, reorderMilli: 47_000 },
    });
  });

  it('go by Poisson where demand is rare', () => {
    const rare = planPart(input(weeks([0, 0, 2, 0, 0, 0, 1, 0, 0, 3, 0, 0]), { leadTimeDays: 42 }), short);
    // half a piece a week for six weeks: λ = 3
    expect(rare).toMatchObject({ method: 'POISSON', reorderMilli: 6_000, safetyMilli: 3_000, maxMilli: 8_000 });
    expect(rare.reasons).toMatchObject({ adiCenti: 400, coverBp: 9665 });
  });

  it('are left to the planner where the history is short', () => {
    expect(planPart(input(weeks(TWELVE)), SETTINGS)).toMatchObject({
      ...{ method: 'MANUAL', safetyMilli: null, reorderMilli: null, maxMilli: null },
    });
  });

  it('leave out campaigns and single orders far above the others, and say so', () => {
    const plain = planPart(input(weeks(TWELVE)), short);
    const more = [...weeks(TWELVE), order(3, 60, { docNo: 'JG-1', isCampaign: true }), order(5, 90, { docNo: 'BIG' })];
    const found = planPart(input(more), short);
    expect(found.reasons.excluded).toEqual([
      { docNo: 'JG-1', qtyMilli: 60_000, weeksAgo: 3, why: 'CAMPAIGN' },
      { docNo: 'BIG', qtyMilli: 90_000, weeksAgo: 5, why: 'OUTLIER' },
    ]);
    expect({ ...found, reasons: null }).toEqual({ ...plain, reasons: null });
  });

  it('are whole packs, and never lower for a higher service level', () => {
    const history = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 30, maxLength: 52 });
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 60 }), (units, leadTimeDays) => {
        const asked = { historyDays: 400, leadTimeDays, packMilli: 6_000 };
        const [low, high] = [9000, 9900].map((serviceLevelBp) =>
          planPart(input(weeks(units), { ...asked, serviceLevelBp }), SETTINGS),
        );
        expect((low?.safetyMilli ?? 0) % 6_000).toBe(0);
        expect(low?.reorderMilli ?? 0).toBeLessThanOrEqual(high?.reorderMilli ?? 0);
        expect(low?.maxMilli ?? 0).toBeGreaterThanOrEqual(low?.reorderMilli ?? 0);
      }),
    );
  });
});
