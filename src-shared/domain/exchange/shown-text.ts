import { businessMinuteOf } from '../units/business-date.ts';
import { cellText, type Cell } from './cell.ts';
import { dateFromSerial, instantFromSerial } from './parse-date.ts';

/**
 * What a person reads in the cell: a day as YYYY-MM-DD, with the time in China behind it where the cell has one, and anything
 * else as it is. A serial number that is no day stays a number.
 */
export function shownText(cell: Cell): string {
  if (cell.is !== 'date') return cellText(cell);
  const hasTime = !Number.isInteger(Number(cell.digits));
  if (!hasTime) {
    const day = dateFromSerial(cell.digits, cell.from1904);
    return day.ok ? day.value : cell.digits;
  }
  const instant = instantFromSerial(cell.digits, cell.from1904);
  return instant.ok ? businessMinuteOf(instant.value) : cell.digits;
}
