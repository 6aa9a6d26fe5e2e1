import type { ReportColumn } from '../../src-shared/contract/report-columns.ts';
import {
  REPORT_COLUMNS,
  reportSentence,
  type ReportOnly,
  type StockReportFacts,
  type StockReportName,
  type StockReportRequest,
  type StockReportRow,
} from '../../src-shared/contract/stock-reports.ts';
import { businessMinuteOf } from '../../src-shared/domain/units/business-date.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { TaskControl } from '../db/stores.ts';
import { BulkWorkbook } from './bulk-workbook.ts';
import { commonNotes, notesMeta, yuanText, type ExportFacts, type NoteRow } from './export-notes.ts';
import { MOST_SHEET_NAME, sheetName, type CellFormat, type CellValue, type SheetMeta } from './workbook-sink.ts';
import type { WorkbookText } from './workbook-text.ts';

const FORMATS: Readonly<Record<ReportColumn['kind'], CellFormat>> = {
  ...{ text: 'text', word: 'text', code: 'code', qty: 'qtyMilli', fen: 'fen', integer: 'integer', hours: 'hoursCenti' },
  ...{ date: 'date', day: 'instantMs' },
};
/** What stays when a sheet is scrolled: everything up to the part, or the first column where the part stands further off. */
const MOST_FROZEN_COLUMNS = 4;

/** Rows of one warehouse, by its code and name; of all, or of none, where `place` is null. */
interface ReportPart {
  place: string | null;
  rows: readonly StockReportRow[];
}

/** A report with the facts it is about, a sheet for each part of it, and the report that follows it on sheets of its own. */
export interface WholeStockReport {
  parts: readonly ReportPart[];
  facts: StockReportFacts;
  detail: { name: StockReportName; parts: readonly ReportPart[] } | null;
}

interface Writing {
  control: TaskControl;
  t: WorkbookText;
}

/** Pixels of the screen that make one character of a sheet: words are cut off on the screen, where pointing shows the whole, not on paper. */
const WORDS_PX = 4.5;
const FIGURES_PX = 7;
/** Between two looks at whether the job was called off. */
const ROWS_PER_BREATH = 1000;

/**
 * A report of stock as a workbook: title, scope, cut-off and ledger number above it, totals by formula; behind it notes with the
 * number of rows and the sums of every sheet. With `perWarehouse` each warehouse has a sheet of its own. Stock §6.
 */
export async function writeStockReport(
  { parts, facts, detail }: WholeStockReport,
  input: ExportFacts & { path: string; request: StockReportRequest; perWarehouse: boolean },
  { control, t }: Writing,
): Promise<{ path: string; rows: number }> {
  const { request, perWarehouse } = input;
  const scope = scopeOf(request, facts, t);
  const reports = [{ name: request.name, parts }, ...(detail === null ? [] : [detail])];
  const sheets = withOwnNames(
    reports.flatMap(({ name, parts: own }, at) =>
      own.map(({ place, rows }): ReportSheet => {
        const where = perWarehouse ? (place ?? t('report.noWarehouse')) : null;
        const title = t(`report.${name}`);
        return {
          ...{ name, rows, title: where === null ? title : `${title} · ${where}` },
          scope: where === null ? scope : [[t('counts.warehouse'), where], ...scope.slice(1)],
          sheetName: where === null ? title : at === 0 ? where : `${where} ${title}`,
        };
      }),
    ),
  );
  const workbook = new BulkWorkbook(input.path);
  try {
    for (const sheet of sheets) await writeSheet(workbook, sheet, { control, t });
    await workbook.sheet(notesMeta(t));
    const notes = [...scope, ...commonNotes(t(`report.${request.name}`), input, t), ...sheets.flatMap(controlOf(t))];
    for (const note of notes) await workbook.row(note);
    await workbook.close();
    return { path: workbook.finalPath, rows: parts.reduce((sum, { rows }) => sum + rows.length, 0) };
  } catch (error) {
    await workbook.abort();
    throw error;
  }
}

interface ReportSheet {
  name: StockReportName;
  rows: readonly StockReportRow[];
  title: string;
  sheetName: string;
  scope: readonly NoteRow[];
}

/** Excel refuses two sheets of one name, whatever their case; long names are cut before they are compared. */
function withOwnNames(sheets: readonly ReportSheet[]): ReportSheet[] {
  const taken = new Set<string>();
  return sheets.map((sheet) => {
    let name = sheetName(sheet.sheetName);
    for (let again = 2; taken.has(name.toLowerCase()); again += 1) {
      const number = ` ${String(again)}`;
      name = `${sheetName(sheet.sheetName).slice(0, MOST_SHEET_NAME - number.length)}${number}`;
    }
    taken.add(name.toLowerCase());
    return { ...sheet, sheetName: name };
  });
}

/** How many rows a sheet has and what its sums are, to check a workbook that was passed on (grid-excel-print §5.7). */
const controlOf =
  (t: WorkbookText) =>
  ({ name, rows, sheetName: label }: ReportSheet): NoteRow[] => {
    const sums = REPORT_COLUMNS[name].filter(({ isSummed }) => isSummed === true);
    const figures = sums.map(({ key, header, kind }) => {
      const sum = sumOf(rows, key);
      return `${t(header)} ${kind === 'fen' ? yuanText(sum) : String(sum)}`;
    });
    return [[label, [`${t('book.note.rows')} ${String(rows.length)}`, ...figures].join(' · ')]];
  };

function sumOf(rows: readonly StockReportRow[], key: string): number {
  return rows.reduce((sum, row) => sum + Number(row[key] ?? 0), 0);
}

async function writeSheet(workbook: BulkWorkbook, sheet: ReportSheet, { control, t }: Writing): Promise<void> {
  const { rows } = sheet;
  const columns = REPORT_COLUMNS[sheet.name];
  await workbook.sheet(metaOf(columns, sheet, t));
  for (const [at, row] of rows.entries()) {
    await workbook.row(columns.map((column) => cellOf(column, row, t)));
    if (at % ROWS_PER_BREATH !== 0) continue;
    control.progress(at, rows.length, 'writing');
    await control.breathe();
    if (control.cancelled()) throw new AppError('CONFLICT', 'job-cancelled');
  }
}

function metaOf(
  columns: readonly ReportColumn[],
  { rows, scope, title, sheetName: name }: ReportSheet,
  t: WorkbookText,
): SheetMeta {
  const about = scope.map(([label, value]) => `${label} ${value}`).join(' · ');
  const upToPart = columns.findIndex(({ key }) => key === 'partNo') + 1;
  return {
    ...{ name, title, subtitle: [t('book.preparedBy'), about, t('book.unitYuan')] },
    columns: columns.map(({ header, kind, width }) => ({
      ...{
        header: t(header),
        format: FORMATS[kind],
        widthCharacters: Math.round(width / (kind === 'text' ? WORDS_PX : FIGURES_PX)),
      },
    })),
    frozenColumns: upToPart > 0 && upToPart <= MOST_FROZEN_COLUMNS ? upToPart : 1,
    totals: columns.some(({ isSummed }) => isSummed === true)
      ? columns.map(({ key, isSummed }) => (isSummed === true ? sumOf(rows, key) : null))
      : null,
    ...{ totalLabel: t('book.total'), pageFooter: t('book.page') },
  };
}

/** What the report is about and up to where it goes. */
function scopeOf(
  { name, only, fromDate, toDate }: StockReportRequest,
  facts: StockReportFacts,
  t: WorkbookText,
): NoteRow[] {
  return [
    [t('counts.warehouse'), facts.warehouse ?? t('report.allWarehouses')],
    [t('report.days'), `${fromDate} – ${toDate}`],
    [t('report.cutoff'), businessMinuteOf(facts.cutoffAtMs)],
    [t('report.ledgerSeq'), String(facts.ledgerSeq)],
    ...(facts.runNo === null ? [] : [[t('report.run'), facts.runNo] as const]),
    ...(only === undefined ? [] : [[t('report.rowsBehind'), rowsBehind(name, only, t)] as const]),
  ];
}

/** Of a figure that was opened, the row it stands in and its own name. */
function rowsBehind(name: StockReportName, { by, figure, row }: ReportOnly, t: WorkbookText): string {
  const header = REPORT_COLUMNS[name].find(({ key }) => key === figure)?.header;
  return [row, ...(header === undefined || figure in by ? [] : [t(header)])].join(' ');
}

function cellOf(column: ReportColumn, row: StockReportRow, t: WorkbookText): CellValue {
  const { key, words } = column;
  const value = row[key] ?? null;
  const sentence = reportSentence(column, value);
  if (sentence !== null) return t(sentence.key, sentence.values);
  return typeof value === 'string' && words !== undefined ? t(`${words}.${value}`) : value;
}
