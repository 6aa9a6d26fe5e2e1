import { roundHalfAway, toSafeNumber } from './rounding.ts';

/** An exact ratio of whole numbers; the denominator is above 0. */
export interface Fraction {
  num: bigint;
  den: bigint;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/** The exact value of a decimal number as it is written (3.5 → 7/2 as 35/10), free of binary rounding. */
export function decimalFraction(value: number): Fraction {
  const match = DECIMAL.exec(String(value));
  if (match === null) throw new RangeError(`${value} is not a finite number`);
  const [, sign = '', whole = '', decimals = '', exponent = '0'] = match;
  const shift = Number(exponent) - decimals.length;
  const digits = BigInt(`${sign}${whole}${decimals}`);
  return shift >= 0 ? { num: digits * 10n ** BigInt(shift), den: 1n } : { num: digits, den: 10n ** BigInt(-shift) };
}

/** `num / den` with a positive denominator, whatever sign `den` has; `den` is not 0. */
export function fraction(num: bigint, den: bigint): Fraction {
  return den < 0n ? { num: -num, den: -den } : { num, den };
}

/** `value × scale` rounded half away from zero to a whole number. */
export function roundedTimes({ num, den }: Fraction, scale: bigint): number {
  return toSafeNumber(roundHalfAway(num * scale, den));
}

/** The smallest multiple of `step` (above 0) that is not below the value; the value is not negative. */
export function ceilToMultiple({ num, den }: Fraction, step: bigint): bigint {
  const unit = den * step;
  return ((num + unit - 1n) / unit) * step;
}

/** A value for display, rounded half away from zero to that many decimals. Only for figures that are not exact anyway. */
export function roundDecimals(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  const rounded = Math.round(Math.abs(value) * scale) / scale;
  return value < 0 && rounded !== 0 ? -rounded : rounded;
}
