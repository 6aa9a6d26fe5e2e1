/** Rounds `numerator / denominator` half away from zero ("rhu" of claims §4.2), exactly; the denominator is above 0. */
export function roundHalfAway(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError('The denominator of a rounding must be above zero');
  if (numerator < 0n) return -roundHalfAway(-numerator, denominator);
  return (2n * numerator + denominator) / (2n * denominator);
}

/**
 * Up to here whole numbers are rounded without `bigint`, and just as exactly: with x = 2n + d below 2^53 the quotient
 * x / 2d lies at least 1 / 2d below the next whole number, which is more than half the distance of two neighbouring
 * doubles there, so that `Math.floor` never sees a quotient rounded up to it.
 */
const PLAIN_LIMIT = 2 ** 51;

/** Rounds `a × b / c` half away from zero with an exact intermediate product; integers in, integer out, c above 0. */
export function mulDivRound(a: number, b: number, c: number): number {
  const product = a * b;
  if (isPlain(product) && isPlain(c) && c > 0 && Number.isInteger(a) && Number.isInteger(b))
    return divRound(product, c);
  return toSafeNumber(roundHalfAway(BigInt(a) * BigInt(b), BigInt(c)));
}

/** Rounds `a × b × c / d` half away from zero with an exact intermediate product; integers in, integer out, d above 0. */
export function mulMulDivRound([a, b, c]: readonly [number, number, number], d: number): number {
  const product = a * b;
  if (isPlain(product) && Number.isInteger(a) && Number.isInteger(b)) return mulDivRound(product, c, d);
  return toSafeNumber(roundHalfAway(BigInt(a) * BigInt(b) * BigInt(c), BigInt(d)));
}

/** The exact product of two whole numbers; one beyond the exact range throws RangeError. */
export function mulExact(a: number, b: number): number {
  const product = a * b;
  // + 0: a product of −0 is 0
  if (isPlain(product) && Number.isInteger(a) && Number.isInteger(b)) return product + 0;
  return toSafeNumber(BigInt(a) * BigInt(b));
}

function isPlain(value: number): boolean {
  return value <= PLAIN_LIMIT && value >= -PLAIN_LIMIT && Number.isInteger(value);
}

function divRound(numerator: number, denominator: number): number {
  if (numerator < 0) return 0 - Math.floor((denominator - 2 * numerator) / (2 * denominator));
  return Math.floor((2 * numerator + denominator) / (2 * denominator));
}

/** The same whole number as a `number`; one beyond ±(2^53 − 1) is a programmer's mistake and throws RangeError. */
export function toSafeNumber(value: bigint): number {
  const result = Number(value);
  if (!Number.isSafeInteger(result)) throw new RangeError(`${value} is beyond the exact range of a number`);
  return result;
}

/** The exact sum of whole numbers (fen, milli-quantities …); 0 for none. */
export function sumExact(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) {
    sum += value;
    // Every partial sum was exact so far; from here on only whole numbers without a limit are.
    if (!Number.isSafeInteger(sum) || !Number.isInteger(value)) {
      return toSafeNumber(values.reduce((exact, next) => exact + BigInt(next), 0n));
    }
  }
  return sum;
}
