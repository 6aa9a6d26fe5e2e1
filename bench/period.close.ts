import { sql } from 'kysely';
import { countCommands } from '../src-server/counts/counts.commands.ts';
import { openPostgres, type CentralDb } from '../src-server/db/open-central.ts';
import { postMovements, unbalancedKeys } from '../src-server/parts/post-movements.ts';
import { startCluster } from '../src-server/testing/embedded-cluster.ts';
import { addUser } from '../src-server/testing/rows.ts';
import { inCommand, seedSmallCompany, testUser } from '../src-server/testing/small-company.ts';
import { addMonths, startOfMonthMs } from '../src-shared/domain/counts/stock-period.ts';
import type { SignedInUser } from '../src-shared/contract/session.contract.ts';
import { printBenchLine } from './bench-line.ts';
import { p95, timed } from './bench-profile.ts';
import { fillStockWorld, MOVEMENTS } from './world/stock-world.ts';

const commands = countCommands({ postMovements, unbalancedKeys });
const NOW_MS = Date.parse('2026-11-02T02:00:00Z');
const ALONE = 100;

/**
 * Closing a month of stock with the ledger of the whole company on PostgreSQL (design §8 Periods): beside it the server's plain
 * reading of that ledger, which the proof of every balance cannot do without; and how long goods that are posted meanwhile wait,
 * beside the same postings alone.
 */
export async function run(): Promise<void> {
  const cluster = await startCluster(['shared_buffers=512MB', 'max_wal_size=4GB']);
  const store = await openPostgres(cluster.urlOf('postgres'), 4);
  try {
    const { db } = store;
    await seedSmallCompany(db);
    const made = await timed(() => fillStockWorld(db));
    console.error(`ledger made in ${made.ms.toFixed(0)} ms`);
    const person = async (login: string, role: 'partsManager' | 'warehouse') =>
      testUser(await addUser(db, { login, roles: [role] }), [role]);
    const [manager, keeper] = [await person('manager', 'partsManager'), await person('keeper', 'warehouse')];
    const alone: number[] = [];
    for (let at = 0; at < ALONE; at += 1) alone.push(await post(db, keeper, `alone:${String(at)}`));
    await readLedger(db);
    const read = await timed(() => readLedger(db));
    for (const [name, month] of [
      ['the first month, with everything before it', '2026-09'],
      ['the month after it', '2026-10'],
    ] as const) {
      const { ms, beside } = await close(db, { manager, keeper, month });
      const line = { bench: 'period.close', unit: 'ms' };
      printBenchLine({
        ...{ ...line, case: `${String(MOVEMENTS)} movements: ${name}, closed`, value: ms },
        ...{ peer: 'one reading of the ledger, count and sums', peerValue: read.ms },
      });
      printBenchLine({
        ...{ ...line, case: `${name}: longest of ${String(beside.length)} postings made meanwhile` },
        ...{
          value: Math.max(...beside),
          peer: `longest of ${String(ALONE)} postings alone`,
          peerValue: Math.max(...alone),
        },
      });
      printBenchLine({
        ...{ ...line, case: `${name}: p95 of these postings`, value: p95(beside) },
        ...{ peer: `p95 of ${String(ALONE)} postings alone`, peerValue: p95(alone) },
      });
    }
  } finally {
    await store.close();
    await cluster.stop();
  }
}

/** Closes the month while a warehouse goes on posting, one movement after the other. */
async function close(
  db: CentralDb,
  { manager, keeper, month }: { manager: SignedInUser; keeper: SignedInUser; month: string },
): Promise<{ ms: number; beside: number[] }> {
  const beside: number[] = [];
  let isClosing = true;
  const closing = timed(() =>
    inCommand(
      db,
      manager,
      (context) =>
        commands['count.closePeriod'](
          { ...context, today: '2026-11-02' },
          { kind: 'count.closePeriod', month, note: 'bench' },
        ),
      NOW_MS,
    ),
  ).finally(() => (isClosing = false));
  const posting = (async (): Promise<void> => {
    while (isClosing) beside.push(await post(db, keeper, `${month}:${String(beside.length)}`));
  })();
  const [{ ms, value }] = await Promise.all([closing, posting]);
  await prove(db, month);
  if (value.status !== 'applied') throw new Error(`not closed: ${JSON.stringify(value)}`);
  return { ms, beside };
}

let posted = 0;

/** One movement after the other: of goods that moved now, and of goods that moved in the month before. */
async function post(db: CentralDb, keeper: SignedInUser, idemKey: string): Promise<number> {
  posted += 1;
  const effectiveAtMs = posted % 2 === 0 ? NOW_MS : NOW_MS - 15 * 86_400_000;
  const draft = {
    ...{
      regionCode: '1',
      warehouseId: 'W1',
      binId: null,
      partId: 'P77',
      owner: 'HQ' as const,
      condition: 'NEW' as const,
    },
    ...{ batchNo: '', serialNo: '', qtyMilli: 1000, valueFen: 10_000, effectiveAtMs, type: 'RECEIPT' as const },
    ...{ idemKey, docType: null, docNo: null, lineUid: null, erpDocNo: null, erpLine: null, note: null },
  };
  return (await timed(() => inCommand(db, keeper, (context) => postMovements(context, [draft]), NOW_MS))).ms;
}

/** What was written of the month is what the ledger says up to its last number, whatever was posted while it was closed. */
async function prove(db: CentralDb, month: string): Promise<void> {
  const period = await db.selectFrom('stockPeriod').selectAll().where('month', '=', month).executeTakeFirstOrThrow();
  const [startMs, endMs] = [startOfMonthMs(month), startOfMonthMs(addMonths(month, 1))];
  const { rows } = await sql<{ fen: number; n: number }>`
    select coalesce(sum(value_fen), 0)::bigint as fen,
           count(*) filter (where effective_at_ms >= ${period.openingFen === null ? 0 : startMs}) as n
      from stock_movement where seq <= ${period.closedSeq} and effective_at_ms < ${endMs}`.execute(db.withoutPlugins());
  const found = { closingFen: rows[0]?.fen, movementCount: (rows[0]?.n ?? 0) + (period.lateCount ?? 0) };
  const { closingFen, movementCount } = period;
  if (found.closingFen !== closingFen || found.movementCount !== movementCount)
    throw new Error(
      `${month}: ${JSON.stringify(found)}, but closed with ${JSON.stringify({ closingFen, movementCount })}`,
    );
}

async function readLedger(db: CentralDb): Promise<void> {
  await sql`select count(*) as n, sum(qty_milli)::bigint as qty, sum(value_fen)::bigint as fen from stock_movement`.execute(
    db.withoutPlugins(),
  );
}
