import { fraction, roundedTimes } from '../units/fraction.ts';
import { mulDivRound } from '../units/rounding.ts';

export interface AccuracyLine {
  expectedMilli: number;
  /** null = not counted: left out of everything. */
  countedMilli: number | null;
  unitCostFen: number;
  within: boolean;
}

export interface CountAccuracy {
  linesCounted: number;
  /** Lines without variance, and lines within tolerance, per lines counted; null when none was counted. */
  accuracyBp: number | null;
  withinBp: number | null;
  /** Σ|variance|, Σ variance and Σ expected at cost. */
  grossFen: number;
  netFen: number;
  bookFen: number;
  /** Both are shown: the net alone hides mirror errors. null when the book is worth nothing. */
  grossBp: number | null;
  netBp: number | null;
}

/** How right a count was, by lines and by value; sums are exact and rounded once, ratios come from the exact sums. Stock §4.6. */
export function countAccuracy(input: { lines: readonly AccuracyLine[] }): CountAccuracy {
  let linesCounted = 0;
  let exactLines = 0;
  let withinLines = 0;
  let gross = 0n;
  let net = 0n;
  let book = 0n;
  for (const { expectedMilli, countedMilli, unitCostFen, within } of input.lines) {
    if (countedMilli === null) continue;
    const variance = BigInt(countedMilli) - BigInt(expectedMilli);
    const value = variance * BigInt(unitCostFen);
    linesCounted += 1;
    exactLines += variance === 0n ? 1 : 0;
    withinLines += variance === 0n || within ? 1 : 0;
    gross += value < 0n ? -value : value;
    net += value;
    book += BigInt(expectedMilli) * BigInt(unitCostFen);
  }
  const shareBp = (lines: number): number | null =>
    linesCounted === 0 ? null : mulDivRound(lines, 10_000, linesCounted);
  const fen = (sum: bigint): number => roundedTimes({ num: sum, den: 1000n }, 1n);
  const ratioBp = (sum: bigint): number | null => (book === 0n ? null : roundedTimes(fraction(sum, book), 10_000n));
  return {
    linesCounted,
    accuracyBp: shareBp(exactLines),
    withinBp: shareBp(withinLines),
    grossFen: fen(gross),
    netFen: fen(net),
    bookFen: fen(book),
    grossBp: ratioBp(gross),
    netBp: ratioBp(net),
  };
}
