import type { Database, Statement } from 'better-sqlite3';
import type { WireValue } from './wire-reader.ts';

/** Rows per INSERT: fifty gained nothing more, and a statement holds memory for each of its cells. */
const ROWS_PER_INSERT = 20;
/** Patterns of empty cells with statements of their own; rows of a rarer one are bound whole. */
const MOST_SHAPES = 64;

interface Shape {
  columns: number[];
  /** How a row is written in VALUES. */
  row: string;
  /** Made when it is needed: most tables have a few rows only. */
  many: Statement | null;
  one: Statement | null;
  /** The cells that wait, row after row, nulls left out. */
  waiting: WireValue[];
  rows: number;
}

/** A way through the columns of a row: to the left where its cell is null, to the right where it is not. */
interface Fork {
  left: Fork | null;
  right: Fork | null;
  shape: Shape | null;
}

/**
 * Inserts rows of one table. Binding a null costs more than binding a number, and a third of all cells are null: rows with
 * the same cells empty share a statement that has no parameter for them. Rows of one shape keep their order. After a failure
 * the caller rolls back: what a statement wrote before it failed stays, so that SQLite keeps no journal of each.
 */
export class ShapedInsert {
  readonly #database: Database;
  readonly #table: { name: string; columns: readonly string[] };
  readonly #root = fork();
  readonly #shapes: Shape[] = [];
  #whole: Shape | null = null;

  constructor(database: Database, table: { name: string; columns: readonly string[] }) {
    this.#database = database;
    this.#table = table;
  }

  /** Takes a row of as many cells as the table has columns; it is in the file after `flush` at the latest. */
  add(cells: readonly WireValue[]): void {
    const shape = this.#shapeOf(cells);
    const { columns, waiting } = shape;
    const start = shape.rows * columns.length;
    for (let at = 0; at < columns.length; at += 1) waiting[start + at] = cells[columns[at] ?? 0] ?? null;
    shape.rows += 1;
    if (shape.rows < ROWS_PER_INSERT) return;
    shape.rows = 0;
    shape.many ??= this.#prepared(shape, ROWS_PER_INSERT);
    shape.many.run(...waiting); // an array instead costs a look-up for each cell
  }

  flush(): void {
    for (const shape of this.#shapes) {
      const width = shape.columns.length;
      for (let row = 0; row < shape.rows; row += 1) {
        shape.one ??= this.#prepared(shape, 1);
        shape.one.run(...shape.waiting.slice(row * width, (row + 1) * width));
      }
    }
    this.forget();
  }

  /** Drops the rows that wait, after a failure. */
  forget(): void {
    for (const shape of this.#shapes) shape.rows = 0;
  }

  #shapeOf(cells: readonly WireValue[]): Shape {
    let place = this.#root;
    for (let at = 0; at < cells.length; at += 1) {
      if (cells[at] === null) place = place.left ??= fork();
      else place = place.right ??= fork();
    }
    return (place.shape ??= this.#newShape(cells));
  }

  #newShape(cells: readonly WireValue[]): Shape {
    if (this.#shapes.length < MOST_SHAPES) return this.#shape(cells.map((cell) => cell !== null));
    return (this.#whole ??= this.#shape(cells.map(() => true)));
  }

  #shape(filled: readonly boolean[]): Shape {
    const shape: Shape = {
      columns: filled.flatMap((isFilled, at) => (isFilled ? [at] : [])),
      row: `(${filled.map((isFilled) => (isFilled ? '?' : 'null')).join(',')})`,
      ...{ many: null, one: null, waiting: [], rows: 0 },
    };
    this.#shapes.push(shape);
    return shape;
  }

  #prepared({ row }: Shape, rows: number): Statement {
    const { name, columns } = this.#table;
    const values = Array.from({ length: rows }, () => row).join(',');
    return this.#database.prepare(`insert or fail into ${name} (${columns.join(',')}) values ${values}`);
  }
}

function fork(): Fork {
  return { left: null, right: null, shape: null };
}
