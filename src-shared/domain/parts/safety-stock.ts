import { ceilToMultiple, decimalFraction, roundDecimals, type Fraction } from '../units/fraction.ts';
import { Refusal } from '../units/refusal.ts';
import { toSafeNumber } from '../units/rounding.ts';

/** Demand per period in base units, and the lead time, its deviation and the review period in the same periods. */
export interface DemandInput {
  demandUnits: readonly number[];
  serviceLevelBp: number;
  leadTime: number;
  leadTimeSd: number;
  reviewPeriod: number;
}

/** The standard normal quantile of the service levels that are offered. Stock §4.7. */
const Z_OF_LEVEL: ReadonlyMap<number, number> = new Map([
  [9000, 1.2816],
  [9500, 1.6449],
  [9750, 1.96],
  [9800, 2.0537],
  [9900, 2.3263],
]);

/**
 * Safety stock z·√((LT + R)·σ² + d̄²·σLT²), which holds the formulae for fixed and variable lead times and for periodic
 * review; σ with n − 1. The units are rounded up to the pack. Refuses `unknown-service-level`, `history-too-short` (below 2
 * periods). Stock §4.7.
 */
export function safetyStock(input: DemandInput & { packUnits: number }): {
  meanDemand: number;
  sdDemand: number;
  safetyStockExact: number;
  safetyStockUnits: number;
} {
  const { mean, sd, safety } = demandFigures(input);
  return {
    meanDemand: roundDecimals(mean, 4),
    sdDemand: roundDecimals(sd, 4),
    safetyStockExact: roundDecimals(safety, 4),
    safetyStockUnits: unitsUpTo(safety, input.packUnits),
  };
}

/**
 * The position at which to order: mean demand over the lead time plus the unrounded safety stock, rounded up. The review
 * period enters the safety stock only. Refuses as `safetyStock`. Stock §4.7.
 */
export function reorderPoint(input: DemandInput): { reorderPointExact: number; reorderPointUnits: number } {
  const { mean, safety } = demandFigures(input);
  const exact = mean * input.leadTime + safety;
  return { reorderPointExact: roundDecimals(exact, 4), reorderPointUnits: unitsUpTo(exact, 1) };
}

function demandFigures(input: DemandInput): { mean: number; sd: number; safety: number } {
  const z = Z_OF_LEVEL.get(input.serviceLevelBp);
  if (z === undefined) throw new Refusal('unknown-service-level');
  const n = input.demandUnits.length;
  if (n < 2) throw new Refusal('history-too-short');
  // The sums are exact; only the root is not.
  const { values, scale } = overOneDenominator(input.demandUnits.map(decimalFraction));
  const sum = values.reduce((total, value) => total + value, 0n);
  const squares = values.reduce((total, value) => total + value * value, 0n);
  const mean = Number(sum) / (n * Number(scale));
  const spread = Number(BigInt(n) * squares - sum * sum) / (n * (n - 1) * Number(scale) ** 2);
  const ofDemand = (input.leadTime + input.reviewPeriod) * spread;
  const ofLeadTime = (mean * input.leadTimeSd) ** 2;
  return { mean, sd: Math.sqrt(spread), safety: z * Math.sqrt(ofDemand + ofLeadTime) };
}

function overOneDenominator(fractions: readonly Fraction[]): { values: bigint[]; scale: bigint } {
  // Denominators are powers of ten, so the greatest is a multiple of each.
  const scale = fractions.reduce((greatest, { den }) => (den > greatest ? den : greatest), 1n);
  return { values: fractions.map(({ num, den }) => num * (scale / den)), scale };
}

/** Up to a whole pack, after rounding to 6 decimals so that a last binary digit never buys a unit more. */
function unitsUpTo(exact: number, packUnits: number): number {
  const millionths = BigInt(Math.round(exact * 1_000_000));
  if (millionths <= 0n) return 0;
  return toSafeNumber(ceilToMultiple({ num: millionths, den: 1_000_000n }, BigInt(Math.max(1, packUnits))));
}
