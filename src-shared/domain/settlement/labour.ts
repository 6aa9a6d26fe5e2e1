import { refuseNegative } from '../units/refusal.ts';
import { mulDivRound, mulMulDivRound, roundHalfAway, sumExact, toSafeNumber } from '../units/rounding.ts';

export interface LabourLineInput {
  claimedHoursCenti: number;
  standardHoursCenti: number;
  overlapCenti: number;
}

export interface LabourLineValue {
  payableHoursCenti: number;
  claimedFen: number;
  payableFen: number;
  reductionFen: number;
  rule: 'L01' | null;
}

/** The product of all coefficients, rounded once to basis points; 10000 for none. Claims §4.2. */
export function combinedCoefficientBp(coefficientsBp: readonly number[]): number {
  const [first = 10_000, second, ...more] = coefficientsBp;
  if (second === undefined) return first;
  if (more.length === 0) return mulDivRound(first, second, 10_000);
  const product = coefficientsBp.reduce((value, coefficientBp) => value * BigInt(coefficientBp), 10000n);
  return toSafeNumber(roundHalfAway(product, 10000n ** BigInt(coefficientsBp.length)));
}

/**
 * The price of labour in fen with the combined coefficient it was valued by: rhu(hours × rate × coefficient / 1 000 000).
 * Refuses `negative-input`. Claims §4.2.
 */
export function labourAmountFen(input: {
  hoursCenti: number;
  rateFenPerHour: number;
  coefficientsBp: readonly number[];
}): { coefBp: number; amountFen: number } {
  refuseNegative(input.hoursCenti, input.rateFenPerHour, ...input.coefficientsBp);
  const coefBp = combinedCoefficientBp(input.coefficientsBp);
  return { coefBp, amountFen: mulMulDivRound([input.hoursCenti, input.rateFenPerHour, coefBp], 1_000_000) };
}

/**
 * Labour lines cut to min(claimed, max(0, standard − overlap)), each valued and rounded by itself, with their sums.
 * `rule` is L01 where hours were cut. Refuses `negative-input`. Claims §4.1 step 2 and §4.2.
 */
export function payableLabour(input: {
  lines: readonly LabourLineInput[];
  rateFenPerHour: number;
  coefficientsBp: readonly number[];
}): { lines: LabourLineValue[]; claimedFen: number; payableFen: number; reductionFen: number } {
  refuseNegative(input.rateFenPerHour, ...input.coefficientsBp);
  for (const line of input.lines) refuseNegative(line.claimedHoursCenti, line.standardHoursCenti, line.overlapCenti);
  const { rateFenPerHour, coefficientsBp } = input;
  const lines = input.lines.map((line): LabourLineValue => {
    const limitCenti = Math.max(0, line.standardHoursCenti - line.overlapCenti);
    const payableHoursCenti = Math.min(line.claimedHoursCenti, limitCenti);
    const valueOf = (hoursCenti: number): number =>
      labourAmountFen({ hoursCenti, rateFenPerHour, coefficientsBp }).amountFen;
    const claimedFen = valueOf(line.claimedHoursCenti);
    const payableFen = valueOf(payableHoursCenti);
    const rule = line.claimedHoursCenti > limitCenti ? 'L01' : null;
    return { payableHoursCenti, claimedFen, payableFen, reductionFen: claimedFen - payableFen, rule };
  });
  return {
    lines,
    claimedFen: sumExact(lines.map((line) => line.claimedFen)),
    payableFen: sumExact(lines.map((line) => line.payableFen)),
    reductionFen: sumExact(lines.map((line) => line.reductionFen)),
  };
}
