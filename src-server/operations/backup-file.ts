import { sql, type Kysely, type Transaction } from 'kysely';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { SCHEMA_HASH } from '../../src-shared/database/schema-hash.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import type { CentralDb } from '../db/open-central.ts';
import { rotateEpoch } from '../sync/feed.repository.ts';

/**
 * Not in a backup: the feed (a restored store has a new epoch, and every desktop takes a snapshot), and what the
 * migrations write themselves.
 */
const LEFT_OUT = new Set([
  ...['sync_feed', 'sync_batch', 'sync_outbox', 'sync_head', 'sync_table'],
  ...['schema_migration'],
]);
const ROWS_AT_A_TIME = 2000;
/** Photos: a row has megabytes. */
const LARGE_ROWS = new Map([['attachment_content', 5]]);
const FORMAT = 'hedui-backup-1';

const Header = z.object({
  format: z.literal(FORMAT),
  schemaHash: z.string(),
  steps: z.array(z.string()),
  seq: z.int(),
});
const Section = z.object({ table: z.string() });
const End = z.object({ end: z.literal(true), rows: z.int() });

/**
 * Writes every table as it stands at one moment into a gzipped file of JSON lines, which both kinds of store can read:
 * a way to move from the embedded store to PostgreSQL as well. Returns the number of rows.
 */
export async function writeBackup(db: CentralDb, file: string): Promise<number> {
  let rows = 0;
  const partial = `${file}.part`;
  await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (transaction) => {
      const lines = backupLines(transaction, (count) => {
        rows += count;
      });
      await pipeline(Readable.from(lines), createGzip({ level: 6 }), createWriteStream(partial, { mode: 0o600 }));
    });
  await rename(partial, file);
  return rows;
}

async function* backupLines(db: Transaction<CentralTables>, onRows: (count: number) => void): AsyncGenerator<string> {
  const { rows: head } = await sql<{ seq: number }>`select seq from sync_head where id = 1`.execute(db);
  const header = { format: FORMAT, schemaHash: SCHEMA_HASH, steps: await stepsOf(db), seq: head[0]?.seq ?? 0 };
  yield `${JSON.stringify(header)}\n`;
  let total = 0;
  for (const table of await tablesOf(db)) {
    yield `${JSON.stringify({ table })}\n`;
    await sql`declare backup_rows no scroll cursor for select to_jsonb(t)::text as row from ${sql.table(table)} t`.execute(
      db,
    );
    for (;;) {
      const { rows } = await sql<{
        row: string;
      }>`fetch ${sql.lit(LARGE_ROWS.get(table) ?? ROWS_AT_A_TIME)} from backup_rows`.execute(db);
      if (rows.length === 0) break;
      total += rows.length;
      onRows(rows.length);
      yield `[${rows.map(({ row }) => row).join(',')}]\n`;
    }
    await sql`close backup_rows`.execute(db);
  }
  yield `${JSON.stringify({ end: true, rows: total })}\n`;
}

/**
 * Fills an empty, migrated store from a backup, in one transaction, and gives it a new epoch. A file that was cut off,
 * or belongs to another schema, is refused with nothing written.
 */
export async function readBackup(db: CentralDb, file: string): Promise<number> {
  await assertEmpty(db);
  return db.transaction().execute(async (transaction) => {
    // Neither versions nor the outbox move: the rows come back as they were, not as changes.
    await sql`set local session_replication_role = replica`.execute(transaction);
    const known = new Set(await tablesOf(transaction));
    for (const table of known) await sql`delete from ${sql.table(table)}`.execute(transaction);
    let table: string | null = null;
    let seq: number | null = null;
    let rows = 0;
    let whole = false;
    for await (const line of linesOf(file)) {
      const value: unknown = JSON.parse(line);
      if (Array.isArray(value)) {
        if (table === null) throw new AppError('BAD_REQUEST', 'backup-unreadable', { row: rows });
        rows += value.length;
        await sql`insert into ${sql.table(table)} overriding system value
          select * from jsonb_populate_recordset(null::${sql.table(table)}, ${line}::jsonb)`.execute(transaction);
      } else if (seq === null) seq = await checkedHeader(transaction, value);
      else if (End.safeParse(value).success) whole = End.parse(value).rows === rows;
      else {
        ({ table } = Section.parse(value));
        if (!known.has(table)) throw new AppError('CONFLICT', 'backup-of-another-schema', { table });
      }
    }
    if (!whole) throw new AppError('BAD_REQUEST', 'backup-cut-off', { rows });
    await raiseSequences(transaction);
    await rotateEpoch(transaction, seq ?? 0);
    return rows;
  });
}

/** Not by readline: that also ends lines at U+2028, which texts may hold and JSON does not escape. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  try {
    for await (const chunk of createReadStream(file).pipe(createGunzip())) {
      const lines = (rest + decoder.write(chunk as Buffer)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    const damaged = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
    throw damaged ? new AppError('BAD_REQUEST', 'backup-cut-off', { rows: 0 }, error) : error;
  }
}

async function checkedHeader(db: Transaction<CentralTables>, value: unknown): Promise<number> {
  const header = Header.safeParse(value);
  if (!header.success) throw new AppError('BAD_REQUEST', 'backup-unreadable', { row: 0 });
  const { schemaHash, steps, seq } = header.data;
  const own = await stepsOf(db);
  if (schemaHash !== SCHEMA_HASH || steps.join() !== own.join()) {
    throw new AppError('CONFLICT', 'backup-of-another-schema', { table: steps.at(-1) ?? '' });
  }
  return seq;
}

async function assertEmpty(db: CentralDb): Promise<void> {
  const { rows } = await sql<{ filled: boolean }>`select exists (select 1 from app_user) as filled`.execute(db);
  if (rows[0]?.filled === true) throw new AppError('CONFLICT', 'store-not-empty');
}

async function tablesOf(db: Kysely<CentralTables>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
    order by 1`.execute(db);
  return rows.map(({ name }) => name).filter((name) => !LEFT_OUT.has(name));
}

async function stepsOf(db: Kysely<CentralTables>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from schema_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

async function raiseSequences(db: Transaction<CentralTables>): Promise<void> {
  const { rows } = await sql<{ tbl: string; col: string; seq: string }>`
    select c.relname as tbl, a.attname as col, pg_get_serial_sequence(quote_ident(c.relname), a.attname) as seq
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
      and pg_get_serial_sequence(quote_ident(c.relname), a.attname) is not null`.execute(db);
  for (const { tbl, col, seq } of rows) {
    await sql`select setval(${seq}::regclass, coalesce((select max(${sql.ref(col)}) from ${sql.table(tbl)}), 0) + 1, false)`.execute(
      db,
    );
  }
}
