/** Rounds `numerator / denominator` half away from zero ("rhu" of claims §4.2), exactly; the denominator is above 0. */
export function roundHalfAway(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError('The denominator of a rounding must be above zero');
  if (numerator < 0n) return -roundHalfAway(-numerator, denominator);
  return (2n * numerator + denominator) / (2n * denominator);
}

/** Rounds `a × b / c` half away from zero with an exact intermediate product; integers in, integer out, c above 0. */
export function mulDivRound(a: number, b: number, c: number): number {
  return toSafeNumber(roundHalfAway(BigInt(a) * BigInt(b), BigInt(c)));
}

/** The same whole number as a `number`; one beyond ±(2^53 − 1) is a programmer's mistake and throws RangeError. */
export function toSafeNumber(value: bigint): number {
  const result = Number(value);
  if (!Number.isSafeInteger(result)) throw new RangeError(`${value} is beyond the exact range of a number`);
  return result;
}

/** The exact sum of whole numbers (fen, milli-quantities …); 0 for none. */
export function sumExact(values: readonly number[]): number {
  return toSafeNumber(values.reduce((sum, value) => sum + BigInt(value), 0n));
}
