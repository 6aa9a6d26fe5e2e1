import { halfWidth } from './cell.ts';

export type Parsed<Value> = { ok: true; value: Value } | { ok: false; reason: string };

const PLAIN = /^([+-]?)(\d+)(?:\.(\d*))?$/;
const GROUPED = /^([+-]?)(\d{1,3}(?:,\d{3})+)(?:\.(\d*))?$/;
const SCIENTIFIC = /^([+-]?)(\d+)(?:\.(\d*))?[eE]([+-]?\d{1,3})$/;
/** Signs of money and units around a number: ¥, ￥ (half-width already), RMB, CNY, 元. */
const CURRENCY = /^(?:[¥￥]|RMB|CNY)|元$/gi;

/**
 * The number times 10^scale as an integer, exact: "1,234.50" at scale 2 is 123450. Thousands separators, ¥, 元,
 * full-width digits and a trailing minus of accounting files are understood; more decimals than the scale holds are
 * refused (`too-many-decimals`), never rounded away.
 */
export function parseScaled(text: string, scale: number): Parsed<number> {
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
      scale + Number(scientific[4]),
      scale,
    );
  const match = PLAIN.exec(plain) ?? GROUPED.exec(plain);
  if (!match) return { ok: false, reason: 'not-a-number' };
  const digits = { sign: match[1] ?? '', whole: (match[2] ?? '').replaceAll(',', ''), decimals: match[3] ?? '' };
  return scaleDigits(digits, scale, scale);
}

interface Digits {
  sign: string;
  whole: string;
  decimals: string;
}

/** `power` moves the point: the scale of the field plus the exponent of the text. */
function scaleDigits({ sign, whole, decimals }: Digits, power: number, scale: number): Parsed<number> {
  const digits = whole + decimals;
  const shift = power - decimals.length;
  const trimmed = shift >= 0 ? digits + '0'.repeat(shift) : digits.slice(0, shift) || '0';
  const lost = shift >= 0 ? '' : digits.slice(shift);
  if (/[1-9]/.test(lost) || (shift < 0 && -shift > digits.length && /[1-9]/.test(digits))) {
    return { ok: false, reason: scale === 0 ? 'not-an-integer' : 'too-many-decimals' };
  }
  const value = Number(trimmed);
  if (!Number.isSafeInteger(value)) return { ok: false, reason: 'number-too-large' };
  return { ok: true, value: sign === '-' && value !== 0 ? -value : value };
}
