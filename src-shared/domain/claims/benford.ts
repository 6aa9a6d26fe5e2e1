import { roundDecimals } from '../units/fraction.ts';
import { Refusal, refuseNegative } from '../units/refusal.ts';
import { sumExact } from '../units/rounding.ts';

/**
 * χ² of the first digits 1–9 against log10(1 + 1/d), to 3 decimals; null without any. Fires when there are enough and the
 * unrounded χ² is above the critical value. Refuses `counts-not-nine`, `negative-input`. Claims §5 S07.
 */
export function benfordChiSquare(input: { counts: readonly number[]; minN: number; criticalValue: number }): {
  n: number;
  chiSquare: number | null;
  fires: boolean;
} {
  const { counts, minN, criticalValue } = input;
  if (counts.length !== 9) throw new Refusal('counts-not-nine');
  refuseNegative(...counts);
  const n = sumExact(counts);
  if (n === 0) return { n, chiSquare: null, fires: false };
  const chiSquare = counts.reduce((sum, count, index) => {
    const expected = n * Math.log10(1 + 1 / (index + 1));
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  return { n, chiSquare: roundDecimals(chiSquare, 3), fires: n >= minN && chiSquare > criticalValue };
}
