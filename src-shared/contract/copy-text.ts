/**
 * Rows in the text format of PostgreSQL's COPY, as a snapshot carries them (sync §3.3): cells apart by tabs, rows by
 * newlines, `\N` for null, a backslash before what would be mistaken. Both ends know the kinds of the columns.
 */
export type CopyCell = string | number | null;

const TAB = 9;
const BACKSLASH = 92;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;
const CAPITAL_N = 78;
const ASCII = 127;
/** Bytes turned into characters at a time: a text of a whole block would be memory of the long-lived kind. */
const WINDOW_BYTES = 32_768;
/** An integer of so many digits is always exact; longer ones go through Number and are looked at. */
const SAFE_DIGITS = 15;
const ESCAPES: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** Bytes that can be read as text from anywhere; Node's Buffer is one. */
export interface CopyBytes {
  readonly length: number;
  toString(encoding: 'latin1' | 'utf8', start?: number, end?: number): string;
}

/**
 * Reads rows one after the other; `kinds` has one letter per column: i integer, t text. The bytes are looked at one by one
 * and only cells with more than ASCII in them are decoded: decoding whole blocks took a quarter of the loading thread,
 * and made every text twice as wide for the store.
 */
export class CopyReader {
  readonly #bytes: CopyBytes;
  readonly #kinds: string;
  /** Rows from the byte `#from` on, one character for each byte. */
  #text = '';
  /** Where its last whole row ends. */
  #end = 0;
  #from = 0;
  #at = 0;

  constructor(bytes: CopyBytes, kinds: string) {
    this.#bytes = bytes;
    this.#kinds = kinds;
  }

  get done(): boolean {
    return this.#from + this.#at >= this.#bytes.length;
  }

  /** Writes the cells of up to `rows` rows into `cells`, one after the other; returns the rows read, -1 when one is not of these columns. */
  read(cells: CopyCell[], rows: number): number {
    let cell = 0;
    for (let row = 0; row < rows; row += 1) {
      if (this.done) return row;
      if (this.#at >= this.#end) this.#next();
      cell = this.#row(cells, cell);
      if (cell < 0) return -1;
    }
    return rows;
  }

  /** The next rows that end within the window, or one that is longer than it. */
  #next(): void {
    this.#from += this.#end;
    this.#at = 0;
    for (let size = WINDOW_BYTES; ; size *= 2) {
      const text = this.#bytes.toString('latin1', this.#from, this.#from + size);
      const end = this.#from + size >= this.#bytes.length ? text.length : text.lastIndexOf('\n') + 1;
      if (end === 0) continue;
      this.#text = text;
      this.#end = end;
      return;
    }
  }

  #row(cells: CopyCell[], first: number): number {
    const [text, kinds] = [this.#text, this.#kinds];
    const lineEnd = text.indexOf('\n', this.#at);
    const end = lineEnd < 0 ? this.#end : lineEnd;
    let at = this.#at;
    let cell = first;
    for (let column = 0; column < kinds.length; column += 1) {
      if (at > end) return -1;
      const start = at;
      let isEscaped = false;
      let bits = 0;
      for (; at < end; at += 1) {
        const code = text.charCodeAt(at);
        if (code === TAB) break;
        if (code === BACKSLASH) isEscaped = true;
        bits |= code;
      }
      const isNull = isEscaped && at - start === 2 && text.charCodeAt(start + 1) === CAPITAL_N;
      if (isNull) cells[cell] = null;
      else if (kinds.charCodeAt(column) === INTEGER) {
        const value = integer(text, start, at);
        if (value === null) return -1;
        cells[cell] = value;
      } else {
        const value =
          bits > ASCII ? this.#bytes.toString('utf8', this.#from + start, this.#from + at) : text.slice(start, at);
        cells[cell] = isEscaped ? unescaped(value) : value;
      }
      cell += 1;
      at += 1;
    }
    if (at !== end + 1) return -1;
    this.#at = end + 1;
    return cell;
  }
}

const INTEGER = 'i'.charCodeAt(0);

/** The digits as a number; null when they are none or no number holds them exactly. */
function integer(text: string, start: number, end: number): number | null {
  let at = start;
  const negative = text.charCodeAt(at) === MINUS;
  if (negative) at += 1;
  if (at >= end) return null;
  const digits = end - at;
  let value = 0;
  for (; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < ZERO || code > NINE) return null;
    value = value * 10 + (code - ZERO);
  }
  if (digits > SAFE_DIGITS) {
    const exact = Number(text.slice(start, end));
    return Number.isSafeInteger(exact) ? exact : null;
  }
  return negative && value !== 0 ? -value : value;
}

/** The text of the first cell of a row. */
export function firstCell(row: string): string {
  const end = row.indexOf('\t');
  return unescaped(end < 0 ? row : row.slice(0, end));
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_whole, character: string) => ESCAPES[character] ?? character);
}
