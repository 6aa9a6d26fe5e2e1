import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { guardedText } from '../../src-shared/domain/exchange/formula-guard.ts';
import { asFileProblem } from '../jobs/file-problems.ts';
import { shanghaiTime } from './export-notes.ts';
import { dropGrowingFile, finishFile, growingPath } from './finished-file.ts';
import { numberDigits, type CellFormat, type CellValue, type SheetMeta, type WorkbookSink } from './workbook-sink.ts';

/** Excel in China takes a file without this mark for GBK. */
const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';
const PIECE_CHARACTERS = 256 * 1024;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/**
 * The table of a report as csv for Excel and for other programs: one line of headings, numbers as plain digits in yuan and
 * units, days as 2026-01-05, text that is no formula. What stands around the table in a workbook, and its further sheets,
 * have no place in a csv.
 */
export class CsvFile implements WorkbookSink {
  finalPath: string;
  readonly #out: WriteStream;
  #formats: readonly CellFormat[] | null = null;
  #isTable = true;
  #piece = BYTE_ORDER_MARK;
  #failure: unknown = null;
  #closed = false;

  constructor(finalPath: string) {
    this.finalPath = finalPath;
    this.#out = createWriteStream(growingPath(finalPath));
    this.#out.on('error', (error) => {
      this.#failure = error;
    });
  }

  async sheet(meta: SheetMeta): Promise<void> {
    this.#isTable = this.#formats === null;
    if (!this.#isTable) return;
    this.#formats = meta.columns.map((column) => column.format);
    this.#piece += line(meta.columns.map((column) => guardedText(column.header)));
    await this.#flush();
  }

  row(cells: readonly CellValue[]): void | Promise<void> {
    const formats = this.#formats;
    if (!this.#isTable || formats === null) return;
    this.#piece += line(formats.map((format, index) => csvText(cells[index] ?? null, format)));
    return this.#piece.length >= PIECE_CHARACTERS ? this.#flush() : undefined;
  }

  async close(): Promise<void> {
    try {
      await this.#flush();
      this.#out.end();
      await finished(this.#out);
      this.finalPath = await finishFile(this.finalPath);
      this.#closed = true;
    } catch (error) {
      throw asFileProblem(error);
    }
  }

  async abort(): Promise<void> {
    if (this.#closed) return;
    this.#out.destroy();
    await dropGrowingFile(this.finalPath);
  }

  async #flush(): Promise<void> {
    const piece = this.#piece;
    this.#piece = '';
    if (this.#failure === null && !this.#out.write(piece))
      await Promise.race([once(this.#out, 'drain'), failed(this.#out)]);
    if (this.#failure !== null) throw asFileProblem(this.#failure);
  }
}

/** Settles when the file cannot be written any more. */
function failed(out: WriteStream): Promise<void> {
  return new Promise((resolve) => {
    out.once('close', resolve);
  });
}

function line(texts: readonly string[]): string {
  return `${texts.map((text) => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(',')}${LINE_END}`;
}

function csvText(value: CellValue, format: CellFormat): string {
  if (value === null) return '';
  if (typeof value === 'string') return format === 'date' ? value : guardedText(value);
  if (format === 'instantMs') return shanghaiTime(value);
  return numberDigits(value, format);
}
