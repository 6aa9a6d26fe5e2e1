import type { Database, Statement } from 'better-sqlite3';
import type { CopyReader } from '../../src-shared/contract/copy-text.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { AppError } from '../../src-shared/errors.ts';
import { storeErrorKind } from '../db/store-errors.ts';
import type { WireSection, WireValue } from './wire-reader.ts';

/** Rows per INSERT while a replica is built: the measured sweet spot (sync §4.1). */
const ROWS_PER_INSERT = 50;
/** A deletion or eviction names the row and its version. */
const KEY_CELLS = 2;

interface TableWriter {
  name: string;
  columns: readonly string[];
  insertMany: Statement | null;
  insertOne: Statement | null;
  upsert: Statement | null;
  remove: Statement | null;
}

/** Writes rows of the wire into one replica file; the caller owns the transaction. */
export class RowWriter {
  readonly #database: Database;
  readonly #tables: Map<number, TableWriter>;

  constructor(database: Database) {
    this.#database = database;
    this.#tables = new Map(
      REPLICATED_TABLES.map((table) => [
        table.id,
        { name: table.name, columns: table.columns, insertMany: null, insertOne: null, upsert: null, remove: null },
      ]),
    );
  }

  tableName(id: number): string {
    return this.#table(id).name;
  }

  /** Rows of a snapshot block into a file without secondary indexes; a row that is already there wins by its version. */
  insert(section: WireSection): void {
    const table = this.#table(section.header.id);
    this.#database.exec('savepoint block');
    try {
      if (section.copied === undefined) this.#insertNew(table, checked(section.rows(), table.columns.length));
      else this.#insertCopied(table, section.copied(), section.header.n);
    } catch (error) {
      if (storeErrorKind(error) !== 'constraint') throw error;
      this.#database.exec('rollback to block');
      this.#upsertAll(table, checked(section.rows(), table.columns.length));
    }
    this.#database.exec('release block');
  }

  /** Rows, deletions and evictions of a delta batch, each guarded by its version (sync §3.6). */
  apply(section: WireSection): WireValue[][] {
    const table = this.#table(section.header.id);
    const rows = checked(section.rows(), section.header.t === 'tbl' ? table.columns.length : KEY_CELLS);
    if (section.header.t === 'tbl') {
      this.#upsertAll(table, rows);
      return rows;
    }
    table.remove ??= this.#database.prepare(`delete from ${table.name} where id = ? and _v <= ?`);
    for (const row of rows) table.remove.run(row);
    return rows;
  }

  /** Rows of a mended bucket, whatever stands there. */
  replace(section: WireSection): void {
    const table = this.#table(section.header.id);
    const rows = checked(section.rows(), table.columns.length);
    const put = this.#database.prepare(
      `insert or replace into ${table.name} (${table.columns.join(',')}) values (${table.columns.map(() => '?').join(',')})`,
    );
    for (const row of rows) put.run(row);
  }

  #insertNew(table: TableWriter, rows: WireValue[][]): void {
    let done = 0;
    for (; done + ROWS_PER_INSERT <= rows.length; done += ROWS_PER_INSERT) {
      this.#insertMany(table).run(rows.slice(done, done + ROWS_PER_INSERT).flat());
    }
    for (; done < rows.length; done += 1) this.#insertOne(table).run(rows[done]);
  }

  /** The cells go from the text into one array that is used again and again: no array for each row. */
  #insertCopied(table: TableWriter, reader: CopyReader, rows: number): void {
    const width = table.columns.length;
    const cells = Array<WireValue>(ROWS_PER_INSERT * width);
    let left = rows;
    for (; left >= ROWS_PER_INSERT; left -= ROWS_PER_INSERT) {
      if (reader.read(cells, ROWS_PER_INSERT) !== ROWS_PER_INSERT) throw brokenRows();
      this.#insertMany(table).run(cells);
    }
    cells.length = width;
    for (; left > 0; left -= 1) {
      if (reader.read(cells, 1) !== 1) throw brokenRows();
      this.#insertOne(table).run(cells);
    }
    if (!reader.done) throw brokenRows();
  }

  #insertMany(table: TableWriter): Statement {
    table.insertMany ??= this.#database.prepare(
      insertHead(table) + Array.from({ length: ROWS_PER_INSERT }, () => marks(table)).join(','),
    );
    return table.insertMany;
  }

  #insertOne(table: TableWriter): Statement {
    table.insertOne ??= this.#database.prepare(insertHead(table) + marks(table));
    return table.insertOne;
  }

  #upsertAll(table: TableWriter, rows: WireValue[][]): void {
    if (table.upsert === null) {
      const changes = table.columns
        .filter((column) => column !== 'id')
        .map((column) => `${column} = excluded.${column}`);
      table.upsert = this.#database.prepare(
        `insert into ${table.name} (${table.columns.join(',')}) values (${table.columns.map(() => '?').join(',')})
         on conflict (id) do update set ${changes.join(',')} where excluded._v >= ${table.name}._v`,
      );
    }
    for (const row of rows) table.upsert.run(row);
  }

  #table(id: number): TableWriter {
    const table = this.#tables.get(id);
    if (table === undefined) throw new AppError('UNAVAILABLE', 'broken-stream', { part: 'unknown-table' });
    return table;
  }
}

function insertHead(table: TableWriter): string {
  return `insert into ${table.name} (${table.columns.join(',')}) values `;
}

function marks(table: TableWriter): string {
  return `(${table.columns.map(() => '?').join(',')})`;
}

function brokenRows(): AppError {
  return new AppError('UNAVAILABLE', 'broken-stream', { part: 'columns' });
}

/** A row of another width, or with anything but texts and whole numbers in it, is a broken stream and never half applied. */
function checked(rows: WireValue[][], cells: number): WireValue[][] {
  for (const row of rows) {
    if (!Array.isArray(row) || row.length !== cells) {
      throw brokenRows();
    }
  }
  return rows;
}
