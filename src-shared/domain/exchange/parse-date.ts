import { addDays, isBusinessDate } from '../units/dates.ts';
import { halfWidth } from './cell.ts';
import type { Parsed } from './parse-number.ts';

export type DateOrder = 'ymd' | 'dmy' | 'mdy';

const SEPARATED = /^(\d{1,4})[-/.年](\d{1,2})[-/.月](\d{1,4})日?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const TIME_PART = /[T ]\d{1,2}:\d{2}.*$/;
const POSITIONS: Record<DateOrder, readonly [number, number, number]> = {
  ymd: [0, 1, 2],
  dmy: [2, 1, 0],
  mdy: [2, 0, 1],
};

/**
 * The business date a text names, in the order the person chose; a first part of four digits is always a year.
 * Years of two digits follow Excel: 00–29 are 20xx, 30–99 are 19xx. A day that does not exist is refused, never moved.
 */
export function parseDateText(text: string, order: DateOrder): Parsed<string> {
  const plain = halfWidth(text).trim().replace(TIME_PART, '').replace(/\s/g, '');
  const compact = COMPACT.exec(plain);
  if (compact) return dateFromParts(compact[1] ?? '', compact[2] ?? '', compact[3] ?? '');
  const match = SEPARATED.exec(plain);
  if (!match) return { ok: false, reason: 'not-a-date' };
  const parts = [match[1] ?? '', match[2] ?? '', match[3] ?? ''];
  const [year, month, day] = POSITIONS[(parts[0] ?? '').length === 4 ? 'ymd' : order];
  return dateFromParts(parts[year] ?? '', parts[month] ?? '', parts[day] ?? '');
}

function dateFromParts(year: string, month: string, day: string): Parsed<string> {
  if (year.length === 3 || year.length === 1 || day.length > 2) return { ok: false, reason: 'not-a-date' };
  const fullYear = year.length === 4 ? year : `${Number(year) < 30 ? '20' : '19'}${year}`;
  const date = `${fullYear}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isBusinessDate(date) ? { ok: true, value: date } : { ok: false, reason: 'date-does-not-exist' };
}

/** Serial of 9999-12-31 in the 1900 system. */
const LAST_SERIAL = 2_958_465;

/**
 * The business date of an Excel serial number; the time of day is dropped. The 1900 system counts a 29 February 1900
 * that never was: serial 60 is refused, smaller ones are one day later than the formula says.
 */
export function dateFromSerial(digits: string, from1904: boolean): Parsed<string> {
  const serial = Math.floor(Number(digits));
  if (!Number.isFinite(serial) || serial < 0 || serial > LAST_SERIAL) return { ok: false, reason: 'not-a-date' };
  if (from1904) return { ok: true, value: addDays('1904-01-01', serial) };
  if (serial === 0 || serial === 60) return { ok: false, reason: 'date-does-not-exist' };
  return { ok: true, value: addDays(serial < 60 ? '1899-12-31' : '1899-12-30', serial) };
}
