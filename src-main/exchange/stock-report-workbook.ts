import {
  REPORT_COLUMNS,
  type ReportColumn,
  type StockReportFacts,
  type StockReportName,
  type StockReportRequest,
  type StockReportRow,
} from '../../src-shared/contract/stock-reports.ts';
import { businessMinuteOf } from '../../src-shared/domain/units/business-date.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { TaskControl } from '../db/stores.ts';
import { BulkWorkbook } from './bulk-workbook.ts';
import { commonNotes, notesMeta, type ExportFacts, type NoteRow } from './export-notes.ts';
import type { CellFormat, CellValue, SheetMeta } from './workbook-sink.ts';
import type { WorkbookText } from './workbook-text.ts';

const FORMATS: Readonly<Record<ReportColumn['kind'], CellFormat>> = {
  ...{ text: 'text', word: 'text', code: 'code', qty: 'qtyMilli', fen: 'fen', integer: 'integer', hours: 'hoursCenti' },
  ...{ date: 'date', day: 'instantMs' },
};
/** What stays when a sheet is scrolled: everything up to the part, or the first column where the part stands further off. */
const MOST_FROZEN_COLUMNS = 4;

/** A report with the facts it is about, and the one that follows it on a sheet of its own. */
export interface WholeStockReport {
  rows: readonly StockReportRow[];
  facts: StockReportFacts;
  detail: { name: StockReportName; rows: readonly StockReportRow[] } | null;
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

/** A report of stock as a workbook: title, scope, cut-off and ledger number above it, totals by formula, notes behind it. */
export async function writeStockReport(
  { rows, facts, detail }: WholeStockReport,
  input: ExportFacts & { path: string; request: StockReportRequest },
  { control, t }: Writing,
): Promise<{ path: string; rows: number }> {
  const { request } = input;
  const scope = scopeOf(request, facts, t);
  const workbook = new BulkWorkbook(input.path);
  try {
    await writeSheet(workbook, { name: request.name, rows, scope }, { control, t });
    if (detail !== null) await writeSheet(workbook, { ...detail, scope }, { control, t });
    await workbook.sheet(notesMeta(t));
    for (const note of [...scope, ...commonNotes(t(`report.${request.name}`), input, t)]) await workbook.row(note);
    await workbook.close();
    return { path: workbook.finalPath, rows: rows.length };
  } catch (error) {
    await workbook.abort();
    throw error;
  }
}

interface ReportSheet {
  name: StockReportName;
  rows: readonly StockReportRow[];
  scope: readonly NoteRow[];
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

function metaOf(columns: readonly ReportColumn[], { name, rows, scope }: ReportSheet, t: WorkbookText): SheetMeta {
  const title = t(`report.${name}`);
  const about = scope.map(([label, value]) => `${label} ${value}`).join(' · ');
  const upToPart = columns.findIndex(({ key }) => key === 'partNo') + 1;
  return {
    ...{ name: title, title, subtitle: [t('book.preparedBy'), about, t('book.unitYuan')] },
    columns: columns.map(({ header, kind, width }) => ({
      ...{
        header: t(header),
        format: FORMATS[kind],
        widthCharacters: Math.round(width / (kind === 'text' ? WORDS_PX : FIGURES_PX)),
      },
    })),
    frozenColumns: upToPart > 0 && upToPart <= MOST_FROZEN_COLUMNS ? upToPart : 1,
    totals: columns.some(({ isSummed }) => isSummed === true)
      ? columns.map(({ key, isSummed }) =>
          isSummed === true ? rows.reduce((sum, row) => sum + Number(row[key] ?? 0), 0) : null,
        )
      : null,
    ...{ totalLabel: t('book.total'), pageFooter: t('book.page') },
  };
}

/** What the report is about and up to where it goes. */
function scopeOf({ fromDate, toDate }: StockReportRequest, facts: StockReportFacts, t: WorkbookText): NoteRow[] {
  return [
    [t('counts.warehouse'), facts.warehouse ?? t('report.allWarehouses')],
    [t('report.days'), `${fromDate} – ${toDate}`],
    [t('report.cutoff'), businessMinuteOf(facts.cutoffAtMs)],
    [t('report.ledgerSeq'), String(facts.ledgerSeq)],
    ...(facts.runNo === null ? [] : [[t('report.run'), facts.runNo] as const]),
  ];
}

function cellOf({ key, words }: ReportColumn, row: StockReportRow, t: WorkbookText): CellValue {
  const value = row[key] ?? null;
  return typeof value === 'string' && words !== undefined ? t(`${words}.${value}`) : value;
}
