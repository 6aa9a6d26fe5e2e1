import pg from 'pg';

/** What one `COPY … TO STDOUT` gave: rows in PostgreSQL's text format, each ending with a newline. */
export interface CopiedRows {
  bytes: Buffer;
  rows: number;
  /** The last row without its newline; empty when there was none. */
  last: Buffer;
}

/** Runs a query through COPY. It takes no parameters: values must come in by `literal`. */
export type CopyOut = (query: string) => Promise<CopiedRows>;

const FIRST_SIZE = 1 << 16;
const NEWLINE_BYTES = 1;

/** COPY on a connection of the pool: rows as text at a third of what building JSON in SQL costs PostgreSQL. */
export function copyOutOf(pool: pg.Pool): CopyOut {
  return async (query) => {
    const client = await pool.connect();
    let failed = true;
    try {
      const rows = await new Promise<CopiedRows>((resolve, reject) => {
        const copy: CopyQuery = new CopyQuery(`copy (${query}) to stdout`, (error) => {
          if (error === null || error === undefined) resolve(copy.copied());
          else reject(error);
        });
        client.query(copy);
      });
      failed = false;
      return rows;
    } finally {
      client.release(failed);
    }
  };
}

/** A text as SQL for `CopyOut`. */
export function literal(text: string): string {
  return pg.escapeLiteral(text);
}

/** The driver hands over one row at a time as a view of a buffer it uses again, so every row is copied at once. */
class CopyQuery extends pg.Query {
  #bytes = Buffer.allocUnsafe(FIRST_SIZE);
  #length = 0;
  #rows = 0;
  #lastStart = 0;

  constructor(text: string, done: (error: Error | null | undefined) => void) {
    super(text, [], done);
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
