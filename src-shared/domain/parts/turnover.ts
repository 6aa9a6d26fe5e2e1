import { fraction, roundedTimes } from '../units/fraction.ts';
import { Refusal } from '../units/refusal.ts';

/**
 * Average stock of a year from 13 month-ends (the two ends at half weight), turns in hundredths and days of stock in tenths;
 * all from the exact average. An average of 0 has neither, no issues have no days. Refuses `month-ends-not-thirteen`.
 * Stock §4.9.
 */
export function turnover(input: { monthEndFen: readonly number[]; issueCostFen: number }): {
  averageFen: number;
  turnsCenti: number | null;
  daysTenths: number | null;
} {
  if (input.monthEndFen.length !== 13) throw new Refusal('month-ends-not-thirteen');
  const weighted = input.monthEndFen.reduce(
    (sum, fen, index) => sum + BigInt(fen) * (index === 0 || index === 12 ? 1n : 2n),
    0n,
  );
  const issues = BigInt(input.issueCostFen);
  const averageFen = roundedTimes({ num: weighted, den: 24n }, 1n);
  if (weighted === 0n) return { averageFen, turnsCenti: null, daysTenths: null };
  return {
    averageFen,
    turnsCenti: roundedTimes(fraction(issues * 24n, weighted), 100n),
    daysTenths: issues === 0n ? null : roundedTimes(fraction(weighted * 365n, issues * 24n), 10n),
  };
}

interface MovementInput {
  onHandMilli: number;
  issues12Milli: number;
  /** null = never issued: the age counts. */
  monthsSinceIssue: number | null;
  ageMonths: number;
  superseded: boolean;
  useUpFirst: boolean;
}

export type MovementClass = 'NO_STOCK' | 'OBSOLETE' | 'NEW' | 'NON_MOVING' | 'SLOW' | 'ACTIVE';

const idleMonths = (part: MovementInput): number => part.monthsSinceIssue ?? part.ageMonths;

/** The tests of stock §4.9 in their order; the first that holds names the class. */
const CLASSES: readonly (readonly [MovementClass, (part: MovementInput) => boolean])[] = [
  ['NO_STOCK', (part) => part.onHandMilli <= 0],
  ['OBSOLETE', (part) => part.superseded && !part.useUpFirst],
  ['NEW', (part) => part.ageMonths < 6],
  ['OBSOLETE', (part) => idleMonths(part) >= 24],
  ['NON_MOVING', (part) => idleMonths(part) >= 12],
  ['SLOW', (part) => idleMonths(part) >= 6],
  // Cover of more than 12 months: more on hand than was issued in 12.
  ['SLOW', (part) => part.issues12Milli !== 0 && part.onHandMilli > part.issues12Milli],
];

/** How a part in stock moves. Stock §4.9. */
export function movementClass(input: MovementInput): MovementClass {
  return CLASSES.find(([, holds]) => holds(input))?.[0] ?? 'ACTIVE';
}

/**
 * What lies there beyond the maximum and a year's issues, whichever is more; never below 0. Quantities in thousandths.
 * Stock §4.9.
 */
export function excessMilli(input: { onHandMilli: number; maxMilli: number | null; issues12Milli: number }): number {
  return Math.max(0, input.onHandMilli - Math.max(input.maxMilli ?? 0, input.issues12Milli));
}
