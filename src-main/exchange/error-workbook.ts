import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type ExcelJS from 'exceljs';
import type { ImportKind, RowIssue } from '../../src-shared/contract/exchange.contract.ts';
import { countFileCode } from '../../src-shared/domain/counts/count-file.ts';
import { IMPORT_KINDS } from '../../src-shared/domain/exchange/import-kinds.ts';
import type { AppServices } from '../app-services.ts';
import { asFileProblem } from '../jobs/file-problems.ts';
import { loadExcel } from './excel-library.ts';
import { dropGrowingFile, finishFile, growingPath } from './finished-file.ts';
import type { KeptFiles } from './kept-files.ts';
import { runReader } from './file-reader.ts';
import type { ListedRows } from './read-file.isolated.ts';
import { plainText, sheetName } from './workbook-sink.ts';
import type { WorkbookText } from './workbook-text.ts';

const BAD_CELL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFC7CE' } } as const;
const RESULT_CELL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFF1D6' } } as const;
const HEADER = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEDF0F3' } } as const;

interface Input {
  importId: string;
  path: string;
  kept: KeptFiles;
  signal: AbortSignal;
  onProgress(done: number, total: number | null, phase: string): void;
}

/**
 * The user's own rows and columns, every cell as text so that no code changes on the way, with four columns more: result,
 * error code, what is wrong, and the suggested value; bad cells are coloured. It can be mended and taken in again.
 */
export async function writeImportErrors(
  services: AppServices,
  input: Input,
  t: WorkbookText,
): Promise<{ path: string }> {
  const file = await input.kept.ofImport(input.importId);
  const rowsPath = path.join(services.workFolder(), `rows-${services.newId()}.ndjson`);
  const { sheet, headerRowNo, columnNames, kind } = file;
  const { columns } = await runReader<ListedRows>(
    services.isolatedTasks,
    { action: 'list', path: file.path, kind, sheet, headerRowNo, columnNames, rowsPath },
    { signal: input.signal, onProgress: ({ done, total }) => input.onProgress(done, total, 'reading') },
  );
  const issuesByRow = Map.groupBy(file.issues, (issue) => issue.rowNo);
  const warningsByRow = Map.groupBy(file.warnings, (warning) => warning.rowNo);
  const repeats = new Map(file.repeats.map((repeat) => [repeat.rowNo, repeat.sameAsRowNo]));
  const columnOf = (field: string): number => {
    const source = file.mapping.fields[field];
    return source?.from === 'column' ? columns.indexOf(source.column) : -1;
  };
  const Excel = await loadExcel();
  const book = new Excel.stream.xlsx.WorkbookWriter({
    filename: growingPath(input.path),
    useStyles: true,
    zip: { zlib: { level: 6 } },
  });
  try {
    const out = book.addWorksheet(sheetName(t('book.importErrors')), { views: [{ state: 'frozen', ySplit: 1 }] });
    const titles = titlesOf(kind, columns, t);
    out.columns = [
      ...columns.map((key) => ({ width: 16, hidden: titles !== null && HIDDEN_KEYS.has(key) })),
      ...RESULT_COLUMNS.map(() => ({ width: 16 })),
    ];
    const header = out.addRow([...(titles ?? columns), ...RESULT_COLUMNS.map((key) => t(key))]);
    header.eachCell((cell) => Object.assign(cell, { fill: HEADER, font: { bold: true } }));
    header.commit();
    if (titles !== null) addKeys(out, columns);
    for await (const line of createInterface({ input: createReadStream(rowsPath, 'utf8') })) {
      const { rowNo, cells } = JSON.parse(line) as { rowNo: number; cells: string[] };
      const issues = issuesByRow.get(rowNo) ?? [];
      const row = out.addRow([
        ...columns.map((_, index) => plainText(cells[index] ?? '')),
        ...resultOf({ issues, warnings: warningsByRow.get(rowNo) ?? [], sameAsRowNo: repeats.get(rowNo), kind }, t),
      ]);
      row.eachCell({ includeEmpty: true }, (cell) => (cell.numFmt = '@'));
      for (const issue of issues) {
        const at = issue.field === null ? -1 : columnOf(issue.field);
        if (at >= 0) row.getCell(at + 1).fill = BAD_CELL;
        row.getCell(columns.length + 1).fill = RESULT_CELL;
      }
      row.commit();
    }
    await book.commit();
    return { path: await finishFile(input.path) };
  } catch (error) {
    await dropGrowingFile(input.path);
    throw asFileProblem(error);
  }
}

const RESULT_COLUMNS = ['book.result', 'book.errorCode', 'book.explanation', 'book.suggested'] as const;

/** Columns of our own files that a person need not see; their cells tell which row of which file this was. */
const HIDDEN_KEYS: ReadonlySet<string> = new Set(['lineUid', 'rowCheck', 'exportRev']);

/** Our own files have the keys of their fields in a hidden row: the headings are words again. Null for any other file. */
function titlesOf(kind: ImportKind, columns: readonly string[], t: WorkbookText): string[] | null {
  const keys = new Set(IMPORT_KINDS[kind].fields.map(({ key }) => key));
  if (columns.filter((column) => keys.has(column)).length < 2) return null;
  return columns.map((column) => t([`book.count.${column}`, `exchange.field.${kind}.${column}`, column]));
}

/** The hidden row again, so that the mended file is read like the one it was made of. */
function addKeys(sheet: ExcelJS.Worksheet, columns: readonly string[]): void {
  const keys = sheet.addRow([...columns]);
  keys.hidden = true;
  keys.commit();
}

interface RowResult {
  issues: readonly RowIssue[];
  warnings: readonly RowIssue[];
  sameAsRowNo: number | undefined;
  kind: ImportKind;
}

function resultOf({ issues: refusals, warnings, sameAsRowNo, kind }: RowResult, t: WorkbookText): string[] {
  if (sameAsRowNo !== undefined) return [t('book.result.repeated', { row: sameAsRowNo }), '', '', ''];
  const issues = refusals.length === 0 ? warnings : refusals;
  if (issues.length === 0) return [t('book.result.ok'), '', '', ''];
  return [
    t(refusals.length === 0 ? 'book.result.ok' : 'book.result.refused'),
    issues.map(({ reason }) => codeOf(kind, reason)).join('\n'),
    issues.map((issue) => t(`error.${issue.reason}`, scalars(issue.details))).join('\n'),
    issues
      .map((issue) => String(issue.details['suggested'] ?? ''))
      .filter((value) => value !== '')
      .join('\n'),
  ];
}

/** A count sheet has codes of its own (stock §5.3), before the word that is the same everywhere. */
function codeOf(kind: ImportKind, reason: string): string {
  const code = kind === 'countSheets' ? countFileCode(reason) : null;
  return code === null ? reason : `${code} ${reason}`;
}

function scalars(details: RowIssue['details']): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [key, typeof value === 'number' ? value : String(value ?? '')]),
  );
}
