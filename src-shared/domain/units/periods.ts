import { addDays } from './dates.ts';

/** Periods that are counted from today, in the order a person is offered them. */
export const PERIODS = [
  'today',
  'yesterday',
  'last7Days',
  'last30Days',
  'thisMonth',
  'lastMonth',
  'thisQuarter',
  'thisYear',
  'lastYear',
] as const;
export type Period = (typeof PERIODS)[number];

const MONTHS_OF_A_QUARTER = 3;

/** First and last day of a period as business dates, both inside it; `today` is the business date it is counted from. */
export function periodDates(period: Period, today: string): { fromDate: string; toDate: string } {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7));
  const quarterStart = month - ((month - 1) % MONTHS_OF_A_QUARTER);
  switch (period) {
    case 'today':
      return { fromDate: today, toDate: today };
    case 'yesterday':
      return { fromDate: addDays(today, -1), toDate: addDays(today, -1) };
    case 'last7Days':
      return { fromDate: addDays(today, -6), toDate: today };
    case 'last30Days':
      return { fromDate: addDays(today, -29), toDate: today };
    case 'thisMonth':
      return monthsFrom(year, month, 1);
    case 'lastMonth':
      return monthsFrom(year, month - 1, 1);
    case 'thisQuarter':
      return monthsFrom(year, quarterStart, MONTHS_OF_A_QUARTER);
    case 'thisYear':
      return monthsFrom(year, 1, 12);
    case 'lastYear':
      return monthsFrom(year - 1, 1, 12);
  }
}

/** First and last day of the last whole calendar quarter before the one of `today`. */
export function lastQuarter(today: string): { fromDate: string; toDate: string } {
  const month = Number(today.slice(5, 7));
  const quarterStart = month - ((month - 1) % MONTHS_OF_A_QUARTER);
  return monthsFrom(Number(today.slice(0, 4)), quarterStart - MONTHS_OF_A_QUARTER, MONTHS_OF_A_QUARTER);
}

/** `count` whole months from a month; month 0 is December of the year before. */
function monthsFrom(year: number, month: number, count: number): { fromDate: string; toDate: string } {
  return { fromDate: firstOf(year, month), toDate: addDays(firstOf(year, month + count), -1) };
}

function firstOf(year: number, month: number): string {
  const shifted = year * 12 + month - 1;
  return `${String(Math.floor(shifted / 12)).padStart(4, '0')}-${String((shifted % 12) + 1).padStart(2, '0')}-01`;
}

export const isPeriod = (text: unknown): text is Period => PERIODS.some((period) => period === text);
