import { sql } from 'kysely';
import type { CentralDb } from '../../src-server/db/open-central.ts';

export const MOVEMENTS = 5_000_000;
/** Ten movements each: 50,000 parts in five central warehouses, and 250,000 keys in the stores of 180 stations. */
const KEYS = 500_000;
const PARTS = 50_000;
const CENTRAL = 5;
const STATIONS = 180;
const FIRST_AT_MS = Date.parse('2024-11-01T00:00:00Z');
/** Up to the end of October 2026, in the order of their numbers. */
const STEP_MS = Math.floor((Date.parse('2026-10-31T12:00:00Z') - FIRST_AT_MS) / MOVEMENTS);
const IDENTITY = `1, 'r:1', (n % 1000)::bigint, (n % 256)::bigint`;

/**
 * The ledger of the whole company on PostgreSQL (issue 6): 5,000,000 movements of two years, or the first of them, with the balances
 * they come to. The feed's triggers stay silent; indexes are made afterwards.
 */
export async function fillStockWorld(db: CentralDb, movements = MOVEMENTS): Promise<void> {
  const indexes = await sql<{ name: string; definition: string }>`
    select indexname as name, indexdef as definition from pg_indexes
     where tablename in ('stock_movement', 'stock_balance') and indexdef not like '%UNIQUE%'`.execute(
    db.withoutPlugins(),
  );
  await db.connection().execute(async (one) => {
    const run = (text: string) => sql.raw(text).execute(one);
    await run('set session_replication_role = replica');
    for (const { name } of indexes.rows) await run(`drop index ${name}`);
    await run(
      `insert into warehouse (id, _v, _scope, _k, _bucket, code, name, region_id, level, controlled_by)
       select 'W' || n, 1, 'g', n, n % 256, 'ZX' || lpad(n::text, 3, '0'), '仓库 ' || n, 'R1',
              case when n < ${String(CENTRAL)} then 2 else 3 end, case when n < ${String(CENTRAL)} then 'HQ' else 'STATION' end
         from generate_series(0, ${String(CENTRAL + STATIONS - 1)}) n`,
    );
    await run(
      `insert into part (id, _v, _scope, _k, _bucket, part_no, name, uom, uom_whole, issue_price_fen, supply_price_fen, old_part_policy)
       select 'P' || n, 1, 'g', n, n % 256, lpad(n::text, 6, '0'), '配件 ' || n, '件', 1, 12000, 10000, 'NONE'
         from generate_series(0, ${String(PARTS - 1)}) n`,
    );
    await run(
      `insert into stock_movement (id, _v, _scope, _k, _bucket, seq, warehouse_id, part_id, owner, condition, batch_no, serial_no,
         qty_milli, value_fen, effective_at_ms, posted_at_ms, type, idem_key, user_id, device_id)
       select 'M' || lpad(n::text, 9, '0'), ${IDENTITY}, n + 1,
              'W' || case when k < ${String(PARTS * CENTRAL)} then k % ${String(CENTRAL)} else ${String(CENTRAL)} + k % ${String(STATIONS)} end,
              'P' || case when k < ${String(PARTS * CENTRAL)} then k / ${String(CENTRAL)} else (k::bigint * 7919) % ${String(PARTS)} end,
              'HQ', 'NEW', '', '', q * 1000, q * 10000,
              ${String(FIRST_AT_MS)} + n::bigint * ${String(STEP_MS)} - (n % 7) * 3600000, ${String(FIRST_AT_MS)} + n::bigint * ${String(STEP_MS)},
              case when q > 0 then 'RECEIPT' else 'ISSUE_SALE' end, 'I' || n, 'U', 'D'
         from (select n, n % ${String(KEYS)} as k, case when n < ${String(KEYS)} then 100 else (1 + n % 4) * (case when (n / ${String(KEYS)}) % 2 = 0 then 1 else -1 end) end as q
                 from generate_series(0, ${String(movements - 1)}) n) made`,
    );
    await run(
      `insert into stock_balance (id, _v, _scope, _k, _bucket, warehouse_id, part_id, owner, condition, batch_no, serial_no, qty_milli,
         value_fen, last_seq, last_move_at_ms)
       select 'B' || row_number() over (), 1, 'r:1', 1, 1, warehouse_id, part_id, owner, condition, batch_no, serial_no,
              sum(qty_milli), sum(value_fen), max(seq), max(effective_at_ms)
         from stock_movement group by warehouse_id, part_id, owner, condition, batch_no, serial_no`,
    );
    await run(
      `insert into document_sequence (sequence_key, last_value) values ('stockMovement', ${String(movements)})`,
    );
    for (const { definition } of indexes.rows) await run(definition);
    await run('set session_replication_role = origin');
  });
  // As the tables of a server that has run for a while are.
  for (const table of ['stock_movement', 'stock_balance', 'part', 'warehouse'])
    await sql.raw(`vacuum analyze ${table}`).execute(db);
}
