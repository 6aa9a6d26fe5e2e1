import { ceilToMultiple } from '../units/fraction.ts';
import { toSafeNumber } from '../units/rounding.ts';
import type { PlanningSettings } from './first-planning.ts';
import { poissonReorderPoint } from './poisson-reorder-point.ts';
import { reorderPoint, safetyStock } from './safety-stock.ts';

/** What one document took out of a warehouse of one part; `weeksAgo` counts full weeks before the day of planning, 0 is the last one. */
export interface DemandOrder {
  weeksAgo: number;
  qtyMilli: number;
  docNo: string | null;
  /** Of a campaign: planned for by itself. */
  isCampaign: boolean;
}

export interface PlanInput {
  orders: readonly DemandOrder[];
  historyDays: number;
  leadTimeDays: number;
  leadTimeSdDaysCenti: number;
  serviceLevelBp: number;
  /** Whole packs are bought; 1000 where single pieces are. */
  packMilli: number;
}

export type PlanMethod = 'MANUAL' | 'NORMAL' | 'POISSON';

/** Why a part has its figures, as far as they were computed; quantities in thousandths, the rest in the unit of its name. */
export interface PlanReasons {
  weeks: number;
  historyDays: number;
  weeksWithDemand: number;
  /** Mean weeks between demands, in hundredths; null without demand. */
  adiCenti: number | null;
  meanWeekMilli: number;
  sdWeekMilli: number;
  leadTimeDays: number;
  leadTimeSdDaysCenti: number;
  reviewWeeksCenti: number;
  serviceLevelBp: number;
  /** Before it was rounded up; null where demand is too rare for it. */
  safetyExactMilli: number | null;
  /** The chance that the reorder point covers the lead time, in hundredths of a percent; null by the normal formula. */
  coverBp: number | null;
  excluded: { docNo: string | null; qtyMilli: number; weeksAgo: number; why: 'CAMPAIGN' | 'OUTLIER' }[];
}

export interface PlanFigures {
  method: PlanMethod;
  /** Null where the planner sets them. */
  safetyMilli: number | null;
  reorderMilli: number | null;
  maxMilli: number | null;
  reasons: PlanReasons;
}

/**
 * Safety stock, reorder point and maximum of one part in one warehouse, with the reasons. Campaigns and single orders far
 * above the others are left out and listed; rare demand goes by Poisson, a short history is left to the planner. Quantities in
 * thousandths, whole pieces. Refuses `unknown-service-level`. Stock §4.7–4.8, decision 0185.
 */
export function planPart(input: PlanInput, settings: PlanningSettings): PlanFigures {
  const weeks = Math.min(settings.planHistoryWeeks, Math.floor(input.historyDays / 7));
  const within = input.orders.filter(({ weeksAgo }) => weeksAgo >= 0 && weeksAgo < weeks);
  const ordinary = within.filter(({ isCampaign }) => !isCampaign);
  const bound = outlierBound(
    ordinary.map(({ qtyMilli }) => qtyMilli),
    settings.planOutlierSdCenti,
  );
  const isOutlier = ({ qtyMilli }: DemandOrder): boolean => bound !== null && qtyMilli > bound;
  const counted = ordinary.filter((order) => !isOutlier(order));
  const demand = weeklyMilli(counted, weeks);
  const spread = spreadOf(demand);
  const weeksWithDemand = demand.filter((milli) => milli > 0).length;
  const common: PlanReasons = {
    // what is older than what is looked at says nothing: the reasons of an old part do not change by the day
    ...{ weeks, historyDays: Math.min(input.historyDays, settings.planHistoryWeeks * 7), weeksWithDemand },
    adiCenti: weeksWithDemand === 0 ? null : Math.round((weeks * 100) / weeksWithDemand),
    ...{ meanWeekMilli: Math.round(spread.mean), sdWeekMilli: Math.round(spread.sd) },
    ...{ leadTimeDays: input.leadTimeDays, leadTimeSdDaysCenti: input.leadTimeSdDaysCenti },
    ...{ reviewWeeksCenti: settings.planReviewWeeksCenti, serviceLevelBp: input.serviceLevelBp },
    ...{ safetyExactMilli: null, coverBp: null },
    excluded: within
      .filter((order) => order.isCampaign || isOutlier(order))
      .map(({ docNo, qtyMilli, weeksAgo, isCampaign }) => ({
        ...{ docNo, qtyMilli, weeksAgo, why: isCampaign ? 'CAMPAIGN' : 'OUTLIER' },
      })),
  };
  if (input.historyDays < settings.planLeastHistoryDays || weeks < 2)
    return { method: 'MANUAL', safetyMilli: null, reorderMilli: null, maxMilli: null, reasons: common };
  const leadDemandMilli = (spread.mean * input.leadTimeDays) / 7;
  const isRare =
    (common.adiCenti ?? Infinity) >= settings.planIntermittentAdiCenti ||
    leadDemandMilli < settings.planIntermittentLeadDemandMilli;
  const found = isRare ? byPoisson(leadDemandMilli, input) : byNormal(demand, input, settings);
  const packed = (milli: number): number => upTo(milli, input.packMilli);
  const { method, reorderMilli, safetyMilli, ...reasons } = found;
  return {
    ...{ method, reorderMilli, safetyMilli: packed(safetyMilli) },
    maxMilli: packed(reorderMilli + spread.mean * settings.planCoverWeeks),
    reasons: { ...common, ...reasons },
  };
}

type Found = { method: PlanMethod; reorderMilli: number; safetyMilli: number } & Pick<
  PlanReasons,
  'safetyExactMilli' | 'coverBp'
>;

function byPoisson(leadDemandMilli: number, { serviceLevelBp }: PlanInput): Found {
  const { reorderPointUnits, probability } = poissonReorderPoint({
    lambdaUnits: leadDemandMilli / 1000,
    serviceLevelBp,
  });
  const reorderMilli = reorderPointUnits * 1000;
  return {
    ...{ method: 'POISSON', reorderMilli, safetyMilli: Math.max(0, reorderMilli - leadDemandMilli) },
    ...{ safetyExactMilli: null, coverBp: Math.round(probability * 10_000) },
  };
}

function byNormal(demandMilli: readonly number[], input: PlanInput, settings: PlanningSettings): Found {
  const demand = {
    demandUnits: demandMilli.map((milli) => milli / 1000),
    serviceLevelBp: input.serviceLevelBp,
    leadTime: input.leadTimeDays / 7,
    leadTimeSd: input.leadTimeSdDaysCenti / 700,
    reviewPeriod: settings.planReviewWeeksCenti / 100,
  };
  const { safetyStockExact } = safetyStock({ ...demand, packUnits: 1 });
  return {
    ...{ method: 'NORMAL', reorderMilli: reorderPoint(demand).reorderPointUnits * 1000 },
    ...{ safetyMilli: safetyStockExact * 1000, safetyExactMilli: Math.round(safetyStockExact * 1000), coverBp: null },
  };
}

function weeklyMilli(orders: readonly DemandOrder[], weeks: number): number[] {
  const demand = Array.from({ length: weeks }, () => 0);
  for (const { weeksAgo, qtyMilli } of orders) demand[weeksAgo] = (demand[weeksAgo] ?? 0) + qtyMilli;
  // more came back than went out: that week asked for nothing
  return demand.map((milli) => Math.max(0, milli));
}

function spreadOf(values: readonly number[]): { mean: number; sd: number } {
  if (values.length < 2) return { mean: values[0] ?? 0, sd: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / (values.length - 1)) };
}

/** Above it an order is far from the others; null where all are alike. Among ten or fewer none is ever three deviations away. */
function outlierBound(sizes: readonly number[], sdCenti: number): number | null {
  const { mean, sd } = spreadOf(sizes);
  return sd === 0 ? null : mean + (sd * sdCenti) / 100;
}

/** Up to a whole pack, after rounding to whole thousandths so that a last binary digit never buys a pack more. */
function upTo(milli: number, packMilli: number): number {
  const pack = BigInt(Math.max(1000, packMilli));
  return toSafeNumber(ceilToMultiple({ num: BigInt(Math.round(milli)), den: 1n }, pack));
}
