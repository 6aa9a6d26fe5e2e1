/** Makes the big world for the measurements: `node build/run.mjs bench/world/scale.ts --scale S [--database-url URL]`. */
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { replicaMigrations } from '../../migrations/replica/index.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { formatCursor } from '../../src-shared/contract/sync-wire.ts';
import { SCHEMA_HASH } from '../../src-shared/database/schema-hash.ts';
import { migrate } from '../../src-shared/database/migrate.ts';
import { openPostgres } from '../../src-server/db/open-central.ts';
import { flushToDisk } from '../bench-profile.ts';
import { scaleClaims } from './scale-claims.ts';
import { makeScaleMasters, masterValues, rowsOf, type ScaleMasters } from './scale-masters.ts';
import { SCALE_SEED, worldFolder, worldSize, type WorldSize } from './scale-size.ts';

type Table = (typeof REPLICATED_TABLES)[number];
const BIG = new Set(['claim', 'claim_line', 'rule_hit']);
/** The day the big world ends on; fixed, so that a stored world stays right. */
export const SCALE_TODAY = '2026-11-23';

export interface ScaleStore {
  /** Milliseconds it took to make; 0 when it was there already. */
  madeInMs: number;
  size: WorldSize;
}

/** The replica file of the scale, made once and then reused. */
export async function ensureReplica(scale: number): Promise<ScaleStore & { file: string }> {
  const size = worldSize(scale);
  const file = path.join(worldFolder(scale), 'replica.db');
  if (existsSync(file)) return { file, size, madeInMs: 0 };
  mkdirSync(path.dirname(file), { recursive: true });
  const startedAt = performance.now();
  const building = `${file}.building`;
  rmSync(building, { force: true });
  const database = new Database(building);
  try {
    for (const pragma of [
      'journal_mode = off',
      'synchronous = off',
      'cache_size = -200000',
      'locking_mode = exclusive',
      'foreign_keys = off',
    ])
      database.pragma(pragma);
    await migrate(new Kysely<never>({ dialect: new SqliteDialect({ database }) }), replicaMigrations);
    await fillReplica(database, size);
  } finally {
    if (database.open) database.close();
  }
  flushToDisk(building);
  renameSync(building, file);
  return { file, size, madeInMs: Math.round(performance.now() - startedAt) };
}

async function fillReplica(database: Database.Database, size: WorldSize): Promise<void> {
  const indexes = database
    .prepare(`select name, sql from sqlite_master where type = 'index' and sql is not null`)
    .all() as { name: string; sql: string }[];
  for (const { name } of indexes) database.exec(`drop index ${name}`);
  const masters = await makeScaleMasters(size, SCALE_TODAY);
  database.exec('begin');
  const insert = new Map(REPLICATED_TABLES.map((table) => [table.name as string, insertOf(database, table)]));
  for (const table of REPLICATED_TABLES)
    for (const values of masterValues(masters.facts, table)) insert.get(table.name)?.(values);
  for (const { table, row } of bigRows(masters, size)) insert.get(table.name)?.(valuesOf(table, row));
  database.exec('commit');
  for (const { sql } of indexes) database.exec(sql);
  database.exec('analyze');
  // a whole file of all tiers that has seen nothing of any feed yet
  const cursor = formatCursor({ epoch: 'scale', seq: 0, scopeHash: '0', schemaHash: SCHEMA_HASH });
  const state = database.prepare('insert into sync_state (state_key, value) values (?, ?)');
  for (const [key, value] of Object.entries({ cursor, seq: '0', tier: 'all', complete: '1' })) state.run(key, value);
}

function insertOf(database: Database.Database, table: Table): (values: unknown[]) => void {
  const marks = table.columns.map(() => '?').join(', ');
  const statement = database.prepare(`insert into ${table.name} (${table.columns.join(', ')}) values (${marks})`);
  return (values) => void statement.run(...values);
}

function tableOf(name: string): Table {
  const table = REPLICATED_TABLES.find((candidate) => candidate.name === name);
  if (table === undefined) throw new RangeError(`no table ${name}`);
  return table;
}

function* bigRows(masters: ScaleMasters, size: WorldSize): Generator<{ table: Table; row: Record<string, unknown> }> {
  const [claims, lines, hits] = [tableOf('claim'), tableOf('claim_line'), tableOf('rule_hit')];
  for (const made of scaleClaims(masters, size, SCALE_TODAY)) {
    yield { table: claims, row: made.claim };
    for (const row of made.lines) yield { table: lines, row };
    for (const row of made.hits) yield { table: hits, row };
  }
}

function valuesOf(table: Table, row: Record<string, unknown>): unknown[] {
  return table.columns.map((column) => row[column] ?? null);
}

/** Fills an empty database with the same world; one that holds it already is left alone. */
export async function ensureCentral(scale: number, databaseUrl: string): Promise<ScaleStore> {
  const size = worldSize(scale);
  const store = await openPostgres(databaseUrl, 1);
  await store.close();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const world = await client.query<{ value_json: string }>(
      `select value_json from setting where setting_key = 'scaleWorld'`,
    );
    if (world.rows[0]?.value_json === worldMark(scale)) return { size, madeInMs: 0 };
    const startedAt = performance.now();
    await fillCentral(client, size, scale);
    return { size, madeInMs: Math.round(performance.now() - startedAt) };
  } finally {
    await client.end();
  }
}

function worldMark(scale: number): string {
  return JSON.stringify({ seed: SCALE_SEED, folder: path.basename(worldFolder(scale)) });
}

async function fillCentral(client: pg.Client, size: WorldSize, scale: number): Promise<void> {
  const masters = await makeScaleMasters(size, SCALE_TODAY);
  masters.facts.add('setting', {
    id: masters.facts.ids.next(),
    settingKey: 'scaleWorld',
    valueJson: worldMark(scale),
    note: null,
  });
  await client.query('begin');
  // the feed's triggers stay silent: readers of a new store begin with a snapshot
  await client.query('set local session_replication_role = replica');
  await client.query(`set local maintenance_work_mem = '512MB'`);
  const indexes = await client.query<{ indexname: string; indexdef: string }>(
    `select indexname, indexdef from pg_indexes where schemaname = 'public' and tablename in ('claim', 'claim_line', 'rule_hit') and indexname not like '%_pkey'`,
  );
  for (const { indexname } of indexes.rows) await client.query(`drop index ${indexname}`);
  for (const table of REPLICATED_TABLES)
    if (!BIG.has(table.name)) await copyTable(client, table, masterValues(masters.facts, table));
  await copyCredentials(client, masters);
  await copyBigRows(client, masters, size);
  for (const { indexdef } of indexes.rows) await client.query(indexdef);
  await client.query('commit');
  await client.query('analyze');
}

const CLAIMS_PER_COPY = 20_000;

/** One pass over the generator: every twenty thousand claims their lines and hits follow, so that nothing piles up in memory. */
async function copyBigRows(client: pg.Client, masters: ScaleMasters, size: WorldSize): Promise<void> {
  const waiting = new Map<Table, unknown[][]>();
  const flush = async (): Promise<void> => {
    for (const [table, rows] of waiting) await copyTable(client, table, rows);
    waiting.clear();
  };
  let claims = 0;
  for (const { table, row } of bigRows(masters, size)) {
    if (table.name === 'claim' && claims++ % CLAIMS_PER_COPY === 0) await flush();
    const rows = waiting.get(table);
    if (rows === undefined) waiting.set(table, [valuesOf(table, row)]);
    else rows.push(valuesOf(table, row));
  }
  await flush();
}

async function copyCredentials(client: pg.Client, masters: ScaleMasters): Promise<void> {
  for (const row of rowsOf(masters.facts, 'userCredential')) {
    const values = [row.userId, row.passwordHash, row.failedCount, row.changedAtMs];
    await client.query(
      'insert into user_credential (user_id, password_hash, failed_count, changed_at_ms) values ($1, $2, $3, $4)',
      values,
    );
  }
}

async function copyTable(client: pg.Client, table: Table, rows: Iterable<unknown[]>): Promise<void> {
  const target = client.query(copyFrom(`copy ${table.name} (${table.columns.join(', ')}) from stdin`));
  await pipeline(
    Readable.from(copyChunks(rows[Symbol.iterator]()), { objectMode: false, highWaterMark: 1 << 20 }),
    target,
  );
}

const CHUNK_CHARACTERS = 1 << 18;

function* copyChunks(rows: Iterator<unknown[]>): Generator<Buffer> {
  let text = '';

  for (let next = rows.next(); next.done !== true; next = rows.next()) {
    text += `${next.value.map((value) => copyText(value)).join('\t')}\n`;
    if (text.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

function copyText(value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  return String(value).replace(
    /[\\\t\n\r]/g,
    (character) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n' })[character] ?? '\\r',
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { scale: { type: 'string', default: '1' }, 'database-url': { type: 'string' } },
  });
  const scale = Number(values.scale);
  const replica = await ensureReplica(scale);
  report({ store: 'replica', file: replica.file, ...replica.size, madeInMs: replica.madeInMs });
  const url = values['database-url'];
  if (url === undefined) return;
  const central = await ensureCentral(scale, url);
  report({ store: 'central', ...central.size, madeInMs: central.madeInMs });
}

function report(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

if (import.meta.main) await main();
