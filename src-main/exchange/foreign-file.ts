import { open, type FileHandle } from 'node:fs/promises';
import { AppError } from '../../src-shared/errors.ts';
import { detectCsv, type CsvShape } from './csv-detect.ts';
import { readCsv } from './read-csv.ts';
import { readSheet, type RowListener } from './read-sheet.ts';
import { openOldWorkbook, readOldSheet, type OldSheet, type OldWorkbook } from './read-xls.ts';
import { openWorkbook, type SheetPart, type Workbook } from './workbook-parts.ts';

/** A file from outside, opened by what it contains; its name decides nothing. */
export type ForeignFile =
  | { format: 'xlsx'; workbook: Workbook; sheets: readonly SheetPart[] }
  | { format: 'xls'; book: OldWorkbook; sheets: readonly OldSheet[] }
  | { format: 'csv'; file: FileHandle; shape: CsvShape };

const SIGNATURES: readonly { bytes: readonly number[]; format: string }[] = [
  { bytes: [0x25, 0x50, 0x44, 0x46], format: 'pdf' },
  { bytes: [0x52, 0x61, 0x72, 0x21], format: 'rar' },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], format: '7z' },
  { bytes: [0x1f, 0x8b], format: 'gzip' },
  { bytes: [0xff, 0xd8, 0xff], format: 'jpeg' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], format: 'png' },
];
const MAX_OLD_BYTES = 64 * 1024 * 1024;
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0];
/** A worksheet record at the very start: Excel 2 to 4, before the container. */
const BARE_SHEETS = [
  [0x09, 0x00, 0x04, 0x00],
  [0x09, 0x02, 0x06, 0x00],
  [0x09, 0x04, 0x06, 0x00],
  [0x09, 0x08],
];
const ENCRYPTED_PACKAGE = Buffer.from('EncryptedPackage', 'utf16le');
/** Names the stream of cells has in the container; without one it is another kind of document. */
const CELL_STREAMS = ['Workbook', 'WORKBOOK', 'Book', 'BOOK'].map((name) => Buffer.from(name, 'utf16le'));

/** Opens the file, calls `use`, closes it again; what is no workbook of today and no csv is refused by its kind. */
export async function withForeignFile<Result>(
  path: string,
  use: (file: ForeignFile) => Promise<Result>,
): Promise<Result> {
  const file = await open(path, 'r');
  try {
    return await use(await recognise(file));
  } finally {
    await file.close();
  }
}

async function recognise(file: FileHandle): Promise<ForeignFile> {
  const { size } = await file.stat();
  if (size === 0) throw new AppError('BAD_REQUEST', 'file-empty');
  const head = Buffer.alloc(Math.min(size, 64 * 1024));
  await file.read(head, 0, head.length, 0);
  if (startsWith(head, ZIP)) {
    const workbook = await openWorkbook(file);
    return { format: 'xlsx', workbook, sheets: workbook.sheets };
  }
  if (startsWith(head, COMPOUND)) return oldWorkbook(await compoundBody(file, size));
  if (BARE_SHEETS.some((start) => startsWith(head, start))) return oldWorkbook(await wholeFile(file, size));
  const known = SIGNATURES.find((signature) => startsWith(head, signature.bytes));
  if (known) throw new AppError('BAD_REQUEST', 'format-not-supported', { format: known.format });
  const text = head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  if (text.startsWith('<')) {
    const format = text.includes('<html') || text.startsWith('<table') ? 'html' : 'xml';
    throw new AppError('BAD_REQUEST', 'format-not-supported', { format });
  }
  // A header never begins like this; a JSON document always does.
  if (/^[[{]\s*[[{"\]}]/.test(text)) throw new AppError('BAD_REQUEST', 'format-not-supported', { format: 'json' });
  return { format: 'csv', file, shape: await detectCsv(file) };
}

/** Old .xls and encrypted workbooks share one container; the names of its streams tell them apart. */
async function compoundBody(file: FileHandle, sizeBytes: number): Promise<Buffer> {
  const body = await wholeFile(file, sizeBytes);
  if (body.includes(ENCRYPTED_PACKAGE)) throw new AppError('BAD_REQUEST', 'file-encrypted');
  if (!CELL_STREAMS.some((name) => body.includes(name))) throw new AppError('BAD_REQUEST', 'not-a-spreadsheet');
  return body;
}

/** An .xls is read whole: its sheets are spread over the container. Excel never wrote one of more than some tens of MiB. */
async function wholeFile(file: FileHandle, sizeBytes: number): Promise<Buffer> {
  if (sizeBytes > MAX_OLD_BYTES)
    throw new AppError('BAD_REQUEST', 'workbook-too-large', { limitMiB: MAX_OLD_BYTES / 1048576 });
  const body = Buffer.alloc(sizeBytes);
  await file.read(body, 0, sizeBytes, 0);
  return body;
}

function oldWorkbook(body: Buffer): ForeignFile {
  const book = openOldWorkbook(body);
  return { format: 'xls', book, sheets: book.sheets };
}

function startsWith(head: Buffer, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}

/** Sends the rows of the csv, or of the named sheet (else the first visible one), to the listener. */
export async function readRows(file: ForeignFile, sheetName: string | null, onRow: RowListener): Promise<void> {
  if (file.format === 'csv') {
    await readCsv(file.file, file.shape, onRow);
    return;
  }
  if (file.format === 'xls') {
    readOldSheet(file.book, sheetNamed(file.sheets, sheetName), onRow);
    return;
  }
  await readSheet(file.workbook, sheetNamed(file.sheets, sheetName), onRow);
}

export function sheetNamed<Sheet extends { name: string; hidden: boolean }>(
  sheets: readonly Sheet[],
  name: string | null,
): Sheet {
  const sheet =
    name === null ? (sheets.find((one) => !one.hidden) ?? sheets[0]) : sheets.find((one) => one.name === name);
  if (sheet === undefined) throw new AppError('NOT_FOUND', 'sheet-not-found', { sheet: name });
  return sheet;
}
