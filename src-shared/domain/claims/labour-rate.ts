import { labourAmountFen } from '../settlement/labour.ts';
import type { LineFact } from './evaluation-types.ts';
import type { RateKey } from './first-rates.ts';

/** What an hour of this claim's labour is worth, in fen; null fields where no rate is in force. Claims §4.2. */
export interface LabourRate {
  baseFen: number | null;
  coefficientsBp: readonly number[];
  coefficientBp: number;
  /** The base rate with its coefficients. */
  effectiveFen: number | null;
}

/** The rate of an hour from the rates in force for the claim: the base, by grade and by region. */
export function labourRateOf(rate: (key: RateKey) => number | null): LabourRate {
  const baseFen = rate('LABOUR_HOUR');
  const coefficientsBp = [rate('GRADE_COEFFICIENT'), rate('REGION_COEFFICIENT')].filter(
    (coefficientBp) => coefficientBp !== null,
  );
  const perHour = labourAmountFen({ hoursCenti: 100, rateFenPerHour: baseFen ?? 0, coefficientsBp });
  const effectiveFen = baseFen === null ? null : perHour.amountFen;
  return { baseFen, coefficientsBp, coefficientBp: perHour.coefBp, effectiveFen };
}

/**
 * The rate a labour line states where it is neither the base rate nor the base rate with its coefficients; null = it agrees
 * or states none. A station may state the one or the other, both say the same. Claims §5 L06.
 */
export function differingRateFen({ baseFen, effectiveFen }: LabourRate, { unitFen }: LineFact): number | null {
  if (baseFen === null || unitFen === 0 || unitFen === baseFen || unitFen === effectiveFen) return null;
  return unitFen;
}
