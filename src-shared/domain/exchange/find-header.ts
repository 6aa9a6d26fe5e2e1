import { cellText, EMPTY_CELL, type Cell } from './cell.ts';
import { IMPORT_KINDS } from './import-kinds.ts';
import { normalHeader } from './suggest-mapping.ts';
import type { ThingKind } from './things.ts';

/** How many rows at the top are searched for the header; instructions rarely take more. */
export const HEADER_SEARCH_ROWS = 30;

export interface TopRow {
  rowNo: number;
  cells: readonly Cell[];
}

/** A points system: a known header word weighs more than any number of merely filled cells. */
const KNOWN_WORD_POINTS = 1000;
/** A number or a date among the cells speaks against a header, more than a word that happens to stand in the data speaks for it. */
const NUMBER_POINTS = -600;
const LOOKS_LIKE_NUMBER = /^[-+]?[\d.,:/ -]*\d[\d.,:/ -]*$/;

interface KindWords {
  known: ReadonlySet<string>;
  keys: ReadonlySet<string>;
}

function headerPoints({ known, keys }: KindWords, cells: readonly Cell[]): number {
  const texts = cells.map((cell) => (cell.is === 'text' ? cellText(cell) : ''));
  const filled = texts.filter((text) => text !== '' && text.length <= 60);
  const words = new Set(filled.map(normalHeader).filter((text) => known.has(text)));
  const numbers = cells.filter(
    (cell) => cell.is === 'number' || cell.is === 'date' || LOOKS_LIKE_NUMBER.test(cellText(cell)),
  );
  // Our own templates have the keys themselves in a hidden row below the headings for people.
  const ownKeys = new Set(filled.filter((text) => keys.has(text)));
  return (words.size + ownKeys.size) * KNOWN_WORD_POINTS + numbers.length * NUMBER_POINTS + new Set(filled).size;
}

/** The row that most likely holds the headers, with its points; instruction rows above it are passed over. */
export function findHeader(kind: ThingKind, rows: readonly TopRow[]): { rowNo: number; points: number } {
  const { fields } = IMPORT_KINDS[kind];
  const words: KindWords = {
    known: new Set(fields.flatMap((field) => [normalHeader(field.key), ...field.headers])),
    keys: new Set(fields.map((field) => field.key)),
  };
  let best = { rowNo: rows[0]?.rowNo ?? 1, points: Number.NEGATIVE_INFINITY };
  for (const row of rows.slice(0, HEADER_SEARCH_ROWS)) {
    const points = headerPoints(words, row.cells);
    if (points > best.points) best = { rowNo: row.rowNo, points };
  }
  return best;
}

/** One name per column, all different: the header's text, `[C]` for an empty one, ` (2)` behind a repeated one. */
export function columnNames(header: readonly Cell[], width: number): string[] {
  const names: string[] = [];
  const taken = new Set<string>();
  for (let index = 0; index < width; index += 1) {
    const text = cellText(header[index] ?? EMPTY_CELL)
      .replace(/\s+/g, ' ')
      .slice(0, 100);
    const base = text === '' ? `[${columnLetters(index)}]` : text;
    let name = base;
    for (let copy = 2; taken.has(name); copy += 1) name = `${base} (${copy})`;
    taken.add(name);
    names.push(name);
  }
  return names;
}

/** The letters Excel gives a column: 0 → A, 26 → AA. */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}
