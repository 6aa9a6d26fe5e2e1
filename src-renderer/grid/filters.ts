import type { Filter } from '../../src-shared/contract/query.ts';
import { isPeriod, periodDates } from '../../src-shared/domain/units/periods.ts';

/** The filters with the one of this column replaced; null takes it away. */
export function withFilter(filters: readonly Filter[], column: string, next: Filter | null): Filter[] {
  const others = filters.filter((filter) => filter.column !== column);
  return next === null ? others : [...others, next];
}

/** The dates of a period that is counted from today, for the store; other conditions as they are. */
export function withDates(filters: readonly Filter[], today: string): Filter[] {
  return filters.map((filter) => {
    const [period] = filter.values;
    if (filter.op !== 'period' || !isPeriod(period)) return filter;
    const { fromDate, toDate } = periodDates(period, today);
    return { column: filter.column, op: 'between', values: [fromDate, toDate] };
  });
}

/** Two bounds as one condition; null when both are open. */
export function rangeFilter(column: string, from: string | number | null, to: string | number | null): Filter | null {
  if (from !== null && to !== null) return { column, op: 'between', values: [from, to] };
  if (from !== null) return { column, op: 'atLeast', values: [from] };
  return to === null ? null : { column, op: 'atMost', values: [to] };
}

/** The bounds of a range condition; null where it is open. */
export function boundsOf(filter: Filter | undefined): { from: string | number | null; to: string | number | null } {
  const [first, second] = filter?.values ?? [];
  if (filter?.op === 'between') return { from: first ?? null, to: second ?? null };
  if (filter?.op === 'atLeast') return { from: first ?? null, to: null };
  return { from: null, to: filter?.op === 'atMost' ? (first ?? null) : null };
}

/** Yuan as typed (1,234.5, full-width digits, ¥) in fen; null for an empty box, undefined for no number. */
export function parseYuan(text: string): number | null | undefined {
  const plain = text.normalize('NFKC').replace(/[,\s¥元]/g, '');
  if (plain === '') return null;
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(plain);
  if (match === null) return undefined;
  const fen = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return match[1] === '-' ? -fen : fen;
}
