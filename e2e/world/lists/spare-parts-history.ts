import { readFileSync } from 'node:fs';
import * as sheetJs from '@e965/xlsx';
import { listFile, RAF_SHEET, scaled } from './expected-lists.ts';

const FILE = '03-spare-parts-stock/RAF data - 7 years demand  - 5000 items.xls';
/** The last three of the seven years of the file. */
const MONTHS = 36;
const FIRST_MONTH_COLUMN = 4 + 84 - MONTHS;
/** A month's demand of so many pieces or more is taken out in four portions. */
const SPLIT_FROM = 4;
const PORTION_DAYS = [3, 10, 17, 24];
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
 * The demand of 5,000 spare parts as movements: the last month of the file becomes the month before `today`. The
 * stock opens before the first month, and every year's demand comes in at its beginning, so that there is enough to give out.
 */
export function sparePartsHistory(today: string): HistoryRow[] {
  const book = sheetJs.read(readFileSync(listFile(FILE)), { type: 'buffer' });
  const [, ...items] = sheetJs.utils.sheet_to_json<unknown[]>(book.Sheets[RAF_SHEET] ?? {}, { header: 1, raw: true });
  const [year = 0, month = 0] = today.split('-').map(Number);
  const dateOf = (at: number, day: number): string =>
    new Date(Date.UTC(year, month - 1 - MONTHS + at, day)).toISOString().slice(0, 10);
  return items.flatMap((item): HistoryRow[] => {
    const price = scaled(String(Number(Number(item[3]).toPrecision(15))), 2);
    const common = { partNo: String(item[0]), unitFen: price };
    const demand = Array.from({ length: MONTHS }, (_, at) => Number(item[FIRST_MONTH_COLUMN + at] ?? 0));
    const rows: HistoryRow[] = [{ ...common, date: dateOf(-1, 15), type: 'OPENING', pieces: LEFT_OVER }];
    for (let at = 0; at < MONTHS; at += 12) {
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
  });
}

function portionsOf(pieces: number): (readonly [day: number, pieces: number])[] {
  const each = Math.floor(pieces / PORTION_DAYS.length);
  const rest = pieces - each * PORTION_DAYS.length;
  return PORTION_DAYS.map((day, at) => [day, each + (at < rest ? 1 : 0)] as const);
}
