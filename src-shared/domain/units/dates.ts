import { Refusal } from './refusal.ts';

interface CalendarDay {
  year: number;
  month: number;
  day: number;
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** True when the text is a possible day written YYYY-MM-DD. */
export function isBusinessDate(text: string): boolean {
  return readDay(text) !== null;
}

/** Refuses with `invalid-date` a date that is impossible or written differently; null (= open) passes. */
export function requireBusinessDate(...dates: readonly (string | null)[]): void {
  for (const date of dates) if (date !== null) parseDay(date);
}

/** The date `months` later (or earlier): the same day, or the month's last day. Refuses with `invalid-date`. Claims §2.1. */
export function addMonthsClamped(input: { date: string; months: number }): string {
  const { year, month, day } = parseDay(input.date);
  const monthIndex = year * 12 + (month - 1) + input.months;
  const newYear = Math.floor(monthIndex / 12);
  const newMonth = monthIndex - newYear * 12 + 1;
  return formatDay({ year: newYear, month: newMonth, day: Math.min(day, daysInMonth(newYear, newMonth)) });
}

/** The date `days` later (or earlier). Refuses with `invalid-date`. */
export function addDays(date: string, days: number): string {
  return formatDay(dayOfNumber(dayNumber(parseDay(date)) + days));
}

/** How many days `to` lies after `from`; negative when it lies before. Refuses with `invalid-date`. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(parseDay(to)) - dayNumber(parseDay(from));
}

/** Whole months from `from` to `to` as a vehicle's age counts them: a month is full on its clamped day; 0 at least. */
export function wholeMonthsBetween(from: string, to: string): number {
  const start = parseDay(from);
  const end = parseDay(to);
  const months = (end.year - start.year) * 12 + end.month - start.month;
  const isFull = Math.min(start.day, daysInMonth(end.year, end.month)) <= end.day;
  const full = isFull ? months : months - 1;
  return Math.max(0, full);
}

/** Written for speed: the rules of one claim read some twenty dates, and a run judges fifty thousand claims. */
function readDay(text: string): CalendarDay | null {
  if (typeof text !== 'string' || text.length !== 10) return null;
  if (text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return null;
  const year = digitsOf(text, 0, 4);
  const month = digitsOf(text, 5, 7);
  const day = digitsOf(text, 8, 10);
  const possible = year >= 1 && month >= 1 && month <= 12 && day >= 1;
  return possible && day <= daysInMonth(year, month) ? { year, month, day } : null;
}

const HYPHEN = 45;
const ZERO = 48;

/** The number the digits of a part of the text make; negative when another character is among them. */
function digitsOf(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index += 1) {
    const digit = text.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function parseDay(text: string): CalendarDay {
  const day = readDay(text);
  if (day === null) throw new Refusal('invalid-date');
  return day;
}

function formatDay(day: CalendarDay): string {
  if (day.year < 1 || day.year > 9999) throw new Refusal('invalid-date');
  const year = day.year < 1000 ? String(day.year).padStart(4, '0') : String(day.year);
  return `${year}-${twoDigits(day.month)}-${twoDigits(day.day)}`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${String(value)}` : String(value);
}

function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
}

// Day numbers by the civil-calendar formula with eras of 400 years (146 097 days), years starting in March.
function dayNumber({ year, month, day }: CalendarDay): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
}

function dayOfNumber(number: number): CalendarDay {
  const era = Math.floor(number / 146097);
  const dayOfEra = number - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}
