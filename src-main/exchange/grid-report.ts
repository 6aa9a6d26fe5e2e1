import { Sentence } from '../../src-shared/contract/claim-row.contract.ts';
import type { GridExport } from '../../src-shared/contract/exchange.contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { ReadStores, TaskControl } from '../db/stores.ts';
import { BulkWorkbook } from './bulk-workbook.ts';
import { commonNotes, filterWords, notesMeta, yuanText, type ExportFacts } from './export-notes.ts';
import { CsvFile } from './csv-file.ts';
import type { CellFormat, CellValue, SheetMeta } from './workbook-sink.ts';
import type { WorkbookText } from './workbook-text.ts';

/** One page of a grid, as the grid itself asks for it. */
export type GridPage = (
  stores: ReadStores,
  request: { query: GridExport['query']; offset: number; limit: number },
) => { rows: readonly object[]; total: number };

const ROWS_PER_READ = 500;
/** The cap of a view (grid-excel-print §2): beyond it nobody reads a list. */
const MAX_ROWS = 500_000;

type ShownColumn = GridExport['columns'][number];
const FORMATS: Readonly<Record<ShownColumn['kind'], CellFormat>> = {
  text: 'text',
  word: 'text',
  code: 'code',
  finding: 'text',
  integer: 'integer',
  hours: 'hoursCenti',
  qty: 'qtyMilli',
  fen: 'fen',
  date: 'date',
  day: 'instantMs',
};

/** A list as it is shown: its columns in their order, its rows in theirs, with what it was filtered by on the sheet 说明. */
export async function writeGrid(
  stores: ReadStores,
  input: ExportFacts & { path: string; request: GridExport },
  run: { page: GridPage; control: TaskControl; t: WorkbookText },
): Promise<{ path: string; rows: number }> {
  const { request } = input;
  const { total } = run.page(stores, { query: request.query, offset: 0, limit: 1 });
  if (total > MAX_ROWS) throw new AppError('BAD_REQUEST', 'export-too-large', { limit: MAX_ROWS });
  const workbook = request.format === 'csv' ? new CsvFile(input.path) : new BulkWorkbook(input.path);
  try {
    await workbook.sheet(gridMeta(request, run.t));
    const sums = request.columns.map(() => 0);
    let written = 0;
    for (let offset = 0; offset < total; offset += ROWS_PER_READ) {
      const { rows } = run.page(stores, { query: request.query, offset, limit: ROWS_PER_READ });
      for (const row of rows) {
        const cells = request.columns.map((column) => cellOf(column, row as Record<string, unknown>, run.t));
        cells.forEach((cell, index) => {
          if (typeof cell === 'number') sums[index] = (sums[index] ?? 0) + cell;
        });
        await workbook.row(cells);
      }
      written += rows.length;
      run.control.progress(written, total, 'writing');
      await run.control.breathe();
      if (run.control.cancelled()) throw new AppError('CONFLICT', 'job-cancelled');
      if (rows.length === 0) break;
    }
    // Rows came or went between two pages: a list with a hole in it is worse than none.
    if (written !== total) throw new AppError('CONFLICT', 'data-moved-while-exporting');
    await workbook.sheet(notesMeta(run.t));
    for (const note of notes(input, { written, sums }, run.t)) await workbook.row(note);
    await workbook.close();
    return { path: workbook.finalPath, rows: written };
  } catch (error) {
    await workbook.abort();
    throw error;
  }
}

function gridMeta({ title, query, columns, conditions }: GridExport, t: WorkbookText): SheetMeta {
  return {
    name: title,
    title,
    subtitle: [
      t('book.preparedBy'),
      filterWords(query, t, conditions),
      columns.some(isMoney) ? t('book.unitYuan') : '',
    ],
    columns: columns.map(({ header, kind, widthCharacters }) => ({ header, widthCharacters, format: FORMATS[kind] })),
    frozenColumns: 1,
    totals: null,
    totalLabel: t('book.total'),
    pageFooter: t('book.page'),
  };
}

function cellOf(column: ShownColumn, row: Readonly<Record<string, unknown>>, t: WorkbookText): CellValue {
  const value = row[column.key] ?? null;
  if (column.kind === 'finding') return findingOf(value, t);
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return null;
  return column.kind === 'word' ? t(`${column.words ?? 'word'}.${value}`) : value;
}

/** As the list copies it: the short form of the rule's sentence. */
function findingOf(value: unknown, t: WorkbookText): string {
  const finding = Sentence.safeParse(value);
  if (!finding.success) return t('claims.noHit');
  const { ruleId, facts } = finding.data;
  return t([`rule.${ruleId}.headline`, `rule.${ruleId}.title`, 'claims.unknownRule'], { ...facts, ruleId });
}

function isMoney({ kind }: ShownColumn): boolean {
  return kind === 'fen';
}

function notes(
  input: ExportFacts & { request: GridExport },
  { written, sums }: { written: number; sums: readonly number[] },
  t: WorkbookText,
): (readonly [string, string])[] {
  const { request } = input;
  const totals = request.columns.flatMap((column, index) =>
    isMoney(column) ? [[`${t('book.total')} ${column.header}`, yuanText(sums[index] ?? 0)] as const] : [],
  );
  return [
    ...commonNotes(request.title, input, t),
    ...(request.scheme === null ? [] : [[t('book.note.scheme'), request.scheme] as const]),
    [t('book.note.filter'), filterWords(request.query, t, request.conditions)],
    [t('book.note.rows'), String(written)],
    ...totals,
  ];
}
