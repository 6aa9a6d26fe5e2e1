import { mulDivRound } from '../units/rounding.ts';

/** How far a count may be off without being asked again; a row per class, strict for safety and serialised parts. */
export interface CountTolerance {
  pctBp: number;
  absFloorMilli: number;
  valueLimitFen: number;
  /** Any variance is out. */
  strict: boolean;
}

export interface ToleranceResult {
  within: boolean;
  varianceMilli: number;
  /** |variance| ÷ |expected|, rounded; null when nothing was expected. */
  variancePctBp: number | null;
  valueFen: number;
}

/**
 * Whether a counted quantity is within tolerance: no variance, or something was expected and the variance is within the floor
 * or the percentage (compared exactly) and its value (rounded) within the limit. Stock §4.2.
 */
export function withinTolerance(
  input: { expectedMilli: number; countedMilli: number; unitCostFen: number } & CountTolerance,
): ToleranceResult {
  const { expectedMilli, countedMilli, unitCostFen, pctBp, absFloorMilli, valueLimitFen, strict } = input;
  const varianceMilli = countedMilli - expectedMilli;
  const valueFen = mulDivRound(varianceMilli, unitCostFen, 1000);
  const size = Math.abs(varianceMilli);
  const base = Math.abs(expectedMilli);
  const variancePctBp = base === 0 ? null : mulDivRound(size, 10_000, base);
  const isSmall = size <= absFloorMilli || BigInt(size) * 10_000n <= BigInt(pctBp) * BigInt(base);
  const within = varianceMilli === 0 || (!strict && base !== 0 && isSmall && Math.abs(valueFen) <= valueLimitFen);
  return { within, varianceMilli, variancePctBp, valueFen };
}
