import { readFileSync } from 'node:fs';
import * as sheetJs from '@e965/xlsx';
import { listFile, RAF_SHEET, scaled } from './expected-lists.ts';

/** A workbook of set 03: a part in a row, a month's demand in a column. */
interface DemandBook {
  file: string;
  sheet: string;
  priceColumn: number;
  /** The newest month first. */
  monthColumns: readonly number[];
}

export const RAF_FILE = '03-spare-parts-stock/RAF data - 7 years demand  - 5000 items.xls';
export const AUTO_FILE = '03-spare-parts-stock/AUTO.xls';
const columnsFrom = (first: number, count: number, step: 1 | -1): number[] =>
  Array.from({ length: count }, (_, at) => first + step * at);
const BOOKS: readonly DemandBook[] = [
  // rare demand: the last three of seven years
  { file: RAF_FILE, sheet: RAF_SHEET, priceColumn: 3, monthColumns: columnsFrom(87, 36, -1) },
  // demand of nearly every month: the last fourteen of two years
  { file: AUTO_FILE, sheet: 'lumpdatp', priceColumn: 30, monthColumns: columnsFrom(1, 14, 1) },
];

/** A month's demand of so many pieces or more is taken out in five portions, the first two mostly in one week. */
const SPLIT_FROM = 5;
const PORTION_DAYS = [3, 5, 10, 17, 24];
/** What is left over when all demand has been met. */
const LEFT_OVER = 5;

export interface HistoryRow {
  partNo: string;
  /** Business date. */
  date: string;
  type: 'OPENING' | 'RECEIPT' | 'ISSUE_SALE';
  pieces: number;
  unitFen: number;
}

/**
 * The demand of 8,000 spare parts as movements: the last month of a workbook becomes the month before `today`. The stock opens
 * before the first month, and every year's demand comes in at its beginning, so that there is enough to give out.
 */
export function sparePartsHistory(today: string): HistoryRow[] {
  return BOOKS.flatMap((book) => itemsOf(book).flatMap((item) => historyOf(book, item, today)));
}

function itemsOf({ file, sheet }: DemandBook): unknown[][] {
  const book = sheetJs.read(readFileSync(listFile(file)), { type: 'buffer' });
  const [, ...items] = sheetJs.utils.sheet_to_json<unknown[]>(book.Sheets[sheet] ?? {}, { header: 1, raw: true });
  return items.filter(([code]) => String(code ?? '').trim() !== '');
}

function historyOf({ priceColumn, monthColumns }: DemandBook, item: readonly unknown[], today: string): HistoryRow[] {
  const months = monthColumns.length;
  const [year = 0, month = 0] = today.split('-').map(Number);
  const dateOf = (at: number, day: number): string =>
    new Date(Date.UTC(year, month - 1 - months + at, day)).toISOString().slice(0, 10);
  const unitFen = scaled(String(Number(Number(item[priceColumn]).toPrecision(15))), 2);
  const common = { partNo: String(item[0]), unitFen };
  const demand = monthColumns.map((column) => Number(item[column] ?? 0)).reverse();
  const rows: HistoryRow[] = [{ ...common, date: dateOf(-1, 15), type: 'OPENING', pieces: LEFT_OVER }];
  for (let at = 0; at < months; at += 12) {
    const pieces = demand.slice(at, at + 12).reduce((sum, each) => sum + each, 0);
    if (pieces > 0) rows.push({ ...common, date: dateOf(at, 1), type: 'RECEIPT', pieces });
  }
  for (const [at, pieces] of demand.entries()) {
    if (pieces === 0) continue;
    const portions = pieces < SPLIT_FROM ? [[15, pieces] as const] : portionsOf(pieces);
    for (const [day, part] of portions)
      rows.push({ ...common, date: dateOf(at, day), type: 'ISSUE_SALE', pieces: part });
  }
  return rows;
}

function portionsOf(pieces: number): (readonly [day: number, pieces: number])[] {
  const each = Math.floor(pieces / PORTION_DAYS.length);
  const rest = pieces - each * PORTION_DAYS.length;
  return PORTION_DAYS.map((day, at) => [day, each + (at < rest ? 1 : 0)] as const);
}
