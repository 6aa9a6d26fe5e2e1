import * as sheetJs from '@e965/xlsx';
import { EMPTY_CELL, type Cell } from '../../src-shared/domain/exchange/cell.ts';
import { AppError } from '../../src-shared/errors.ts';
import { fifteenDigits, type RowListener } from './read-sheet.ts';

export interface OldSheet {
  name: string;
  hidden: boolean;
}

/** A workbook of Excel 2 to 2003, read whole. */
export interface OldWorkbook {
  sheets: readonly OldSheet[];
  book: sheetJs.WorkBook;
  from1904: boolean;
}

/** BIFF8 ends at 65,536 rows and 256 columns; what claims more is not an old workbook. */
const MAX_ROWS = 65_536;
const MAX_COLUMNS = 256;

/** Reads an .xls; macros, links and drawings are not looked at, formulas count by the value the file has kept for them. */
export function openOldWorkbook(body: Buffer): OldWorkbook {
  const book = parse(body);
  const properties = book.Workbook?.Sheets ?? [];
  return {
    book,
    from1904: book.Workbook?.WBProps?.date1904 === true,
    sheets: book.SheetNames.map((name, index) => ({ name, hidden: (properties[index]?.Hidden ?? 0) !== 0 })),
  };
}

function parse(body: Buffer): sheetJs.WorkBook {
  try {
    return sheetJs.read(body, {
      ...{ type: 'buffer', dense: true, cellNF: true, cellText: false, cellHTML: false, cellFormula: true },
      ...{ bookVBA: false, sheetRows: MAX_ROWS },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    throw new AppError(
      'BAD_REQUEST',
      /password|encrypt/i.test(message) ? 'file-encrypted' : 'workbook-damaged',
      {},
      error,
    );
  }
}

/** Sends the rows of the sheet that have cells to the listener. */
export function readOldSheet({ book, from1904 }: OldWorkbook, sheet: OldSheet, onRow: RowListener): void {
  const rows = (book.Sheets[sheet.name]?.['!data'] ?? []) as (sheetJs.CellObject | undefined)[][];
  for (const [index, row] of rows.entries()) {
    if (!Array.isArray(row)) continue;
    const cells = Array.from({ length: Math.min(row.length, MAX_COLUMNS) }, (_, at) => cellOf(row[at], from1904));
    if (!onRow(index + 1, cells)) return;
  }
}

function cellOf(cell: sheetJs.CellObject | undefined, from1904: boolean): Cell {
  if (cell === undefined) return EMPTY_CELL;
  const { v: value } = cell;
  switch (cell.t) {
    case 's':
      return value === '' || value === undefined ? EMPTY_CELL : { is: 'text', text: String(value) };
    case 'b':
      return { is: 'flag', value: value === true };
    case 'e':
      return { is: 'error', code: String(cell.w ?? '#ERROR') };
    case 'n':
      return numberCell(Number(value), cell.z, from1904);
    default:
      return EMPTY_CELL;
  }
}

function numberCell(value: number, format: string | number | undefined, from1904: boolean): Cell {
  const digits = fifteenDigits(String(value));
  if (digits === null) return { is: 'error', code: '#NUM!' };
  const isDate = typeof format === 'string' && sheetJs.SSF.is_date(format) === true;
  return isDate ? { is: 'date', digits, from1904 } : { is: 'number', digits };
}
