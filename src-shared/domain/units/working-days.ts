import { addDays } from './dates.ts';

/** Days of the calendar that differ from the week: a working Saturday, a holiday on a Tuesday. */
export interface CalendarDay {
  dayDate: string;
  kind: string;
}

const SUNDAY = 0;
const SATURDAY = 6;

/** True on a working day: what the calendar says, else Monday to Friday. */
export function isWorkingDay(date: string, calendar: ReadonlyMap<string, string>): boolean {
  const kind = calendar.get(date);
  if (kind !== undefined) return kind === 'WORKDAY';
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday !== SUNDAY && weekday !== SATURDAY;
}

/**
 * The last of `days` working days after `date`; the day itself does not count, and with 0 days it is `date`. A step that
 * is due "after 5 working days" is due once this day has passed. Claims §3.3.
 */
export function addWorkingDays(date: string, days: number, calendar: readonly CalendarDay[]): string {
  const kinds = new Map(calendar.map(({ dayDate, kind }) => [dayDate, kind]));
  let last = date;
  for (let left = days; left > 0;) {
    last = addDays(last, 1);
    if (isWorkingDay(last, kinds)) left -= 1;
  }
  return last;
}

/**
 * Every date from `fromDate` to `toDate` with the number of working days from `fromDate` up to and including it: the
 * difference of two is the working days that lie between them. Empty when `toDate` is before `fromDate`.
 */
export function workingDayNumbers(
  fromDate: string,
  toDate: string,
  calendar: readonly CalendarDay[],
): ReadonlyMap<string, number> {
  const kinds = new Map(calendar.map(({ dayDate, kind }) => [dayDate, kind]));
  const numbers = new Map<string, number>();
  let number = 0;
  for (let date = fromDate; date <= toDate; date = addDays(date, 1)) {
    if (isWorkingDay(date, kinds)) number += 1;
    numbers.set(date, number);
  }
  return numbers;
}
