import type { Database, Statement } from 'better-sqlite3';
import type { CopyReader } from '../../src-shared/contract/copy-text.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { AppError } from '../../src-shared/errors.ts';
import { ShapedInsert } from './shaped-insert.ts';
import type { WireSection, WireValue } from './wire-reader.ts';

/** After so many rows, a few milliseconds of work, the thread takes what has come from the network meanwhile. */
const ROWS_PER_BREATH = 200;
/** A deletion or eviction names the row and its version. */
const KEY_CELLS = 2;

interface TableWriter {
  name: string;
  columns: readonly string[];
  inserts: ShapedInsert | null;
  upsert: Statement | null;
  remove: Statement | null;
}

interface CopiedSection {
  reader: CopyReader;
  rows: number;
  width: number;
  breathe: () => Promise<void>;
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
        { name: table.name, columns: table.columns, inserts: null, upsert: null, remove: null },
      ]),
    );
  }

  tableName(id: number): string {
    return this.#table(id).name;
  }

  /**
   * Rows of a snapshot block into a file without secondary indexes. Throws a constraint error when one is there already: the
   * caller rolls the block back and hands its sections to `upsert`. There is no savepoint and no going back by statement,
   * which would copy every page before it changes. `breathe` is awaited every few milliseconds, so that the next block is
   * being unpacked while this one is written.
   */
  async insert(section: WireSection, breathe: () => Promise<void>): Promise<void> {
    const table = this.#table(section.header.id);
    const width = table.columns.length;
    const inserts = (table.inserts ??= new ShapedInsert(this.#database, table));
    try {
      if (section.copied === undefined) this.#insertNew(inserts, checked(section.rows(), width));
      else await this.#insertCopied(inserts, { reader: section.copied(), rows: section.header.n, width, breathe });
    } catch (error) {
      inserts.forget();
      throw error;
    }
  }

  /** Rows of a snapshot block of which some may be there already: the newer version wins. */
  upsert(section: WireSection): void {
    const table = this.#table(section.header.id);
    this.#upsertAll(table, checked(section.rows(), table.columns.length));
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

  #insertNew(inserts: ShapedInsert, rows: WireValue[][]): void {
    for (const row of rows) inserts.add(row);
    inserts.flush();
  }

  /** The cells go from the text into one array that is used again and again: no array for each row. */
  async #insertCopied(inserts: ShapedInsert, { reader, rows, width, breathe }: CopiedSection): Promise<void> {
    const cells = Array<WireValue>(width);
    for (let row = 0; row < rows; row += 1) {
      if (reader.read(cells, 1) !== 1) throw brokenRows();
      inserts.add(cells);
      if (row % ROWS_PER_BREATH === ROWS_PER_BREATH - 1) await breathe();
    }
    if (!reader.done) throw brokenRows();
    inserts.flush();
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
