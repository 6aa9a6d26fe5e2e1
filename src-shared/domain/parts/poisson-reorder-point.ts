import { roundDecimals } from '../units/fraction.ts';
import { Refusal, refuseNegative } from '../units/refusal.ts';

/** Terms this small against the greatest change no digit that is kept. */
const NEGLIGIBLE = 1e-25;

/**
 * The smallest stock k whose chance to cover a Poisson demand reaches the service level, with that chance to 4 decimals: for
 * intermittent demand. Refuses `negative-input`, `service-level-out-of-range` (not 1…9999). Stock §4.7.
 */
export function poissonReorderPoint(input: { lambdaUnits: number; serviceLevelBp: number }): {
  reorderPointUnits: number;
  probability: number;
} {
  const { lambdaUnits, serviceLevelBp } = input;
  refuseNegative(lambdaUnits);
  if (!(serviceLevelBp >= 1 && serviceLevelBp <= 9999)) throw new Refusal('service-level-out-of-range');
  const { from, weights } = poissonWeights(lambdaUnits);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let covered = 0;
  for (const [index, weight] of weights.entries()) {
    covered += weight;
    const probability = covered / total;
    if (probability * 10_000 >= serviceLevelBp) {
      return { reorderPointUnits: from + index, probability: roundDecimals(probability, 4) };
    }
  }
  return { reorderPointUnits: from + weights.length - 1, probability: 1 };
}

/** Terms of the distribution relative to the greatest one, so that no λ under- or overflows; the first is that of `from`. */
function poissonWeights(lambda: number): { from: number; weights: number[] } {
  const mode = Math.floor(lambda);
  const below: number[] = [];
  for (let k = mode, weight = 1; k >= 0 && weight > NEGLIGIBLE; k--) {
    below.push(weight);
    weight *= k / lambda;
  }
  const above: number[] = [];
  for (let k = mode + 1, weight = lambda / (mode + 1); weight > NEGLIGIBLE; k++) {
    above.push(weight);
    weight *= lambda / (k + 1);
  }
  return { from: mode - below.length + 1, weights: [...below.reverse(), ...above] };
}
