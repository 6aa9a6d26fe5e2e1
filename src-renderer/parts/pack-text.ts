import { formatQty } from '../ui/format.ts';

/** A pack as a person reads it. Where none is agreed the store has one thousandth, by which every quantity divides: that is no pack. */
export function packText(packMilli: number): string {
  return packMilli <= 1 ? '–' : formatQty(packMilli);
}
