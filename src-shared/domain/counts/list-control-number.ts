import { rowKey } from '../units/row-identity.ts';

const DIGITS = 9;

/**
 * The control number of a signed list: nine digits made of every line with the quantity that stands, whatever their order. The
 * paper and the screen show the same one as long as no line has changed since; null where a quantity is withheld. Stock §6.
 */
export function listControlNumber(
  lines: readonly { id: string; finalMilli: number | null; isWithheld: boolean }[],
): string | null {
  if (lines.some(({ isWithheld }) => isWithheld)) return null;
  const sum = lines.reduce(
    (all, { id, finalMilli }) => (all + rowKey(`${id}/${String(finalMilli ?? '')}`)) % 10 ** DIGITS,
    0,
  );
  return String(sum).padStart(DIGITS, '0');
}
