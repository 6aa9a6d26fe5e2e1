import { halfWidth } from './cell.ts';

export type Parsed<Value> = { ok: true; value: Value; rounded?: boolean } | { ok: false; reason: string };

const PLAIN = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?$/;
const GROUPED = /^([+-]?)(\d{1,3}(?:,\d{3})+)(?:\.(\d*))?$/;
const SCIENTIFIC = /^([+-]?)(\d+)(?:\.(\d*))?[eE]([+-]?\d{1,3})$/;
/** Signs of money and units around a number: ¥, ￥ (half-width already), RMB, CNY, 元. */
const CURRENCY = /^(?:[¥￥]|RMB|CNY)|元$/gi;

/**
 * The number times 10^scale as an integer, exact: "1,234.50" at scale 2 is 123450. Thousands separators, ¥, 元,
 * full-width digits and a trailing minus of accounting files are understood; more decimals than the scale holds are
 * refused (`too-many-decimals`), unless `rounds` is set: then they are rounded half away from zero and the result says so.
 */
export function parseScaled(text: string, scale: number, rounds = false): Parsed<number> {
  let plain = halfWidth(text).replace(/[\s\u00A0]/g, '');
  const sign = /^[+-]/.exec(plain)?.[0] ?? '';
  plain = sign + plain.slice(sign.length).replace(CURRENCY, '');
  const signAfterCurrency = /^[+-][+-]/.test(plain);
  if (plain === '' || signAfterCurrency) return { ok: false, reason: 'not-a-number' };
  if (/^\d.*-$/.test(plain)) plain = `-${plain.slice(0, -1)}`;
  const scientific = SCIENTIFIC.exec(plain);
  if (scientific)
    return scaleDigits(
      { sign: scientific[1] ?? '', whole: scientific[2] ?? '', decimals: scientific[3] ?? '' },
      { power: scale + Number(scientific[4]), scale, rounds },
    );
  const match = PLAIN.exec(plain) ?? GROUPED.exec(plain);
  if (!match) return { ok: false, reason: 'not-a-number' };
  const digits = { sign: match[1] ?? '', whole: (match[2] ?? '').replaceAll(',', ''), decimals: match[3] ?? '' };
  return scaleDigits(digits, { power: scale, scale, rounds });
}

interface Digits {
  sign: string;
  whole: string;
  decimals: string;
}

/** `power` moves the point: the scale of the field plus the exponent of the text. */
function scaleDigits(
  { sign, whole, decimals }: Digits,
  { power, scale, rounds }: { power: number; scale: number; rounds: boolean },
): Parsed<number> {
  const digits = whole + decimals;
  const shift = power - decimals.length;
  const padded = shift < 0 ? digits.padStart(1 - shift, '0') : digits;
  const kept = shift >= 0 ? padded + '0'.repeat(shift) : padded.slice(0, shift);
  const lost = shift >= 0 ? '' : padded.slice(shift);
  const loses = /[1-9]/.test(lost);
  if (loses && !rounds) return { ok: false, reason: scale === 0 ? 'not-an-integer' : 'too-many-decimals' };
  const value = Number(kept) + (loses && lost.charCodeAt(0) >= 0x35 ? 1 : 0);
  if (!Number.isSafeInteger(value)) return { ok: false, reason: 'number-too-large' };
  const signed = sign === '-' && value !== 0 ? -value : value;
  return loses ? { ok: true, value: signed, rounded: true } : { ok: true, value: signed };
}
