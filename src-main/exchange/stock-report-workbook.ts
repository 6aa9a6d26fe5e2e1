import {
  REPORT_COLUMNS,
  type ReportColumn,
  type StockReportFacts,
  type StockReportRequest,
  type StockReportRow,
} from '../../src-shared/contract/stock-reports.ts';
import { businessMinuteOf } from '../../src-shared/domain/units/business-date.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { TaskControl } from '../db/stores.ts';
import { BulkWorkbook } from './bulk-workbook.ts';
import { commonNotes, notesMeta, type ExportFacts } from './export-notes.ts';
import type { CellFormat, CellValue, SheetMeta } from './workbook-sink.ts';
import type { WorkbookText } from './workbook-text.ts';

const FORMATS: Readonly<Record<ReportColumn['kind'], CellFormat>> = {
  ...{ text: 'text', word: 'text', code: 'code', qty: 'qtyMilli', fen: 'fen', integer: 'integer', hours: 'hoursCenti' },
  ...{ date: 'date', day: 'instantMs' },
};
/** Between two looks at whether the job was called off. */
const ROWS_PER_BREATH = 1000;

/** A report of stock as a workbook: title, scope, cut-off and ledger number above it, totals by formula, notes behind it. */
export async function writeStockReport(
  { rows, facts }: { rows: readonly StockReportRow[]; facts: StockReportFacts },
  input: ExportFacts & { path: string; request: StockReportRequest },
  { control, t }: { control: TaskControl; t: WorkbookText },
): Promise<{ path: string; rows: number }> {
  const columns = REPORT_COLUMNS[input.request.name];
  const workbook = new BulkWorkbook(input.path);
  try {
    await workbook.sheet(metaOf(columns, rows, { request: input.request, facts, t }));
    for (const [at, row] of rows.entries()) {
      await workbook.row(columns.map((column) => cellOf(column, row, t)));
      if (at % ROWS_PER_BREATH !== 0) continue;
      control.progress(at, rows.length, 'writing');
      await control.breathe();
      if (control.cancelled()) throw new AppError('CONFLICT', 'job-cancelled');
    }
    await workbook.sheet(notesMeta(t));
    for (const note of [
      ...scopeOf(input.request, facts, t),
      ...commonNotes(t(`report.${input.request.name}`), input, t),
    ])
      await workbook.row(note);
    await workbook.close();
    return { path: workbook.finalPath, rows: rows.length };
  } catch (error) {
    await workbook.abort();
    throw error;
  }
}

function metaOf(
  columns: readonly ReportColumn[],
  rows: readonly StockReportRow[],
  { request, facts, t }: { request: StockReportRequest; facts: StockReportFacts; t: WorkbookText },
): SheetMeta {
  const title = t(`report.${request.name}`);
  const scope = scopeOf(request, facts, t).map(([label, value]) => `${label} ${value}`);
  return {
    ...{ name: title, title, subtitle: [t('book.preparedBy'), scope.join(' · '), t('book.unitYuan')] },
    columns: columns.map(({ header, kind, width }) => ({
      ...{ header: t(header), format: FORMATS[kind], widthCharacters: Math.round(width / 7) },
    })),
    frozenColumns: columns.findIndex(({ key }) => key === 'partNo') + 1,
    totals: columns.some(({ isSummed }) => isSummed === true)
      ? columns.map(({ key, isSummed }) =>
          isSummed === true ? rows.reduce((sum, row) => sum + Number(row[key] ?? 0), 0) : null,
        )
      : null,
    ...{ totalLabel: t('book.total'), pageFooter: t('book.page') },
  };
}

/** What the report is about and up to where it goes. */
function scopeOf(
  { fromDate, toDate }: StockReportRequest,
  facts: StockReportFacts,
  t: WorkbookText,
): (readonly [string, string])[] {
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
