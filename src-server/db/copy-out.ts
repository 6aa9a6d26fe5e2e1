import pg from 'pg';

/** What one `COPY … TO STDOUT` gave: rows in PostgreSQL's text format, each ending with a newline. */
export interface CopiedRows {
  bytes: Buffer;
  rows: number;
  /** The last row without its newline; empty when there was none. */
  last: Buffer;
}

/** Runs a query through COPY. It takes no parameters: values must come in by `literal`. `expectedBytes` saves growing. */
export type CopyOut = (query: string, expectedBytes?: number) => Promise<CopiedRows>;

/** COPY in a snapshot another transaction has exported; nothing else may be done with it before it is released. */
export interface LentCopy {
  copy: CopyOut;
  release(): Promise<void>;
}
export type LendCopy = (snapshotId: string) => Promise<LentCopy>;

const FIRST_SIZE = 1 << 16;
/** Rows are a little longer or shorter than those before them. */
const SPARE = 1.1;
const NEWLINE_BYTES = 1;

/** COPY on a connection of the pool: rows as text at a third of what building JSON in SQL costs PostgreSQL. */
export function copyOutOf(pool: pg.Pool): CopyOut {
  return async (query, expectedBytes) => {
    const client = await pool.connect();
    let failed = true;
    try {
      const rows = await copied(client, query, expectedBytes);
      failed = false;
      return rows;
    } finally {
      client.release(failed);
    }
  };
}

/** COPY on one connection in a snapshot lent by another: the exporting transaction must stand until this resolves. */
export function lendCopyOf(pool: pg.Pool): LendCopy {
  return async (snapshotId) => {
    const client = await pool.connect();
    try {
      await client.query('begin transaction isolation level repeatable read read only');
      await client.query(`set transaction snapshot ${pg.escapeLiteral(snapshotId)}`);
    } catch (error) {
      client.release(true);
      throw error;
    }
    return {
      copy: (query, expectedBytes) => copied(client, query, expectedBytes),
      // A connection that cannot end its transaction is thrown away, and the transaction with it.
      release: () =>
        client.query('rollback').then(
          () => client.release(),
          () => client.release(true),
        ),
    };
  };
}

function copied(client: pg.PoolClient, query: string, expectedBytes = 0): Promise<CopiedRows> {
  return new Promise<CopiedRows>((resolve, reject) => {
    const size = Math.max(FIRST_SIZE, Math.ceil(expectedBytes * SPARE));
    const copy: CopyQuery = new CopyQuery(`copy (${query}) to stdout`, size, (error) => {
      if (error === null || error === undefined) resolve(copy.copied());
      else reject(error);
    });
    client.query(copy);
  });
}

/** A text as SQL for `CopyOut`. */
export function literal(text: string): string {
  return pg.escapeLiteral(text);
}

/** The driver hands over one row at a time as a view of a buffer it uses again, so every row is copied at once. */
class CopyQuery extends pg.Query {
  #bytes: Buffer;
  #length = 0;
  #rows = 0;
  #lastStart = 0;

  constructor(text: string, size: number, done: (error: Error | null | undefined) => void) {
    super(text, [], done);
    this.#bytes = Buffer.allocUnsafe(size);
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    if (this.#length + chunk.length > this.#bytes.length) this.#grow(chunk.length);
    this.#lastStart = this.#length;
    this.#bytes.set(chunk, this.#length);
    this.#length += chunk.length;
    this.#rows += 1;
  }

  copied(): CopiedRows {
    const end = Math.max(this.#lastStart, this.#length - NEWLINE_BYTES);
    return {
      bytes: this.#bytes.subarray(0, this.#length),
      rows: this.#rows,
      last: this.#bytes.subarray(this.#lastStart, end),
    };
  }

  #grow(needed: number): void {
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + needed));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
