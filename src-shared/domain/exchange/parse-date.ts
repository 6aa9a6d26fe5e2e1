import { startOfBusinessDate } from '../units/business-date.ts';
import { addDays, isBusinessDate } from '../units/dates.ts';
import { halfWidth } from './cell.ts';
import type { Parsed } from './parse-number.ts';

export type DateOrder = 'ymd' | 'dmy' | 'mdy';

const SEPARATED = /^(\d{1,4})[-/.年](\d{1,2})[-/.月](\d{1,4})日?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const TIME_PART = /[T ]\d{1,2}:\d{2}.*$/;
const CLOCK = /[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*$/;
const DAY_SECONDS = 86_400;
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
  const day = dayOfSerial(Number(digits), from1904);
  return day.ok ? { ok: true, value: addDays(EPOCH, day.value) } : day;
}

const EPOCH = '1899-12-30';
/** Days from the epoch of the 1900 system to that of the 1904 system. */
const DAYS_TO_1904 = 1462;

/** Days after the epoch that a serial number names. */
function dayOfSerial(number: number, from1904: boolean): Parsed<number> {
  const serial = Math.floor(number) + (from1904 ? DAYS_TO_1904 : 0);
  if (!Number.isFinite(serial) || number < 0 || serial > LAST_SERIAL) return { ok: false, reason: 'not-a-date' };
  if (!from1904 && (serial === 0 || serial === 60)) return { ok: false, reason: 'date-does-not-exist' };
  return { ok: true, value: !from1904 && serial < 60 ? serial + 1 : serial };
}

/** The instant in UTC milliseconds that a text names as a time of day in China; without a time the day begins at 00:00. */
export function parseInstantText(text: string, order: DateOrder): Parsed<number> {
  const day = parseDateText(text, order);
  if (!day.ok) return day;
  const plain = halfWidth(text).trim();
  const clock = CLOCK.exec(plain);
  if (clock === null) {
    return TIME_PART.test(plain)
      ? { ok: false, reason: 'not-a-time' }
      : { ok: true, value: startOfBusinessDate(day.value) };
  }
  const [hours, minutes, seconds] = [clock[1], clock[2], clock[3] ?? '0'].map(Number);
  if ((hours ?? 24) > 23 || (minutes ?? 60) > 59 || (seconds ?? 60) > 59) return { ok: false, reason: 'not-a-time' };
  const sinceMidnight = (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  return { ok: true, value: startOfBusinessDate(day.value) + sinceMidnight * 1000 };
}

/** The instant of an Excel serial number, to the second; the whole part is the day, the rest the time in China. */
export function instantFromSerial(digits: string, from1904: boolean): Parsed<number> {
  const serial = Number(digits);
  const day = dayOfSerial(serial, from1904);
  if (!day.ok) return day;
  const seconds = Math.round((serial - Math.floor(serial)) * DAY_SECONDS);
  return { ok: true, value: EPOCH_MS + (day.value * DAY_SECONDS + seconds) * 1000 };
}

const EPOCH_MS = startOfBusinessDate(EPOCH);
