import { EMPTY_CELL, type Cell } from '../../src-shared/domain/exchange/cell.ts';
import { AppError } from '../../src-shared/errors.ts';
import { CACHED_BYTES, CellCache } from './cell-cache.ts';
import { decodeEscapes, scanPart, type SheetPart, type Workbook } from './workbook-parts.ts';
import { isText, type XmlByteListener } from './xml-bytes.ts';
import { textOfBytes } from './xml-text.ts';

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

/** How the content of a cell is to be understood: the `t` of the cell. */
const TYPES = ['n', 's', 'str', 'inlineStr', 'b', 'e', 'd'] as const;
type CellType = (typeof TYPES)[number];
const ROW_NAME = 'row';
const PHONETIC_NAME = 'rPh';
const [LETTER_C, LETTER_V, LETTER_F, LETTER_T, LETTER_I, LETTER_S, LETTER_R] = [99, 118, 102, 116, 105, 115, 114];
const [AMPERSAND, UNDERLINE, ZERO, NINE] = [38, 95, 48, 57];
const [SPACE, EQUALS, QUOTE, APOSTROPHE] = [32, 61, 34, 39];

class SheetReader implements XmlByteListener {
  readonly #workbook: Workbook;
  readonly #onRow: RowListener;
  readonly #caches: (CellCache | undefined)[] = [];
  readonly #sharedCells: (Cell | undefined)[] = [];
  /** The content of the cell as bytes while it is short and plain; else as text. */
  readonly #short = Buffer.alloc(CACHED_BYTES);
  #shortLength = 0;
  #long: string | null = null;
  readonly #places: Places = { r: 0, rTo: 0, s: 0, sTo: 0, t: 0, tTo: 0 };
  #rowNo = 0;
  #cells: Cell[] = [];
  #column = -1;
  #type: CellType = 'n';
  #style = 0;
  #hasValue = false;
  #hasInline = false;
  #hasFormula = false;
  #reading = false;
  #inPhonetic = false;

  constructor(workbook: Workbook, onRow: RowListener) {
    this.#workbook = workbook;
    this.#onRow = onRow;
  }

  open(bytes: Buffer, nameFrom: number, nameTo: number, to: number): void {
    const length = nameTo - nameFrom;
    const first = bytes[nameFrom];
    if (length === 1) {
      if (first === LETTER_C) this.#openCell(bytes, nameTo, to);
      else if (first === LETTER_V) this.#openValue();
      else if (first === LETTER_F) this.#hasFormula = true;
      else if (first === LETTER_T) this.#reading = this.#hasInline && !this.#inPhonetic;
    } else if (length === 2 && first === LETTER_I && bytes[nameFrom + 1] === LETTER_S) this.#openInline();
    else if (isText(bytes, nameFrom, nameTo, ROW_NAME)) this.#openRow(bytes, nameTo, to);
    else if (isText(bytes, nameFrom, nameTo, PHONETIC_NAME)) this.#inPhonetic = true;
  }

  text(bytes: Buffer, from: number, to: number, isRaw: boolean): void {
    if (!this.#reading) return;
    const length = to - from;
    if (this.#long === null && this.#shortLength === 0 && length <= CACHED_BYTES && !isRaw) {
      const short = this.#short;
      let at = 0;
      for (; at < length; at += 1) {
        const sign = bytes[from + at] ?? 0;
        if (sign === AMPERSAND || sign === UNDERLINE) break;
        short[at] = sign;
      }
      if (at === length) {
        this.#shortLength = length;
        return;
      }
    }
    this.#long = (this.#long ?? this.#shortText()) + textOfBytes(bytes, from, to, isRaw);
    this.#shortLength = 0;
    if (this.#long.length > MAX_CELL_CHARACTERS) throw damaged();
  }

  close(bytes: Buffer, nameFrom: number, nameTo: number): void {
    const first = bytes[nameFrom];
    if (nameTo - nameFrom === 1) {
      if (first === LETTER_V || first === LETTER_T) this.#reading = false;
      else if (first === LETTER_C) this.#closeCell();
    } else if (isText(bytes, nameFrom, nameTo, ROW_NAME)) {
      if (!this.#onRow(this.#rowNo, this.#cells)) throw new Stop();
    } else if (isText(bytes, nameFrom, nameTo, PHONETIC_NAME)) this.#inPhonetic = false;
  }

  #shortText(): string {
    return this.#shortLength === 0 ? '' : this.#short.toString('utf8', 0, this.#shortLength);
  }

  #openRow(bytes: Buffer, from: number, to: number): void {
    const places = this.#places;
    readAttributes(bytes, from, to, places);
    const rowNo = places.rTo === 0 ? this.#rowNo + 1 : wholeNumber(bytes, places.r, places.rTo);
    if (rowNo <= this.#rowNo || rowNo > MAX_ROW_NO) throw damaged();
    this.#rowNo = rowNo;
    this.#cells = [];
    this.#column = -1;
  }

  #openCell(bytes: Buffer, from: number, to: number): void {
    const places = this.#places;
    readAttributes(bytes, from, to, places);
    this.#column = places.rTo === 0 ? this.#column + 1 : columnIndex(bytes, places.r, places.rTo);
    this.#style = places.sTo === 0 ? 0 : wholeNumber(bytes, places.s, places.sTo);
    this.#type = places.tTo === 0 ? 'n' : typeOf(bytes, places.t, places.tTo);
    this.#shortLength = 0;
    this.#long = null;
    this.#hasValue = false;
    this.#hasInline = false;
    this.#hasFormula = false;
  }

  #openValue(): void {
    this.#hasValue = true;
    this.#reading = this.#type !== 'inlineStr';
    this.#shortLength = 0;
    this.#long = null;
  }

  #openInline(): void {
    if (this.#type !== 'inlineStr') return;
    this.#hasInline = true;
    this.#shortLength = 0;
    this.#long = null;
  }

  #closeCell(): void {
    const column = this.#column;
    if (column < 0 || column >= MAX_COLUMNS) return;
    const cell = this.#long === null && this.#shortLength > 0 ? this.#knownCell(column) : this.#cell(this.#long ?? '');
    if (cell.is === 'empty') return;
    const cells = this.#cells;
    while (cells.length < column) cells.push(EMPTY_CELL);
    cells[column] = cell;
  }

  /** The cell of a short content: that of the same content in the same column, when it was there lately. */
  #knownCell(column: number): Cell {
    if (this.#type === 's') return this.#sharedCell(wholeNumber(this.#short, 0, this.#shortLength));
    const isDate = this.#type === 'n' && this.#workbook.dateStyles[this.#style] === true;
    const kind = isDate ? TYPES.length : TYPES.indexOf(this.#type);
    const cache = (this.#caches[column] ??= new CellCache());
    const known = cache.find(kind, this.#short, this.#shortLength);
    if (known !== undefined) return known;
    const cell = this.#cell(this.#shortText());
    cache.keep(kind, this.#short, this.#shortLength, cell);
    return cell;
  }

  #cell(value: string): Cell {
    if (this.#type === 'inlineStr') return textCell(decodeEscapes(value));
    // A formula nobody has calculated yet: there is no value to take, and we do not calculate foreign formulas.
    if (!this.#hasValue || (value === '' && this.#type === 'n')) {
      return this.#hasFormula ? { is: 'error', code: '#FORMULA' } : EMPTY_CELL;
    }
    switch (this.#type) {
      case 's':
        return this.#sharedCell(Number(value));
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

  #sharedCell(index: number): Cell {
    const known = this.#sharedCells[index];
    if (known !== undefined) return known;
    const text = this.#workbook.strings[index];
    // The index points nowhere: taking the row without its text would be inventing data.
    if (text === undefined) throw new AppError('BAD_REQUEST', 'workbook-lost-its-texts', { rowNo: this.#rowNo });
    return (this.#sharedCells[index] = textCell(text));
  }

  #numberCell(value: string): Cell {
    const digits = fifteenDigits(value.trim());
    if (digits === null) throw damaged();
    const isDate = this.#workbook.dateStyles[this.#style] === true;
    return isDate ? { is: 'date', digits, from1904: this.#workbook.from1904 } : { is: 'number', digits };
  }
}

/** Where the values of the attributes r, s and t lie; an end of 0: there is none. */
interface Places {
  r: number;
  rTo: number;
  s: number;
  sTo: number;
  t: number;
  tTo: number;
}

/** Finds the attributes r, s and t, which have no prefix; the others do not concern us. */
function readAttributes(bytes: Buffer, from: number, to: number, places: Places): void {
  places.rTo = places.sTo = places.tTo = 0;
  let at = from;
  while (at < to) {
    while (at < to && (bytes[at] ?? 0) <= SPACE) at += 1;
    const nameFrom = at;
    while (at < to && (bytes[at] ?? 0) > SPACE && bytes[at] !== EQUALS) at += 1;
    const nameTo = at;
    while (at < to && (bytes[at] ?? 0) <= SPACE) at += 1;
    if (at >= to || bytes[at] !== EQUALS) continue;
    at += 1;
    while (at < to && (bytes[at] ?? 0) <= SPACE) at += 1;
    const quote = bytes[at];
    if (at >= to || (quote !== QUOTE && quote !== APOSTROPHE)) throw damaged();
    const valueFrom = at + 1;
    at = valueFrom;
    while (at < to && bytes[at] !== quote) at += 1;
    if (nameTo - nameFrom === 1) {
      const name = bytes[nameFrom];
      if (name === LETTER_R) [places.r, places.rTo] = [valueFrom, at];
      else if (name === LETTER_S) [places.s, places.sTo] = [valueFrom, at];
      else if (name === LETTER_T) [places.t, places.tTo] = [valueFrom, at];
    }
    at += 1;
  }
}

/** The type a cell declares; an unknown one is read as a number, which then says that it is none. */
function typeOf(bytes: Buffer, from: number, to: number): CellType {
  return TYPES.find((type) => isText(bytes, from, to, type)) ?? 'n';
}

/** The digits in [from, to) as a number, blanks around them aside; anything else makes the sheet damaged. */
function wholeNumber(bytes: Buffer, start: number, end: number): number {
  let number = 0;
  let [from, to] = [start, end];
  while (from < to && (bytes[from] ?? 0) <= SPACE) from += 1;
  while (to > from && (bytes[to - 1] ?? 0) <= SPACE) to -= 1;
  if (from >= to || to - from > 9) throw damaged();
  for (let at = from; at < to; at += 1) {
    const sign = bytes[at] ?? 0;
    if (sign < ZERO || sign > NINE) throw damaged();
    number = number * 10 + sign - ZERO;
  }
  return number;
}

function textCell(text: string): Cell {
  return text === '' ? EMPTY_CELL : { is: 'text', text };
}

/** The number with 15 significant digits, as Excel shows it: 0.30000000000000004 is 0.3. Null when it is no number. */
export function fifteenDigits(value: string): string | null {
  if (/^-?\d{1,15}$/.test(value)) return value;
  // A decimal of at most 15 digits that is written as we would write it: most quantities, amounts and times of day.
  if (value.length <= 16 && /^-?(?:0|[1-9]\d*)\.\d*[1-9]$/.test(value)) return value;
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
function columnIndex(bytes: Buffer, from: number, to: number): number {
  let index = 0;
  let at = from;
  for (; at < to; at += 1) {
    const letter = (bytes[at] ?? 0) & 0xdf;
    if (letter < 65 || letter > 90) break;
    index = index * 26 + letter - 64;
  }
  if (at === from || at - from > 3) throw damaged();
  return index - 1;
}

function damaged(): AppError {
  return new AppError('BAD_REQUEST', 'workbook-damaged');
}
