import { PGlite } from '@electric-sql/pglite';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { centralMigrations } from '../../migrations/central/index.ts';
import { ColumnNames } from '../../src-shared/database/camel-case.ts';
import { migrate } from '../../src-shared/database/migrate.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { CentralTables } from './central-tables.generated.ts';
import { copyOutOf, lendCopyOf, type CopyOut, type LendCopy } from './copy-out.ts';
import { SerialPGliteDialect } from './pglite-serial-dialect.ts';
import { listenTo, type Listen } from './listen.ts';
import { lockStore } from './store-lock.ts';

export type CentralDb = Kysely<CentralTables>;

export interface CentralStore {
  db: CentralDb;
  /** `embedded` is PGlite: one connection, one process, so that long work is cut into short transactions. */
  engine: 'postgres' | 'embedded';
  close(): Promise<void>;
  /** Hears the notifications of other servers of the same database; the embedded store has no other servers. */
  listen?: Listen;
  /** Rows as PostgreSQL's own text; the embedded store has no such way out. */
  copyOut?: CopyOut;
  /** The same in the snapshot of a tick of the sequencer. */
  lendCopy?: LendCopy;
  /** Connections of the pool: all, idle, and requests waiting for one. */
  connections?(): { total: number; idle: number; waiting: number };
}

const INT8 = 20;
const NUMERIC = 1700;

/** Integers of the product are within ±(2^53−1) (design §8); anything else is a mistake and must not be rounded. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new AppError('INTERNAL', 'integer-out-of-range', { value: text });
  return value;
}

/** sum(bigint) is numeric in PostgreSQL; cast it: a fraction or a string in place of a number would go unseen. */
function refuseNumeric(): never {
  throw new AppError('INTERNAL', 'numeric-refused', { hint: 'cast to bigint' });
}

function parserOf(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === INT8) return parseInt8;
  if (oid === NUMERIC) return refuseNumeric;
  const parser: unknown = pg.types.getTypeParser(oid, format === 'binary' ? 'text' : format);
  return parser as (value: string) => unknown;
}

/** Opens the store on PostgreSQL and brings its schema up to date. */
export async function openPostgres(databaseUrl: string, poolSize = 10): Promise<CentralStore> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: poolSize,
    application_name: 'hedui-server',
    types: { getTypeParser: parserOf } as pg.CustomTypesConfig,
  });
  // A connection that PostgreSQL ends is replaced at the next use, and whoever was about to use it is told by that query.
  // Without a listener it would end the process: the pool has one while it lies idle, a connection in use needs its own.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<CentralTables>({ dialect: new PostgresDialect({ pool }), plugins: [new ColumnNames()] });
  return prepared({
    db,
    engine: 'postgres',
    close: () => db.destroy(),
    listen: (channel, onPayload) => listenTo(databaseUrl, channel, onPayload),
    copyOut: copyOutOf(pool),
    lendCopy: lendCopyOf(pool),
    connections: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
  });
}

/** Opens the embedded store in `folder`, which belongs to this process until it is closed. */
export async function openEmbedded(folder: string): Promise<CentralStore> {
  mkdirSync(folder, { recursive: true });
  const lock = lockStore(folder);
  try {
    const store = await storeOnPGlite({ dataDir: path.join(folder, 'pgdata') });
    const close = async (): Promise<void> => {
      await store.close();
      lock.release();
    };
    return { ...store, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A store on PGlite from a data folder or, in tests, from the dump of a migrated one. */
export async function storeOnPGlite(options: { dataDir?: string; loadDataDir?: Blob }): Promise<CentralStore> {
  const pglite = await PGlite.create({ ...options, parsers: { [INT8]: parseInt8, [NUMERIC]: refuseNumeric } });
  const db = new Kysely<CentralTables>({ dialect: new SerialPGliteDialect(pglite), plugins: [new ColumnNames()] });
  return prepared({ db, engine: 'embedded', close: () => db.destroy() });
}

async function prepared(store: CentralStore): Promise<CentralStore> {
  try {
    await migrate(store.db as unknown as Kysely<never>, centralMigrations);
    await sql`insert into sync_head (id, epoch, seq, floor_seq)
      values (1, replace(gen_random_uuid()::text, '-', ''), 0, 0) on conflict do nothing`.execute(store.db);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
