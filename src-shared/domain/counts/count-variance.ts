import { Refusal } from '../units/refusal.ts';
import { mulDivRound, toSafeNumber } from '../units/rounding.ts';

export interface CountVariance {
  countedMilli: number | null;
  varianceMilli: number | null;
  valueFen: number | null;
}

/**
 * What was counted in base units (entered × factor), its difference from what was expected, and the value of that difference
 * at the unit cost. Not entered = not counted: all null. Refuses `negative-count`, `unit-not-exact` (not whole thousandths),
 * `fraction-of-whole-unit`. Stock §4.1.
 */
export function countVariance(input: {
  expectedMilli: number;
  enteredMilli: number | null;
  factorNum: number;
  factorDen: number;
  wholeUnit: boolean;
  unitCostFen: number;
}): CountVariance {
  const { enteredMilli, factorNum, factorDen } = input;
  if (enteredMilli === null) return { countedMilli: null, varianceMilli: null, valueFen: null };
  if (enteredMilli < 0) throw new Refusal('negative-count');
  const product = BigInt(enteredMilli) * BigInt(factorNum);
  const divisor = BigInt(factorDen);
  if (product % divisor !== 0n) throw new Refusal('unit-not-exact');
  const countedMilli = toSafeNumber(product / divisor);
  if (input.wholeUnit && countedMilli % 1000 !== 0) throw new Refusal('fraction-of-whole-unit');
  const varianceMilli = countedMilli - input.expectedMilli;
  return { countedMilli, varianceMilli, valueFen: mulDivRound(varianceMilli, input.unitCostFen, 1000) };
}
