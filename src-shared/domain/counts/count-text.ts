import { toSafeNumber } from '../units/rounding.ts';

export type ReadCount = { ok: true; qtyMilli: number | null } | { ok: false; reason: string };

/**
 * What a counter typed, in thousandths: a number, `+3` added to what stood there, `=12*20+7` worked out, nothing = not counted.
 * Full-width digits are taken as digits. Refuses `count-not-a-number`, `count-negative`, `whole-unit-decimals`. Stock §5.1, §5.3.
 */
export function readCount(text: string, options: { beforeMilli: number | null; isWhole: boolean }): ReadCount {
  const plain = text.normalize('NFKC').replaceAll(/\s/g, '').replaceAll('×', '*');
  if (plain === '') return { ok: true, qtyMilli: null };
  const value = plain.startsWith('=')
    ? evaluate(plain.slice(1))
    : plain.startsWith('+')
      ? added(options.beforeMilli ?? 0, plain.slice(1))
      : numberMilli(plain);
  if (value === null) return { ok: false, reason: 'count-not-a-number' };
  if (value < 0n) return { ok: false, reason: 'count-negative' };
  if (options.isWhole && value % 1000n !== 0n) return { ok: false, reason: 'whole-unit-decimals' };
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) return { ok: false, reason: 'count-not-a-number' };
  return { ok: true, qtyMilli: toSafeNumber(value) };
}

function added(beforeMilli: number, text: string): bigint | null {
  const more = numberMilli(text);
  return more === null ? null : BigInt(beforeMilli) + more;
}

const NUMBER = /^-?(\d{1,12}|\d{1,3}(,\d{3}){1,3})(\.\d{1,3})?$/;

function numberMilli(text: string): bigint | null {
  if (!NUMBER.test(text)) return null;
  const [whole = '', decimals = ''] = text.replaceAll(',', '').split('.');
  const size = BigInt(whole.replace('-', '')) * 1000n + BigInt(decimals.padEnd(3, '0'));
  return text.startsWith('-') ? -size : size;
}

/** Sums of products, exact to the thousandth: 12*20+7. */
function evaluate(text: string): bigint | null {
  const terms = text.match(/[+-]?[^+-]+/g);
  if (terms === null || terms.join('') !== text) return null;
  let sum = 0n;
  for (const term of terms) {
    const value = product(term.replace(/^[+-]/, ''));
    if (value === null) return null;
    sum += term.startsWith('-') ? -value : value;
  }
  return sum;
}

function product(text: string): bigint | null {
  let result = 1000n;
  for (const factor of text.split('*')) {
    const value = numberMilli(factor);
    if (value === null || (result * value) % 1000n !== 0n) return null;
    result = (result * value) / 1000n;
  }
  return result;
}
