import { sql } from 'kysely';
import { ulid } from 'ulid';
import { closeCounts } from '../src-server/counts/close-counts.ts';
import { openPostgres, type CentralDb } from '../src-server/db/open-central.ts';
import type { DueStep } from '../src-server/due/due-steps.ts';
import { expireReservations } from '../src-server/logistics/expire-reservations.ts';
import { proveStock } from '../src-server/parts/prove-stock.ts';
import { startCluster } from '../src-server/testing/embedded-cluster.ts';
import { seedSmallCompany } from '../src-server/testing/small-company.ts';
import type { BenchOptions } from './run.ts';
import { printBenchLine } from './bench-line.ts';
import { timed } from './bench-profile.ts';
import {
  answerOfTheErp,
  ERP_LINES,
  fillOpenStockWork,
  OPENED_AT_MS,
  PROMISES,
  SHEETS,
  WAITING,
} from './world/open-stock-work.ts';
import { fillStockWorld, MOVEMENTS } from './world/stock-world.ts';

const TODAY = '2026-11-02';
/** Of what waits for the ERP, what it has after the answer. */
const ANSWERED = WAITING - 100;
const EXPIRED = 500;
const DAY_MS = 86_400_000;
const QUIET_ROUNDS = 5;
/** Tables that grow for ever: a step with nothing to do reads no row of them but by an index, and none of the ledger at all. */
const GROWING = [
  ...['stock_movement', 'stock_balance', 'count_line', 'count_adjustment_line', 'erp_document_line'],
  ...['stock_reservation', 'goods_order_line'],
];

/**
 * What the server's clock does with stock every ten minutes (0352, 0353, 0293), in a company with two years behind it: nothing to
 * do, beside one plain reading of the table it looks in; and a year's end, beside the same rows written by plain statements.
 */
export async function run({ scale }: BenchOptions): Promise<void> {
  const movements = Math.round(MOVEMENTS * Math.min(scale, 1));
  const cluster = await startCluster(['shared_buffers=512MB', 'max_wal_size=4GB']);
  const store = await openPostgres(cluster.urlOf('postgres'), 4);
  try {
    await seedSmallCompany(store.db);
    const made = await timed(async () => {
      await fillStockWorld(store.db, movements);
      await fillOpenStockWork(store.db);
    });
    console.error(`${String(movements)} movements and the open work made in ${made.ms.toFixed(0)} ms`);
    await store.db.connection().execute((db) => measure(db, movements));
  } finally {
    await store.close();
    await cluster.stop();
  }
}

async function measure(db: CentralDb, movements: number): Promise<void> {
  const line = (name: string, value: number, peer: string, peerValue: number): void =>
    printBenchLine({ bench: 'due.stock', case: name, value, unit: 'ms', peer, peerValue });
  const proof = proveStock({ onWrong: (keys) => console.error(`${String(keys)} keys are out of balance`) });
  const ofErp = await plainReading(db, 'erp_document_line');
  const ofPromises = await plainReading(db, 'stock_reservation');
  const ofLedger = await plainReading(db, 'stock_movement');
  const proved = await once(db, proof, 1);
  line(`proof of ${String(movements)} movements, once a night`, proved, 'one reading of the ledger', ofLedger);
  for (const [name, step, peer, peerValue] of [
    [
      `close-counts, ${String(WAITING)} of ${String(SHEETS)} sheets wait`,
      closeCounts,
      `one reading of ${String(ERP_LINES)} lines of the ERP`,
      ofErp,
    ],
    ['expire-reservations', expireReservations, `one reading of ${String(PROMISES)} promises`, ofPromises],
    ['stock-proof, done already', proof, 'one reading of the ledger', ofLedger],
  ] as const)
    line(`${name}: nothing to do`, await quiet(db, name, step), peer, peerValue);
  await answerOfTheErp(db, ANSWERED);
  const limit = await plainClosing(db);
  line(
    `close-counts: ${String(ANSWERED)} sheets the ERP has answered for`,
    await once(db, closeCounts, ANSWERED),
    'the same rows by three plain statements',
    limit,
  );
  const later = OPENED_AT_MS + DAY_MS + EXPIRED * 60_000;
  const ended = await once(db, expireReservations, EXPIRED, later);
  line(
    `expire-reservations: ${String(EXPIRED)} promises end`,
    ended,
    `one reading of ${String(PROMISES)} promises`,
    ofPromises,
  );
}

/** A step in a transaction of its own, as the clock runs it; fails when it did not do what it should. */
async function once(db: CentralDb, step: DueStep, expected: number, nowMs = OPENED_AT_MS): Promise<number> {
  const { ms, value } = await timed(() =>
    db.transaction().execute((transaction) => step(transaction, { nowMs, today: TODAY, newId: ulid })),
  );
  if (value !== expected) throw new Error(`did ${String(value)}, not ${String(expected)}`);
  return ms;
}

/** The slowest of some rounds in which nothing is due, and the proof that no growing table was read from end to end. */
async function quiet(db: CentralDb, name: string, step: DueStep): Promise<number> {
  const before = await rowsReadInFull(db);
  const times: number[] = [];
  for (let round = 0; round < QUIET_ROUNDS; round += 1) times.push(await once(db, step, 0));
  const after = await rowsReadInFull(db);
  const read = GROWING.filter((table) => (after.get(table) ?? 0) > (before.get(table) ?? 0));
  if (read.length > 0) throw new Error(`${name} reads all of ${read.join(', ')}`);
  return Math.max(...times);
}

/** How many rows of each table were read without an index so far; of the ledger, by whatever way. */
async function rowsReadInFull(db: CentralDb): Promise<Map<string, number>> {
  await sql`select pg_stat_force_next_flush()`.execute(db);
  const { rows } = await sql<{ name: string; read: number }>`
    select relname as name, (seq_tup_read + case when relname = 'stock_movement' then coalesce(idx_tup_fetch, 0) else 0 end)::bigint as read
      from pg_stat_user_tables`.execute(db.withoutPlugins());
  return new Map(rows.map(({ name, read }) => [name, Number(read)]));
}

async function plainReading(db: CentralDb, table: string): Promise<number> {
  const read = () => sql.raw(`select count(*), sum(qty_milli)::bigint from ${table}`).execute(db);
  await read();
  return (await timed(read)).ms;
}

/** What closing them costs the store alone: two plain updates and one insert, taken back afterwards. */
async function plainClosing(db: CentralDb): Promise<number> {
  await sql`begin`.execute(db);
  const chosen = `select id from count_sheet where status = 'POSTED' order by id limit ${String(ANSWERED)}`;
  const { ms } = await timed(async () => {
    for (const text of [
      `insert into count_event (id, _v, _scope, _k, _bucket, sheet_id, action, status_from, status_to, round, done_by, done_by_name, done_at_ms)
       select 'limit' || id, 1, _scope, _k, _bucket, id, 'closeErp', 'POSTED', 'CLOSED', 1, 'system', 'ERP', 0 from (${chosen}) c
         join count_sheet s using (id)`,
      `update count_adjustment set erp_doc_no = 'x' where sheet_id in (${chosen})`,
      `update count_sheet set status = 'CLOSED' where id in (${chosen})`,
    ])
      await sql.raw(text).execute(db);
  });
  await sql`rollback`.execute(db);
  return ms;
}
