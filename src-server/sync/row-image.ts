import type { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';

export type ReplicatedTable = (typeof REPLICATED_TABLES)[number];

/**
 * SQL for the JSON array of a row in the column order of the wire, as text. Built in SQL because objects in JavaScript are
 * ten times slower (sync §3.5). Every cell is a text or null: in an array of one type PostgreSQL looks that type up once,
 * and not for each cell in its catalogue. The columns of the replica turn whole numbers into integers again (decision 199).
 */
export function rowImage(table: ReplicatedTable, alias: string): string {
  return `array_to_json(array[${table.columns.map((column) => `${alias}."${column}"::text`).join(', ')}])::text`;
}

/**
 * SQL for the same row as PostgreSQL writes a record: `(a,"b ""c""",,5)`. A third cheaper to make than the array, which
 * counts where every writer pays for it (decision 310); `imageOfRecord` turns it into the array when it is read.
 */
export function rowRecord(table: ReplicatedTable, alias: string): string {
  return `row(${table.columns.map((column) => `${alias}."${column}"`).join(', ')})::text`;
}

/** The JSON array of a row from a record's text; the array itself, of a feed before decision 310, as it is. */
export function imageOfRecord(text: string): string {
  return text.startsWith('(') ? JSON.stringify(cellsOfRecord(text)) : text;
}

/** A cell with a quote, a comma, a bracket, a backslash or white space in it stands in quotes; null is nothing at all. */
function cellsOfRecord(text: string): (string | null)[] {
  const cells = text.slice(1, -1);
  if (!cells.includes('"')) return cells.split(',').map((cell) => (cell === '' ? null : cell));
  return Array.from(`,${cells}`.matchAll(CELL), ([, quoted, plain]) => {
    if (quoted !== undefined) return quoted.replaceAll(DOUBLED, '$1');
    return plain === undefined || plain === '' ? null : plain;
  });
}

/** A cell with the comma before it: in quotes, where quotes and backslashes are doubled, or up to the next comma. */
const CELL = /,(?:"([^"\\]*(?:(?:""|\\\\)[^"\\]*)*)"|([^,]*))/g;
const DOUBLED = /(["\\])\1/g;
