import { businessDateOf, startOfBusinessDate } from '../units/business-date.ts';

/** A month of the stock ledger as it stands: `closedSeq` is the last number of the ledger that belongs to it, null while it is open. */
export interface StockPeriod {
  /** YYYY-MM. */
  month: string;
  closedSeq: number | null;
}

/** The month (YYYY-MM, Asia/Shanghai) of an instant in UTC milliseconds. Design §8. */
export function monthOf(instantMs: number): string {
  return businessDateOf(instantMs).slice(0, 7);
}

/** The month `count` months after a month; negative counts go back. */
export function addMonths(month: string, count: number): string {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
}

/** The first instant of a month, in UTC milliseconds. */
export function startOfMonthMs(month: string): number {
  return startOfBusinessDate(`${month}-01`);
}

/**
 * The period a movement is booked in: the month in which the goods moved, unless that was closed before the movement came; then
 * the first later month that was not. The moment of the goods stays what it is. Every movement is in exactly one period, and what
 * is in a closed one never changes. Design §8 Periods.
 */
export function bookedMonth(movement: { effectiveAtMs: number; seq: number }, periods: readonly StockPeriod[]): string {
  const closedSeqOf = new Map(periods.map(({ month, closedSeq }) => [month, closedSeq]));
  let month = monthOf(movement.effectiveAtMs);
  const [first] = [...closedSeqOf.keys()].sort();
  if (first !== undefined && month < first) month = first; // the first period that was closed has everything before it
  for (;;) {
    const closedSeq = closedSeqOf.get(month) ?? null;
    if (closedSeq === null || movement.seq <= closedSeq) return month;
    month = addMonths(month, 1);
  }
}

/**
 * The months a person looks at, newest first: everything closed or opened again, and what is still open up to this month. Without
 * any closed period the last three months and this one: the first that is closed closes everything before it.
 */
export function monthsToShow(periods: readonly StockPeriod[], todayMonth: string): string[] {
  const [first] = periods.map(({ month }) => month).sort();
  const months: string[] = [];
  for (let month = todayMonth; month >= (first ?? addMonths(todayMonth, -3)); month = addMonths(month, -1))
    months.push(month);
  return months;
}

/** The month that can be closed next; null = none was ever closed, so that any may begin. Months are closed in their order. */
export function nextToClose(periods: readonly StockPeriod[]): string | null {
  const inOrder = [...periods].sort((a, b) => (a.month < b.month ? -1 : 1));
  const opened = inOrder.find(({ closedSeq }) => closedSeq === null);
  const last = inOrder.at(-1);
  return opened?.month ?? (last === undefined ? null : addMonths(last.month, 1));
}

/** The only month that can be opened again: the last one closed, because the ones after it were built on it. */
export function lastClosed(periods: readonly StockPeriod[]): string | null {
  return periods.reduce<string | null>(
    (last, { month, closedSeq }) => (closedSeq !== null && (last === null || month > last) ? month : last),
    null,
  );
}
