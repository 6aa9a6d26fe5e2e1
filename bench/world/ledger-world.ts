import Database from 'better-sqlite3';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { Kysely, SqliteDialect } from 'kysely';
import path from 'node:path';
import { replicaMigrations } from '../../migrations/replica/index.ts';
import { migrate } from '../../src-shared/database/migrate.ts';

export const MOVEMENTS = 5_000_000;
const PARTS = 50_000;
/** Five central ones and 180 of stations. */
const WAREHOUSES = 185;
const FIRST_AT_MS = Date.parse('2024-11-01T00:00:00Z');
const TWO_YEARS_MS = 730 * 86_400_000;
const GENERATOR_VERSION = 1;
const IDENTITY = `1, 'g', 0, 0`;
const TYPES = ['RECEIPT', 'ISSUE_SALE', 'ISSUE_WARRANTY', 'TRANSFER_OUT', 'TRANSFER_IN', 'RETURN_NEW'];

/**
 * A replica with the ledger planned for the company (issue 6): 50,000 parts in 185 warehouses, 5,000,000 movements of two
 * years, half of them in the five central warehouses. The rows lie in the file in another order than their numbers, as they
 * do when regions came one after the other. Kept outside git, by the state of the schema.
 */
export async function ensureLedgerReplica(): Promise<{ file: string; madeInMs: number }> {
  const names = replicaMigrations.map(({ name }) => name).join();
  const hash = createHash('sha256')
    .update(`${names}/${String(GENERATOR_VERSION)}`)
    .digest('hex')
    .slice(0, 8);
  const file = path.join('.hedui', 'bench', `ledger-${hash}`, 'replica.db');
  if (existsSync(file)) return { file, madeInMs: 0 };
  mkdirSync(path.dirname(file), { recursive: true });
  const startedAtMs = performance.now();
  const building = `${file}.building`;
  rmSync(building, { force: true });
  const database = new Database(building);
  try {
    for (const pragma of ['journal_mode = off', 'synchronous = off', 'cache_size = -200000', 'foreign_keys = off'])
      database.pragma(pragma);
    await migrate(new Kysely<never>({ dialect: new SqliteDialect({ database }) }), replicaMigrations);
    fill(database);
  } finally {
    if (database.open) database.close();
  }
  renameSync(building, file);
  return { file, madeInMs: Math.round(performance.now() - startedAtMs) };
}

function fill(database: Database.Database): void {
  const indexes = database
    .prepare(
      `select name, sql from sqlite_master where type = 'index' and tbl_name = 'stock_movement' and sql is not null`,
    )
    .all() as { name: string; sql: string }[];
  for (const { name } of indexes) database.exec(`drop index ${name}`);
  const count = (most: number): string =>
    `with recursive row (n) as (select 0 union all select n + 1 from row where n < ${String(most - 1)})`;
  database.exec(
    `insert into warehouse (id, _v, _scope, _k, _bucket, code, name, level, region_id, status)
     ${count(WAREHOUSES)} select 'W' || n, ${IDENTITY}, printf('ZX%03d', n), printf('仓库 %03d', n), 2, 'R', 'ACTIVE' from row;
     insert into part (id, _v, _scope, _k, _bucket, part_no, name, uom, issue_price_fen, supply_price_fen, is_wear, serialised,
       old_part_policy, status)
     ${count(PARTS)} select printf('P%05d', n), ${IDENTITY}, printf('%05d-%02d', (n * 7919) % ${String(PARTS)}, n % 97),
       '机油滤清器总成 ' || n, '件', 100, 90, 0, 0, 'NONE', 'ACTIVE' from row;
     insert into stock_movement (id, _v, _scope, _k, _bucket, seq, warehouse_id, part_id, owner, condition, batch_no, serial_no,
       qty_milli, value_fen, effective_at_ms, posted_at_ms, type, doc_no, leg, idem_key, user_id, device_id)
     ${count(MOVEMENTS)},
       numbered as (select n, (n * 7919) % ${String(MOVEMENTS)} as seq from row)
     select printf('01LEDGER%018d', n), ${IDENTITY}, seq, 'W' || case when n % 2 = 0 then (n / 2) % 5 else (n / 2) % ${String(WAREHOUSES)} end,
       printf('P%05d', (n * 31) % ${String(PARTS)}), 'HQ', 'NEW', '', '', (n % 40 - 19) * 1000, (n % 40 - 19) * 1250,
       ${String(FIRST_AT_MS)} + seq * ${String(Math.floor(TWO_YEARS_MS / MOVEMENTS))} - (n % 7) * 3600000,
       ${String(FIRST_AT_MS)} + seq * ${String(Math.floor(TWO_YEARS_MS / MOVEMENTS))},
       case n % ${String(TYPES.length)} ${TYPES.map((type, at) => `when ${String(at)} then '${type}'`).join(' ')} end,
       printf('CK-%07d', (n * 13) % 900000), case when n % 40 < 19 then 'OUT' else 'IN' end, 'I' || n, 'U', 'D' from numbered`,
  );
  for (const { sql } of indexes) database.exec(sql);
  database.exec('analyze');
}
