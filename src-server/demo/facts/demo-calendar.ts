/** Dates of the demo company as whole days since 1970-01-01; instants are Chinese local time (UTC+8, no summer time). */
export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;
const CHINA_OFFSET_MS = 8 * HOUR_MS;

export function dayOf(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
}

export function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The instant of a Chinese wall clock time on a day. */
export function instantOf(day: number, minuteOfDay: number): number {
  return day * DAY_MS - CHINA_OFFSET_MS + minuteOfDay * MINUTE_MS;
}

/** The Chinese business day an instant falls on. */
export function dayOfInstant(atMs: number): number {
  return Math.floor((atMs + CHINA_OFFSET_MS) / DAY_MS);
}

export function dateOfInstant(atMs: number): string {
  return dateOf(dayOfInstant(atMs));
}

/** `yyMM` of a day, as document numbers carry it. */
export function yearMonthOf(day: number): string {
  return dateOf(day).slice(2, 7).replace('-', '');
}

/** Same day of another month, the month's last day where it is shorter. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const target = year * 12 + (month - 1) + months;
  const lastDay = new Date(Date.UTC(Math.floor(target / 12), (target % 12) + 1, 0)).getUTCDate();
  return new Date(Date.UTC(Math.floor(target / 12), target % 12, Math.min(day, lastDay))).toISOString().slice(0, 10);
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(day: number): number {
  return (day + 4) % 7;
}

/** The holidays of Chinese law that fall on fixed or published dates, as `[from, to, name]`, years 2024 to 2027. */
export const HOLIDAYS: readonly (readonly [string, string, string])[] = [
  ['2024-01-01', '2024-01-01', '元旦'],
  ['2024-02-10', '2024-02-17', '春节'],
  ['2024-04-04', '2024-04-06', '清明节'],
  ['2024-05-01', '2024-05-05', '劳动节'],
  ['2024-06-10', '2024-06-10', '端午节'],
  ['2024-09-15', '2024-09-17', '中秋节'],
  ['2024-10-01', '2024-10-07', '国庆节'],
  ['2025-01-01', '2025-01-01', '元旦'],
  ['2025-01-28', '2025-02-04', '春节'],
  ['2025-04-04', '2025-04-06', '清明节'],
  ['2025-05-01', '2025-05-05', '劳动节'],
  ['2025-05-31', '2025-06-02', '端午节'],
  ['2025-10-01', '2025-10-08', '国庆节、中秋节'],
  ['2026-01-01', '2026-01-03', '元旦'],
  ['2026-02-15', '2026-02-23', '春节'],
  ['2026-04-04', '2026-04-06', '清明节'],
  ['2026-05-01', '2026-05-05', '劳动节'],
  ['2026-06-19', '2026-06-21', '端午节'],
  ['2026-09-25', '2026-09-27', '中秋节'],
  ['2026-10-01', '2026-10-07', '国庆节'],
  ['2027-01-01', '2027-01-03', '元旦'],
  ['2027-02-05', '2027-02-12', '春节'],
  ['2027-05-01', '2027-05-05', '劳动节'],
  ['2027-10-01', '2027-10-07', '国庆节'],
];

/** Weekend days that are worked in exchange for a long holiday. */
export const WORKED_WEEKENDS: readonly string[] = [
  '2024-02-04',
  '2024-02-18',
  '2024-04-07',
  '2024-04-28',
  '2024-05-11',
  '2024-09-14',
  '2024-09-29',
  '2024-10-12',
  '2025-01-26',
  '2025-02-08',
  '2025-04-27',
  '2025-09-28',
  '2025-10-11',
  '2026-01-04',
  '2026-02-14',
  '2026-02-28',
  '2026-05-09',
  '2026-09-20',
  '2026-10-10',
];

export function isHoliday(day: number): boolean {
  const date = dateOf(day);
  return HOLIDAYS.some(([from, to]) => from <= date && date <= to);
}
