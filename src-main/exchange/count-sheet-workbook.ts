import { createHash } from 'node:crypto';
import type ExcelJS from 'exceljs';
import {
  countRowCheck,
  type CountSheetFile,
  type CountSheetFileLine,
} from '../../src-shared/domain/counts/count-file.ts';
import { columnLetters } from '../../src-shared/domain/exchange/find-header.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { TaskControl } from '../db/stores.ts';
import { asFileProblem } from '../jobs/file-problems.ts';
import { loadExcel } from './excel-library.ts';
import { commonNotes, type ExportFacts } from './export-notes.ts';
import { dropGrowingFile, finishFile, growingPath } from './finished-file.ts';
import { NUMBER_FORMATS, numberDigits, plainText, sheetName, type CellFormat } from './workbook-sink.ts';
import type { WorkbookText } from './workbook-text.ts';

type Input = ExportFacts & { path: string; exportRev: number };
type Run = { control: TaskControl; t: WorkbookText };

interface Column {
  /** As the reader knows it; the hidden second row. */
  key: string;
  format: CellFormat;
  width: number;
  kind: 'shown' | 'filled' | 'hidden';
  value(line: CountSheetFileLine, file: { sheetNo: string; exportRev: number }): string | number | null;
}

const BOOK: Column = { key: 'bookQty', format: 'qtyMilli', width: 10, kind: 'shown', value: (line) => line.bookMilli };

const COLUMNS: readonly Column[] = [
  { key: 'lineNo', format: 'integer', width: 7, kind: 'shown', value: (line) => line.lineNo },
  { key: 'binCode', format: 'code', width: 12, kind: 'shown', value: (line) => line.binCode },
  { key: 'partNo', format: 'code', width: 18, kind: 'shown', value: (line) => line.partNo },
  { key: 'drawingNo', format: 'code', width: 16, kind: 'shown', value: (line) => line.drawingNo },
  { key: 'partName', format: 'text', width: 24, kind: 'shown', value: (line) => line.partName },
  { key: 'spec', format: 'text', width: 16, kind: 'shown', value: (line) => line.spec },
  { key: 'baseUom', format: 'text', width: 7, kind: 'shown', value: (line) => line.baseUom },
  { key: 'qtyMilli', format: 'qtyMilli', width: 12, kind: 'filled', value: (line) => line.countedMilli },
  { key: 'uom', format: 'code', width: 10, kind: 'filled', value: () => null },
  { key: 'countedBy', format: 'text', width: 12, kind: 'filled', value: (line) => line.countedByName },
  { key: 'countedAtMs', format: 'instantMs', width: 17, kind: 'filled', value: (line) => line.countedAtMs },
  { key: 'note', format: 'text', width: 24, kind: 'filled', value: (line) => line.note },
  { key: 'sheetNo', format: 'code', width: 16, kind: 'hidden', value: (_line, file) => file.sheetNo },
  { key: 'lineUid', format: 'code', width: 28, kind: 'hidden', value: (line) => line.lineUid },
  { key: 'exportRev', format: 'integer', width: 8, kind: 'hidden', value: (_line, file) => file.exportRev },
  {
    key: 'rowCheck',
    format: 'code',
    width: 10,
    kind: 'hidden',
    value: (line, file) => countRowCheck({ ...file, ...line }),
  },
];

/** What of a found item a person writes; the identity of the sheet stands beside it by itself. */
const FOUND_KEYS = ['binCode', 'partNo', 'partName', 'qtyMilli', 'uom', 'countedBy', 'countedAtMs', 'note'];
const FOUND_ROWS = 500;
const FIRST_DATA_ROW = 3;
/** What a formula shows before Excel has worked it out: a value, or readers take it for one that nobody calculated. */
const NOT_YET = ' ';
const ROWS_PER_BREATH = 500;
const HEADER_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEDF0F3' } } as const;
const FILLED_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFF1D6' } } as const;
const META = 'meta';
const MAY = { selectLockedCells: true, sort: true, autoFilter: true, formatColumns: true, formatRows: true } as const;

/**
 * A count sheet to be filled in Excel: only the columns of the counter can be written in, codes are text, each row carries its
 * hidden identity and the proof of it. A blind sheet has no book quantity in it, not even hidden. Stock §5.3.
 */
export async function writeCountSheet(
  file: CountSheetFile,
  input: Input,
  run: Run,
): Promise<{ path: string; rows: number }> {
  const Excel = await loadExcel();
  const book = new Excel.stream.xlsx.WorkbookWriter({
    filename: growingPath(input.path),
    useStyles: true,
    useSharedStrings: false,
    zip: { zlib: { level: 6 } },
  });
  try {
    await addLines(book, file, input, run);
    await addFound(book, run.t);
    addNotes(book, file, input, run.t);
    addMeta(book, file, input);
    await book.commit();
    return { path: await finishFile(input.path), rows: file.lines.length };
  } catch (error) {
    await dropGrowingFile(input.path);
    throw error instanceof AppError ? error : asFileProblem(error);
  }
}

async function addLines(book: Book, file: CountSheetFile, input: Input, { control, t }: Run): Promise<void> {
  const columns = file.isBlind ? COLUMNS : [...COLUMNS.slice(0, 7), BOOK, ...COLUMNS.slice(7)];
  const sheet = addSheet(book, t('book.count.lines'), columns, t);
  const identity = { sheetNo: file.sheetNo, exportRev: input.exportRev };
  for (const [at, line] of file.lines.entries()) {
    sheet.addRow(columns.map((column) => cellOf(column, column.value(line, identity)))).commit();
    if (at % ROWS_PER_BREATH !== 0) continue;
    control.progress(at, file.lines.length, 'writing');
    await control.breathe();
    if (control.cancelled()) throw new AppError('CONFLICT', 'job-cancelled');
  }
  checkCells(sheet, columns, { last: FIRST_DATA_ROW + file.lines.length, t });
  await protect(sheet);
  sheet.commit();
}

/** Items that are not on the sheet; as soon as a bin is written, the row knows which sheet it belongs to. */
async function addFound(book: Book, t: WorkbookText): Promise<void> {
  const known = new Map(COLUMNS.map((column) => [column.key, column]));
  const written = FOUND_KEYS.flatMap((key) => known.get(key) ?? []).map((column): Column => ({
    ...column,
    kind: 'filled',
  }));
  const hidden = ['sheetNo', 'exportRev'].flatMap((key) => known.get(key) ?? []);
  const columns = [...written, ...hidden];
  const sheet = addSheet(book, t('book.count.found'), columns, t);
  const identity: Readonly<Record<string, string>> = { sheetNo: '$B$1', exportRev: '$B$2' };
  for (let rowNo = FIRST_DATA_ROW; rowNo < FIRST_DATA_ROW + FOUND_ROWS; rowNo += 1) {
    const values = columns.map(({ key }) =>
      identity[key] === undefined
        ? null
        : { formula: `IF($A${String(rowNo)}="","",${META}!${identity[key]})`, result: NOT_YET },
    );
    sheet.addRow(values).commit();
  }
  checkCells(sheet, columns, { last: FIRST_DATA_ROW + FOUND_ROWS, t });
  await protect(sheet);
  sheet.commit();
}

type Book = InstanceType<typeof ExcelJS.stream.xlsx.WorkbookWriter>;
type Sheet = ExcelJS.Worksheet;

function addSheet(book: Book, name: string, columns: readonly Column[], t: WorkbookText): Sheet {
  const sheet = book.addWorksheet(sheetName(name), { views: [{ state: 'frozen', xSplit: 3, ySplit: 2 }] });
  sheet.columns = columns.map(({ format, width, kind }) => ({
    width,
    hidden: kind === 'hidden',
    style: { numFmt: NUMBER_FORMATS[format], protection: { locked: kind !== 'filled' } },
  }));
  const header = sheet.addRow(columns.map(({ key }) => t(`book.count.${key}`)));
  header.height = 24;
  header.eachCell((cell, at) => {
    cell.font = { bold: true };
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
    cell.fill = columns[at - 1]?.kind === 'filled' ? FILLED_FILL : HEADER_FILL;
    cell.protection = { locked: true };
    cell.numFmt = '@';
  });
  header.commit();
  const keys = sheet.addRow(columns.map(({ key }) => key));
  keys.hidden = true;
  keys.eachCell((cell) => {
    cell.protection = { locked: true };
    cell.numFmt = '@';
  });
  keys.commit();
  return sheet;
}

/**
 * The library writes the protection of a streamed sheet behind its checks of cells; the schema has it before them, and Excel offers
 * to repair a file that has not (grid-excel-print §4). Nothing of what it writes in between is in these sheets.
 */
async function protect(sheet: Sheet): Promise<void> {
  await sheet.protect('', MAY);
  const writer = sheet as unknown as Record<'_writeDataValidations' | '_writeSheetProtection', () => void>;
  const { _writeDataValidations: checks, _writeSheetProtection: protection } = writer;
  writer._writeDataValidations = protection;
  writer._writeSheetProtection = checks;
}

function cellOf({ format }: Column, value: string | number | null): string | number | null {
  if (value === null || value === '') return null;
  return typeof value === 'number' ? Number(numberDigits(value, format)) : plainText(value);
}

/** Nothing below zero, and a time where a time is asked for; one rule for a whole column. */
function checkCells(sheet: Sheet, columns: readonly Column[], { last, t }: { last: number; t: WorkbookText }): void {
  const told = { allowBlank: true, showErrorMessage: true, error: t('book.template.wrong') } as const;
  const rules: Readonly<Record<string, ExcelJS.DataValidation>> = {
    qtyMilli: { ...told, type: 'decimal', operator: 'greaterThanOrEqual', formulae: [0] },
    countedAtMs: { ...told, type: 'date', operator: 'greaterThan', formulae: [new Date(Date.UTC(1990, 0, 1))] },
  };
  columns.forEach(({ key }, at) => {
    const rule = rules[key];
    const letters = columnLetters(at);
    if (rule === undefined) return;
    // exceljs has the collection but not its type: one entry for a whole range instead of one for every cell.
    const { dataValidations } = sheet as unknown as { dataValidations: { add(range: string, rule: object): void } };
    dataValidations.add(`${letters}${String(FIRST_DATA_ROW)}:${letters}${String(last)}`, rule);
  });
}

function addNotes(book: Book, file: CountSheetFile, input: Input, t: WorkbookText): void {
  const notes = book.addWorksheet(sheetName(t('book.notes')));
  notes.columns = [{ width: 26 }, { width: 90 }];
  const lines = [
    ...commonNotes(t('book.countSheet'), input, t),
    [t('book.count.sheetNo'), file.sheetNo],
    [t('book.count.place'), [file.warehouseName, file.zone ?? ''].join(' ').trim()],
    [t('book.count.plan'), file.planName],
    [t('book.count.exportRev'), String(input.exportRev)],
    [t('book.note.rows'), String(file.lines.length)],
    [t('book.count.how'), t(file.isBlind ? 'book.count.rulesBlind' : 'book.count.rules')],
    [t('book.count.found'), t('book.count.foundRules')],
  ];
  for (const line of lines) notes.addRow([...line]).commit();
  notes.commit();
}

/** What the file is, for the formulas of the found items and for whoever has to find out where a file came from. */
function addMeta(book: Book, file: CountSheetFile, input: Input): void {
  const meta = book.addWorksheet(META, { state: 'veryHidden' });
  const hash = createHash('sha256');
  for (const line of file.lines) hash.update(countRowCheck({ ...line, ...input, sheetNo: file.sheetNo }));
  for (const row of [
    ['sheetNo', file.sheetNo],
    ['exportRev', input.exportRev],
    ['lines', file.lines.length],
    ['sha256', hash.digest('hex')],
  ])
    meta.addRow(row).commit();
  meta.commit();
}
