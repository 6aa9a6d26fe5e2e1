import { EMPTY_CELL, type Cell } from '../../src-shared/domain/exchange/cell.ts';
import { AppError } from '../../src-shared/errors.ts';
import { attributeOf, type XmlListener } from './xml-scanner.ts';
import { decodeEscapes, scanPart, type SheetPart, type Workbook } from './workbook-parts.ts';

/** Takes one row; false stops the reading. Cells are by column, empty ones filled in. */
export type RowListener = (rowNo: number, cells: readonly Cell[]) => boolean;

const SHEET_BYTES = 1024 * 1024 * 1024;
/** More columns than any of our files: further ones are not read. */
const MAX_COLUMNS = 512;
const MAX_ROW_NO = 1_048_576;
const MAX_CELL_CHARACTERS = 32_767 * 2;

class Stop extends Error {}

/** Reads the rows of a sheet in order, formulas by the value the workbook has kept for them. */
export async function readSheet(workbook: Workbook, sheet: SheetPart, onRow: RowListener): Promise<void> {
  const reader = new SheetReader(workbook, onRow);
  try {
    await scanPart(workbook.file, sheet.entry, SHEET_BYTES, reader);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
  }
}

class SheetReader implements XmlListener {
  readonly #workbook: Workbook;
  readonly #onRow: RowListener;
  #rowNo = 0;
  #cells: Cell[] = [];
  #column = -1;
  #type = 'n';
  #style = 0;
  #value: string | null = null;
  #inlineText: string | null = null;
  #hasFormula = false;
  #reading: 'value' | 'inline' | null = null;
  #inPhonetic = false;

  constructor(workbook: Workbook, onRow: RowListener) {
    this.#workbook = workbook;
    this.#onRow = onRow;
  }

  open(name: string, attributes: string, selfClosing: boolean): void {
    switch (name) {
      case 'c':
        this.#openCell(attributes);
        break;
      case 'v':
        this.#value = '';
        this.#reading = selfClosing ? null : 'value';
        break;
      case 'f':
        this.#hasFormula = true;
        break;
      case 'is':
        this.#inlineText = '';
        break;
      case 't':
        if (this.#inlineText !== null && !selfClosing && !this.#inPhonetic) this.#reading = 'inline';
        break;
      case 'rPh':
        this.#inPhonetic = !selfClosing;
        break;
      case 'row':
        this.#openRow(attributes);
        break;
    }
  }

  text(text: string): void {
    if (this.#reading === 'value') this.#value = (this.#value ?? '') + text;
    else if (this.#reading === 'inline') this.#inlineText = (this.#inlineText ?? '') + text;
    else return;
    if (Math.max(this.#value?.length ?? 0, this.#inlineText?.length ?? 0) > MAX_CELL_CHARACTERS) throw damaged();
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#reading = null;
    else if (name === 'rPh') this.#inPhonetic = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row' && !this.#onRow(this.#rowNo, this.#cells)) throw new Stop();
  }

  #openRow(attributes: string): void {
    const given = attributeOf(attributes, 'r');
    const rowNo = given === null ? this.#rowNo + 1 : Number(given);
    if (!Number.isInteger(rowNo) || rowNo <= this.#rowNo || rowNo > MAX_ROW_NO) throw damaged();
    this.#rowNo = rowNo;
    this.#cells = [];
    this.#column = -1;
  }

  #openCell(attributes: string): void {
    const reference = attributeOf(attributes, 'r');
    this.#column = reference === null ? this.#column + 1 : columnIndex(reference);
    this.#type = attributeOf(attributes, 't') ?? 'n';
    this.#style = Number(attributeOf(attributes, 's') ?? '0');
    this.#value = null;
    this.#inlineText = null;
    this.#hasFormula = false;
  }

  #closeCell(): void {
    if (this.#column < 0 || this.#column >= MAX_COLUMNS) return;
    const cell = this.#cell();
    if (cell.is === 'empty') return;
    while (this.#cells.length < this.#column) this.#cells.push(EMPTY_CELL);
    this.#cells[this.#column] = cell;
  }

  #cell(): Cell {
    if (this.#type === 'inlineStr') return textCell(decodeEscapes(this.#inlineText ?? ''));
    const value = this.#value;
    // A formula nobody has calculated yet: there is no value to take, and we do not calculate foreign formulas.
    if (value === null || (value === '' && this.#type === 'n')) {
      return this.#hasFormula ? { is: 'error', code: '#FORMULA' } : EMPTY_CELL;
    }
    switch (this.#type) {
      case 's':
        return textCell(this.#sharedText(value));
      case 'str':
        return textCell(decodeEscapes(value));
      case 'b':
        return { is: 'flag', value: value === '1' || value === 'true' };
      case 'e':
        return { is: 'error', code: value.slice(0, 20) };
      case 'd':
        return textCell(value);
      default:
        return this.#numberCell(value);
    }
  }

  #sharedText(value: string): string {
    const text = this.#workbook.strings[Number(value)];
    // The index points nowhere: taking the row without its text would be inventing data.
    if (text === undefined) throw new AppError('BAD_REQUEST', 'workbook-lost-its-texts', { rowNo: this.#rowNo });
    return text;
  }

  #numberCell(value: string): Cell {
    const digits = fifteenDigits(value.trim());
    if (digits === null) throw damaged();
    const isDate = this.#workbook.dateStyles[this.#style] === true;
    return isDate ? { is: 'date', digits, from1904: this.#workbook.from1904 } : { is: 'number', digits };
  }
}

function textCell(text: string): Cell {
  return text === '' ? EMPTY_CELL : { is: 'text', text };
}

/** The number with 15 significant digits, as Excel shows it: 0.30000000000000004 is 0.3. Null when it is no number. */
export function fifteenDigits(value: string): string | null {
  if (/^-?\d{1,15}$/.test(value)) return value;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value)) return null;
  const number = Number(value);
  if (!Number.isFinite(number)) return null;
  if (/^-?\d+$/.test(value)) return value;
  return plainDigits(Number(number.toPrecision(15)));
}

/** The shortest decimal text of a number without an exponent. */
function plainDigits(number: number): string {
  const text = String(number);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const digits = `${match[2] ?? ''}${match[3] ?? ''}`;
  const exponent = Number(match[4]);
  if (exponent < 0) return `${match[1] ?? ''}0.${'0'.repeat(-exponent - 1)}${digits}`;
  return `${match[1] ?? ''}${digits.padEnd(exponent + 1, '0')}`;
}

/** Index of the column a cell reference names: A1 → 0, AA3 → 26. */
function columnIndex(reference: string): number {
  let index = 0;
  let at = 0;
  for (; at < reference.length; at += 1) {
    const letter = reference.charCodeAt(at) & 0xdf;
    if (letter < 65 || letter > 90) break;
    index = index * 26 + letter - 64;
  }
  if (at === 0 || at > 3) throw damaged();
  return index - 1;
}

function damaged(): AppError {
  return new AppError('BAD_REQUEST', 'workbook-damaged');
}
