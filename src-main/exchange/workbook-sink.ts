/** How a column's values are given and shown. Amounts come in the unit the name says and are written as real numbers. */
export type CellFormat =
  'text' | 'code' | 'integer' | 'micro' | 'fen' | 'hoursCenti' | 'qtyMilli' | 'shareBp' | 'date' | 'instantMs';

/** A value in the unit of its column: fen as an integer, a date as YYYY-MM-DD, an instant in UTC milliseconds. */
export type CellValue = string | number | null;

export interface SinkColumn {
  header: string;
  format: CellFormat;
  /** Characters of plain text; a Chinese character counts two. */
  widthCharacters: number;
}

export interface SheetMeta {
  name: string;
  /** Row 1, merged over all columns. */
  title: string;
  /** Row 2: left, middle, right. */
  subtitle: readonly [string, string, string];
  columns: readonly SinkColumn[];
  /** Columns that stay when the sheet is scrolled sideways. */
  frozenColumns: number;
  /** Known sums per column for the totals row; null where a sum means nothing. */
  totals: readonly (number | null)[] | null;
  totalLabel: string;
  /** With Excel's own page fields: &P and &N. */
  pageFooter: string;
}

/** A workbook being written row by row; nothing of it is kept in memory. */
export interface WorkbookSink {
  sheet(meta: SheetMeta): Promise<void>;
  row(cells: readonly CellValue[]): void | Promise<void>;
  close(): Promise<void>;
  /** Leaves nothing behind; after close it does nothing. */
  abort(): Promise<void>;
}

/** Excel holds 1,048,576 rows; the title and a margin are kept free. */
export const ROWS_PER_SHEET = 1_000_000;

/** Number formats of the house (grid-excel-print §5.3). */
export const NUMBER_FORMATS: Readonly<Record<CellFormat, string>> = {
  text: '@',
  code: '@',
  integer: '#,##0',
  micro: '#,##0.######',
  fen: '#,##0.00;[Red]-#,##0.00',
  hoursCenti: '#,##0.00',
  qtyMilli: '#,##0.###',
  shareBp: '0.00%',
  date: 'yyyy-mm-dd',
  instantMs: 'yyyy-mm-dd hh:mm',
};

const DECIMALS: Readonly<Partial<Record<CellFormat, number>>> = {
  ...{ micro: 6, fen: 2, hoursCenti: 2, qtyMilli: 3, shareBp: 4 },
};
const DAY_MS = 86_400_000;
/** Days from 1899-12-30, Excel's day 0, to 1970-01-01. */
const EPOCH_SERIAL = 25_569;
/** Business time is Asia/Shanghai, which has had no summer time since 1991. */
const SHANGHAI_MS = 8 * 3_600_000;

/** The digits to write for a number in the unit of its column: 123450 fen is 1234.5; exact, no float is made. */
export function numberDigits(value: number, format: CellFormat): string {
  if (format === 'instantMs') return String(Math.round(((value + SHANGHAI_MS) / DAY_MS + EPOCH_SERIAL) * 1e6) / 1e6);
  const decimals = DECIMALS[format] ?? 0;
  if (decimals === 0) return String(value);
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, -decimals);
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  return `${value < 0 ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

const serialByDate = new Map<string, number>();

/** Excel's serial number of a business date. */
export function dateSerial(date: string): number {
  const known = serialByDate.get(date);
  if (known !== undefined) return known;
  const serial = Date.parse(`${date}T00:00:00Z`) / DAY_MS + EPOCH_SERIAL;
  if (serialByDate.size > 50_000) serialByDate.clear();
  serialByDate.set(date, serial);
  return serial;
}

// Signs that XML 1.0 cannot hold: a control character pasted into a remark must not break the whole workbook.
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Text that any workbook may hold: forbidden signs dropped, cut at Excel's 32,767 characters. */
export function plainText(text: string): string {
  const cleaned = text.replace(FORBIDDEN, '');
  return cleaned.length > 32_767 ? cleaned.slice(0, 32_767) : cleaned;
}

/** Characters of a sheet's name that Excel accepts. */
export const MOST_SHEET_NAME = 31;

/** A sheet name Excel accepts: no : \ / ? * [ ], at most 31 characters. */
export function sheetName(text: string): string {
  return text.replace(/[:\\/?*[\]]/g, ' ').slice(0, MOST_SHEET_NAME);
}
