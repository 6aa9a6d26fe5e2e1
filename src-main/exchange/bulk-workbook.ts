import { columnLetters } from '../../src-shared/domain/exchange/find-header.ts';
import {
  contentTypesXml,
  dataStyle,
  escapeXml,
  guardedStyle,
  headerRow,
  rootRelationsXml,
  sheetHeadXml,
  sheetTailXml,
  stylesXml,
  workbookRelationsXml,
  workbookXml,
  type SheetEntry,
} from './bulk-workbook-xml.ts';
import { looksLikeFormula } from '../../src-shared/domain/exchange/formula-guard.ts';
import { asFileProblem } from '../jobs/file-problems.ts';
import { dropGrowingFile, finishFile, growingPath } from './finished-file.ts';
import {
  dateSerial,
  numberDigits,
  plainText,
  ROWS_PER_SHEET,
  sheetName,
  type CellFormat,
  type CellValue,
  type SheetMeta,
  type WorkbookSink,
} from './workbook-sink.ts';
import { ZipWriter } from './zip-writer.ts';

/** XML gathered before it is handed to the packer: fewer, larger pieces cost less. */
const PIECE_CHARACTERS = 128 * 1024;
const NEEDS_CARE = /[&<>"]|[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]|^\s|\s$|[\n\t]/;

type CellWriter = (rowNo: string, value: CellValue) => string;

/** The writer for large detail lists: own XML straight into a packer, a third of the CPU of the library (design §7). */
export class BulkWorkbook implements WorkbookSink {
  readonly #path: string;
  readonly #zip: ZipWriter;
  readonly #sheets: SheetEntry[] = [];
  #meta: SheetMeta | null = null;
  #writers: CellWriter[] = [];
  #rowNo = 0;
  #rowsInSheet = 0;
  #splits = 0;
  #piece = '';
  #closed = false;
  finalPath = '';

  constructor(path: string) {
    this.#path = path;
    this.#zip = new ZipWriter(growingPath(path));
  }

  async sheet(meta: SheetMeta): Promise<void> {
    await this.#endSheet();
    this.#splits = 0;
    await this.#beginSheet(meta);
  }

  row(cells: readonly CellValue[]): void | Promise<void> {
    if (this.#rowsInSheet >= ROWS_PER_SHEET) return this.#splitSheet(cells);
    this.#rowNo += 1;
    this.#rowsInSheet += 1;
    const rowNo = String(this.#rowNo);
    let xml = `<row r="${rowNo}">`;
    const writers = this.#writers;
    for (let index = 0; index < writers.length; index += 1) xml += writers[index]?.(rowNo, cells[index] ?? null) ?? '';
    this.#piece += `${xml}</row>`;
    return this.#piece.length >= PIECE_CHARACTERS ? this.#flush() : undefined;
  }

  async close(): Promise<void> {
    try {
      await this.#endSheet();
      await this.#part('xl/styles.xml', stylesXml());
      await this.#part('xl/workbook.xml', workbookXml(this.#sheets));
      await this.#part('xl/_rels/workbook.xml.rels', workbookRelationsXml(this.#sheets.length));
      await this.#part('_rels/.rels', rootRelationsXml());
      await this.#part('[Content_Types].xml', contentTypesXml(this.#sheets.length));
      await this.#zip.close();
      this.finalPath = await finishFile(this.#path);
      this.#closed = true;
    } catch (error) {
      throw asFileProblem(error);
    }
  }

  async abort(): Promise<void> {
    if (this.#closed) return;
    await this.#zip.destroy();
    await dropGrowingFile(this.#path);
  }

  async #splitSheet(cells: readonly CellValue[]): Promise<void> {
    const meta = this.#meta;
    if (meta === null) throw new Error('no sheet has been begun');
    await this.#endSheet();
    this.#splits += 1;
    await this.#beginSheet({ ...meta, name: `${meta.name} ${String(this.#splits + 1)}` });
    await this.row(cells);
  }

  async #beginSheet(meta: SheetMeta): Promise<void> {
    this.#meta = { ...meta, name: sheetName(meta.name) };
    this.#writers = meta.columns.map((column, index) => cellWriter(columnLetters(index), column.format));
    this.#rowNo = headerRow(meta);
    this.#rowsInSheet = 0;
    await this.#zip.begin(`xl/worksheets/sheet${String(this.#sheets.length + 1)}.xml`);
    this.#piece = sheetHeadXml(meta);
  }

  async #endSheet(): Promise<void> {
    const meta = this.#meta;
    if (meta === null) return;
    this.#meta = null;
    this.#piece += sheetTailXml(meta, this.#rowNo);
    await this.#flush();
    await this.#zip.end();
    const lastColumn = columnLetters(meta.columns.length - 1);
    this.#sheets.push({ name: meta.name, lastColumn, headerRow: headerRow(meta), lastRow: this.#rowNo });
  }

  async #flush(): Promise<void> {
    const piece = this.#piece;
    this.#piece = '';
    try {
      await this.#zip.write(piece);
    } catch (error) {
      throw asFileProblem(error);
    }
  }

  async #part(name: string, xml: string): Promise<void> {
    await this.#zip.begin(name);
    await this.#zip.write(xml);
    await this.#zip.end();
  }
}

function cellWriter(letters: string, format: CellFormat): CellWriter {
  const style = String(dataStyle(format));
  const empty = `" s="${style}"/>`;
  const start = `<c r="${letters}`;
  if (format === 'text' || format === 'code') {
    const plain = `" s="${style}" t="inlineStr"><is><t>`;
    const careful = (guarded: boolean): string =>
      `" s="${guarded ? String(guardedStyle(format)) : style}" t="inlineStr"><is><t xml:space="preserve">`;
    return (rowNo, value) => {
      if (value === null || value === '') return start + rowNo + empty;
      const text = typeof value === 'string' ? value : String(value);
      const guarded = looksLikeFormula(text);
      if (!guarded && text.length < 32_767 && !NEEDS_CARE.test(text))
        return `${start}${rowNo}${plain}${text}</t></is></c>`;
      return `${start}${rowNo}${careful(guarded)}${escapeXml(plainText(text))}</t></is></c>`;
    };
  }
  const open = `" s="${style}"><v>`;
  if (format === 'date') {
    return (rowNo, value) =>
      typeof value === 'string' ? `${start}${rowNo}${open}${String(dateSerial(value))}</v></c>` : start + rowNo + empty;
  }
  return (rowNo, value) =>
    typeof value === 'number' ? `${start}${rowNo}${open}${numberDigits(value, format)}</v></c>` : start + rowNo + empty;
}
