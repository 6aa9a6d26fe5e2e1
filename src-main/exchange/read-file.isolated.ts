import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { finished, pipeline } from 'node:stream/promises';
import { cellText, type Cell } from '../../src-shared/domain/exchange/cell.ts';
import {
  columnNames,
  findHeader,
  HEADER_SEARCH_ROWS,
  type TopRow,
} from '../../src-shared/domain/exchange/find-header.ts';
import { judgeCountRow, type CountFileFacts } from '../../src-shared/domain/counts/judge-count-row.ts';
import { createGatherer, type Gathered } from '../../src-shared/domain/exchange/gather-things.ts';
import type { GatheredThing, RowJudge } from '../../src-shared/domain/exchange/gathering.ts';
import { shownText } from '../../src-shared/domain/exchange/shown-text.ts';
import type { Mapping } from '../../src-shared/domain/exchange/suggest-mapping.ts';
import type { CountSheetValues, ThingKind } from '../../src-shared/domain/exchange/things.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { IsolatedTaskControl } from '../jobs/isolated-task.ts';
import { readRows, sheetNamed, withForeignFile, type ForeignFile } from './foreign-file.ts';
import { LinesFile } from './lines-file.ts';

export interface InspectInput {
  action: 'inspect';
  path: string;
  kind: ThingKind;
  sheet: string | null;
  headerRowNo: number | null;
  columnNames?: readonly string[] | null | undefined;
}

export interface Inspected {
  format: ForeignFile['format'];
  fileSha256: string;
  encoding: string | null;
  separator: string | null;
  quote: string | null;
  sheets: { name: string; rowCount: number }[];
  sheet: string | null;
  headerRowNo: number;
  columnNames: string[] | null;
  columns: { name: string; samples: string[] }[];
  rowCount: number;
}

export interface PreviewInput {
  action: 'preview';
  path: string;
  kind: ThingKind;
  sheet: string | null;
  /** 0: the file has no headers. With column names: the last row before the data. */
  headerRowNo: number;
  columnNames?: readonly string[] | null | undefined;
  mapping: Mapping;
  /** Codes that exist, by field. */
  known: Record<string, string[]>;
  /** For count sheets: what their rows are held against. */
  countFacts?: CountFileFacts | null;
  /** Where the parsed things are put, one JSON per line. */
  thingsPath: string;
}

export interface SampleRow {
  rowNo: number;
  texts: Record<string, string>;
}

export interface Previewed extends Gathered {
  fileSha256: string;
  sample: SampleRow[];
}

/** Lists the rows as a person reads them, for a copy of the file with results beside them. */
export interface ListInput extends Pick<PreviewInput, 'path' | 'kind' | 'sheet' | 'headerRowNo' | 'columnNames'> {
  action: 'list';
  /** Where the rows are put, one JSON per line. */
  rowsPath: string;
}

export interface ListedRows {
  columns: string[];
  rows: number;
}

export type ReadFileInput = InspectInput | PreviewInput | ListInput;

const SAMPLE_VALUES = 5;
const SAMPLE_ROWS = 200;
const SAMPLE_BAD_ROWS = 300;
/** More rows than a person can answer for in one import; also the bound of the process's memory. */
const MAX_ROWS = 300_000;
/** As many columns as are read of any sheet. */
const MAX_COLUMNS = 512;
const PROGRESS_ROWS = 2_000;

export default async function readForeignFile(
  input: ReadFileInput,
  control: IsolatedTaskControl,
): Promise<Inspected | Previewed | ListedRows> {
  const fileSha256 = await sha256(input.path);
  return withForeignFile<Inspected | Previewed | ListedRows>(input.path, (file) => {
    switch (input.action) {
      case 'inspect':
        return inspect(file, input, { fileSha256, control });
      case 'preview':
        return preview(file, input, { fileSha256, control });
      case 'list':
        return list(file, input, control);
    }
  });
}

async function list(file: ForeignFile, input: ListInput, control: IsolatedTaskControl): Promise<ListedRows> {
  const { columns } = await readHeader(file, input);
  let width = 1;
  const out = createWriteStream(input.rowsPath, { flush: true });
  let rows = 0;
  await readRows(file, input.sheet, (rowNo, cells) => {
    if (rowNo <= input.headerRowNo || isEmptyRow(cells)) return true;
    rows += 1;
    if (rows % PROGRESS_ROWS === 0) control.progress(rows, null);
    width = Math.max(width, cells.length);
    out.write(`${JSON.stringify({ rowNo, cells: cells.map(shownText) })}\n`);
    return rows <= MAX_ROWS;
  });
  out.end();
  await finished(out);
  return { columns: columns.slice(0, Math.max(width, headed(columns))), rows };
}

/** How many of the columns have a name of their own, not just their letters. */
function headed(columns: readonly string[]): number {
  return columns.findLastIndex((name) => !/^\[[A-Z]+\]$/.test(name)) + 1;
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

interface Run {
  fileSha256: string;
  control: IsolatedTaskControl;
}

async function inspect(file: ForeignFile, input: InspectInput, { fileSha256, control }: Run): Promise<Inspected> {
  const sheet = input.sheet ?? (await bestSheet(file, input.kind));
  const sheets = await sheetRows(file, sheet);
  const top: TopRow[] = [];
  await readRows(file, sheet, (rowNo, cells) => {
    if (!isEmptyRow(cells)) top.push({ rowNo, cells });
    return top.length < HEADER_SEARCH_ROWS;
  });
  if (top.length === 0) throw new AppError('BAD_REQUEST', 'sheet-empty', { sheet });
  const headerRowNo =
    input.headerRowNo ?? ((input.columnNames ?? null) === null ? findHeader(input.kind, top).rowNo : 0);
  const body = await readBody(file, sheet, { headerRowNo, columnNames: input.columnNames, control });
  return {
    format: file.format,
    fileSha256,
    encoding: file.format === 'csv' ? file.shape.encoding : null,
    separator: file.format === 'csv' ? file.shape.separator : null,
    quote: file.format === 'csv' ? file.shape.quote : null,
    sheets: sheets.map((one) => (one.name === sheet ? { ...one, rowCount: body.rowCount } : one)),
    sheet,
    headerRowNo,
    columnNames: input.columnNames ? [...input.columnNames] : null,
    ...body,
  };
}

/** The rows of the other sheets; the chosen one is counted when it is read. */
async function sheetRows(file: ForeignFile, chosen: string | null): Promise<{ name: string; rowCount: number }[]> {
  if (file.format === 'csv') return [];
  const counts: { name: string; rowCount: number }[] = [];
  for (const sheet of file.sheets) {
    let rowCount = 0;
    if (sheet.name === chosen) {
      counts.push({ name: sheet.name, rowCount });
      continue;
    }
    await readRows(file, sheet.name, (_rowNo, cells) => {
      if (!isEmptyRow(cells)) rowCount += 1;
      return rowCount <= MAX_ROWS;
    });
    counts.push({ name: sheet.name, rowCount });
  }
  return counts;
}

/** The visible sheet whose top rows look most like the headers of the kind. */
async function bestSheet(file: ForeignFile, kind: ThingKind): Promise<string | null> {
  if (file.format === 'csv') return null;
  let best = { name: sheetNamed(file.sheets, null).name, points: Number.NEGATIVE_INFINITY };
  for (const sheet of file.sheets.filter((one) => !one.hidden)) {
    const top: TopRow[] = [];
    await readRows(file, sheet.name, (rowNo, cells) => {
      top.push({ rowNo, cells });
      return top.length < HEADER_SEARCH_ROWS;
    });
    const { points } = findHeader(kind, top);
    if (points > best.points) best = { name: sheet.name, points };
  }
  return best.name;
}

async function readBody(
  file: ForeignFile,
  sheet: string | null,
  {
    headerRowNo,
    columnNames: given = null,
    control,
  }: Pick<PreviewInput, 'headerRowNo' | 'columnNames'> & Pick<Run, 'control'>,
): Promise<Pick<Inspected, 'columns' | 'rowCount'>> {
  let header: readonly Cell[] = [];
  const samples: string[][] = [];
  let rowCount = 0;
  await readRows(file, sheet, (rowNo, cells) => {
    if (rowNo === headerRowNo) header = cells;
    if (rowNo <= headerRowNo || isEmptyRow(cells)) return true;
    rowCount += 1;
    if (rowCount % PROGRESS_ROWS === 0) control.progress(rowCount, null);
    cells.forEach((cell, index) => addSample((samples[index] ??= []), cell));
    return rowCount <= MAX_ROWS;
  });
  refuseTooMany(rowCount);
  // A csv row longer than its header has a separator too many: it is refused, not given a column.
  const hasHeader = given === null && headerRowNo > 0;
  const width = file.format === 'csv' && hasHeader ? header.length : Math.max(header.length, samples.length);
  const names = given === null ? columnNames(header, width) : givenNames(given, width);
  return { columns: names.map((name, index) => ({ name, samples: samples[index] ?? [] })), rowCount };
}

/** The given names in order; columns beyond them are named by their letters, so that nothing of the file is hidden. */
function givenNames(given: readonly string[], width: number): string[] {
  return columnNames(
    given.map((name) => ({ is: 'text', text: name })),
    Math.max(given.length, width),
  );
}

function addSample(samples: string[], cell: Cell): void {
  if (samples.length >= SAMPLE_VALUES) return;
  const text = shownText(cell).slice(0, 60);
  if (text !== '' && !samples.includes(text)) samples.push(text);
}

function isEmptyRow(cells: readonly Cell[]): boolean {
  return cells.every((cell) => cellText(cell) === '');
}

function refuseTooMany(rows: number): void {
  if (rows > MAX_ROWS) throw new AppError('BAD_REQUEST', 'too-many-rows', { limit: MAX_ROWS });
}

async function preview(file: ForeignFile, input: PreviewInput, run: Run): Promise<Previewed> {
  const { columns } = await readHeader(file, input);
  const { kind, mapping } = input;
  const things = new LinesFile(input.thingsPath);
  const gatherer = createGatherer(
    { kind, columns, mapping, known: knownCodes(input.known), judge: judgeOf(input.countFacts ?? null) },
    {
      put: (thing) => things.add(JSON.stringify(thing)),
      get: (place) => JSON.parse(things.lineAt(place)) as GatheredThing,
    },
  );
  const sample: SampleRow[] = [];
  let rows = 0;
  let badRows = 0;
  await readRows(file, input.sheet, (rowNo, cells) => {
    if (rowNo <= input.headerRowNo || isEmptyRow(cells)) return true;
    rows += 1;
    if (rows % PROGRESS_ROWS === 0) run.control.progress(rows, null);
    const row = gatherer.addRow(rowNo, cells);
    const isBad = row !== null && row.findings.length > 0;
    if (row !== null && (sample.length < SAMPLE_ROWS || (isBad && badRows < SAMPLE_BAD_ROWS)))
      sample.push({ rowNo: row.rowNo, texts: gatherer.textsOf(row) });
    if (isBad) badRows += 1;
    return rows <= MAX_ROWS;
  });
  refuseTooMany(rows);
  const gathered = gatherer.finish();
  things.close();
  return { ...gathered, fileSha256: run.fileSha256, sample };
}

/** `checkThing` has proved the form of the values for their kind. */
function judgeOf(facts: CountFileFacts | null): RowJudge | null {
  if (facts === null) return null;
  return (values, textOf) => judgeCountRow(values as unknown as CountSheetValues, facts, textOf);
}

function knownCodes(known: Readonly<Record<string, readonly string[]>>): Record<string, ReadonlySet<string>> {
  return Object.fromEntries(Object.entries(known).map(([field, codes]) => [field, new Set(codes)]));
}

async function readHeader(
  file: ForeignFile,
  input: Pick<PreviewInput, 'sheet' | 'headerRowNo' | 'columnNames'>,
): Promise<{ columns: string[] }> {
  const { headerRowNo, columnNames: given = null } = input;
  const hasHeader = given === null && headerRowNo > 0;
  let header: readonly Cell[] | null = null;
  await readRows(file, input.sheet, (rowNo, cells) => {
    if (hasHeader && rowNo === headerRowNo) header = cells;
    return hasHeader && rowNo < headerRowNo;
  });
  if (header === null && hasHeader) throw new AppError('NOT_FOUND', 'header-row-not-found', { rowNo: headerRowNo });
  const names = header ?? [];
  // Only a text file with headers has a fixed width: there a cell too many is a separator too many.
  const width = file.format === 'csv' && hasHeader ? names.length : MAX_COLUMNS;
  return { columns: given === null ? columnNames(names, width) : givenNames(given, width) };
}
