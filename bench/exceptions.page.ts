import Database from 'better-sqlite3';
import path from 'node:path';
import { REPLICA_FILE } from '../src-main/db/open-stores.ts';
import { STOCK_EXCEPTIONS, type StockException } from '../src-shared/domain/parts/stock-exceptions.ts';
import { printBenchLine } from './bench-line.ts';
import { openBenchProfile, timed, type BenchProfile } from './bench-profile.ts';
import { ensureLedgerReplica, MOVEMENTS } from './world/ledger-world.ts';
import {
  fillOpenStockReplica,
  IN_REVIEW,
  ON_THE_ROAD,
  PROMISES_ENDED,
  RECON_WITHOUT_OURS,
  UNBOOKED,
} from './world/open-stock-replica.ts';

const AGAIN = 10;
const LIMIT = 200;
/** Kinds of which the world holds a known number. */
const KNOWN: Partial<Record<StockException, number>> = {
  ...{ PROMISE: PROMISES_ENDED, ROAD: ON_THE_ROAD, ERP: RECON_WITHOUT_OURS, UNBOOKED, SHEET: IN_REVIEW },
};

/**
 * The exceptions of the morning (0350, 0381) on a desktop with the ledger of the company and two years of counting, orders and
 * documents of the ERP: all kinds with their numbers, and the first page of each; beside one plain reading of the count lines.
 */
export async function run(): Promise<void> {
  const { file, madeInMs } = await ensureLedgerReplica();
  if (madeInMs > 0) console.error(`ledger made in ${String(madeInMs)} ms`);
  const profile = await openBenchProfile(file);
  try {
    const replica = path.join(profile.folder, REPLICA_FILE);
    const database = new Database(replica);
    database.pragma('foreign_keys = off');
    const made = await timed(() => {
      fillOpenStockReplica(database, Date.now());
    });
    console.error(`open work made in ${made.ms.toFixed(0)} ms`);
    const plain = database.prepare('select count(*), sum(variance_fen) from count_line');
    plain.get();
    const { ms: peerValue } = await timed(() => plain.get());
    database.close();
    const line = (name: string, value: number): void => {
      const peer = { peer: 'one plain reading of 500000 count lines', peerValue };
      printBenchLine({ bench: 'exceptions.page', case: name, value, unit: 'ms', ...peer });
    };
    const kinds = await allKinds(profile);
    line(
      `${String(MOVEMENTS)} movements, ${String(kinds.total)} exceptions: all kinds, slowest of ${String(AGAIN)}`,
      kinds.ms,
    );
    for (const kind of STOCK_EXCEPTIONS) {
      const { ms, total } = await firstPage(profile, kind);
      line(`${kind}: first page of ${String(total)}, slowest of ${String(AGAIN)}`, ms);
    }
  } finally {
    await profile.close();
  }
}

async function allKinds(profile: BenchProfile): Promise<{ ms: number; total: number }> {
  const times: number[] = [];
  let total = 0;
  for (let time = 0; time < AGAIN; time += 1) {
    const { ms, value } = await timed(
      async () =>
        (await profile.pool.read('parts.exceptionKinds', {})) as { kinds: { kind: StockException; number: number }[] },
    );
    for (const { kind, number } of value.kinds)
      if (KNOWN[kind] !== undefined && KNOWN[kind] !== number)
        throw new Error(`${String(number)} of ${kind}, not ${String(KNOWN[kind])}`);
    times.push(ms);
    total = value.kinds.reduce((sum, { number }) => sum + number, 0);
  }
  return { ms: Math.max(...times), total };
}

async function firstPage(profile: BenchProfile, kind: StockException): Promise<{ ms: number; total: number }> {
  const query = { filters: [], text: '', sort: [] };
  const times: number[] = [];
  let total = 0;
  for (let time = 0; time < AGAIN; time += 1) {
    const { ms, value } = await timed(
      async () =>
        (await profile.pool.read('parts.exceptions', { kind, query, offset: 0, limit: LIMIT }, 'bench')) as {
          total: number;
        },
    );
    times.push(ms);
    total = value.total;
  }
  return { ms: Math.max(...times), total };
}
