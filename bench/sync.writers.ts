import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { ulid } from 'ulid';
import { rowIdentity } from '../src-shared/domain/units/row-identity.ts';
import { printBenchLine } from './bench-line.ts';
import { openBenchServer, type BenchServer } from './bench-server.ts';

/** What a writer costs does not hang on the size of the tables; a larger world would only make the bench longer. */
const MOST_SCALE = 0.02;
const WRITERS = 8;
const WARM_UP_MS = 3000;
const ROUND_MS = 1000;
/** Switching triggers throws away the plans of every connection, which is no cost of the feed; this is not counted. */
const SETTLE_MS = 250;
/** With, without, without, with, in short rounds and often: whatever the machine does beside it falls on both alike. */
const ROUNDS = Array.from({ length: 16 }, () => [true, false, false, true]).flat();
const CLAIMS_PER_WRITER = 200;
const TABLES = ['claim', 'claim_line', 'audit_decision'];
const LIMIT_RATIO = 0.8;
const PATIENCE_MS = 60_000;

interface Claim {
  id: string;
  scope: string;
}

/**
 * Transactions a second of eight writers on PostgreSQL, with the feed and without it: triggers on all three tables and a
 * whole server whose sequencer moves what they write. A transaction is what a decision writes: the claim, its lines, and
 * one row of history (issue 4: at least 0.80).
 */
export async function run({ scale }: { scale: number }): Promise<void> {
  const server = await openBenchServer(Math.min(scale, MOST_SCALE));
  const writers: pg.Client[] = [];
  try {
    const claims = await server.query<Claim>(
      `select id, _scope as scope from claim order by id limit ${String(WRITERS * CLAIMS_PER_WRITER)}`,
    );
    for (let number = 0; number < WRITERS; number += 1) {
      const client = new pg.Client({ connectionString: server.databaseUrl });
      await client.connect();
      writers.push(client);
    }
    const share = (number: number): Claim[] => claims.filter((_claim, at) => at % WRITERS === number);
    const write = (ms: number): Promise<number> =>
      Promise.all(writers.map((client, number) => writeFor(client, share(number), ms))).then(sumOf);
    await write(WARM_UP_MS); // plans, caches and the code of this program become warm
    const done = { on: 0, off: 0 };
    const lags: number[] = [];
    for (const isOn of ROUNDS) {
      await switchFeed(server, isOn);
      await write(SETTLE_MS);
      done[isOn ? 'on' : 'off'] += await write(ROUND_MS);
      if (isOn) lags.push(await drained(server));
    }
    report(done, Math.max(...lags));
  } finally {
    for (const client of writers) await client.end();
    await server.close();
  }
}

function report(done: { on: number; off: number }, longestLagMs: number): void {
  const seconds = (ROUNDS.length / 2) * (ROUND_MS / 1000);
  const bench = 'sync.writers';
  const how = `${String(WRITERS)} writers, PostgreSQL, a claim with its lines and a decision each`;
  printBenchLine({
    ...{ bench, case: `${how}: feed on ÷ off (limit ${String(LIMIT_RATIO)})`, value: done.on / seconds },
    ...{ unit: 'transactions/s', peer: 'the same without triggers of the feed', peerValue: done.off / seconds },
  });
  printBenchLine({
    ...{ bench, case: 'end of writing → all of it in the feed, longest of the rounds', value: longestLagMs },
    ...{ unit: 'ms', peer: null, peerValue: null },
  });
}

async function switchFeed(server: BenchServer, isOn: boolean): Promise<void> {
  for (const table of TABLES) {
    for (const action of ['insert', 'update', 'delete'])
      await server.query(`alter table ${table} ${isOn ? 'enable' : 'disable'} trigger ${table}_${action}`);
  }
}

/** Decides on the writer's own claims in turn until the time is over; returns the number of transactions. */
async function writeFor(client: pg.Client, claims: readonly Claim[], ms: number): Promise<number> {
  const endMs = performance.now() + ms;
  let count = 0;
  while (performance.now() < endMs) {
    const claim = claims[count % claims.length];
    if (claim === undefined) throw new Error('no claims to decide on');
    await decide(client, claim, count);
    count += 1;
  }
  return count;
}

async function decide(client: pg.Client, { id, scope }: Claim, count: number): Promise<void> {
  await client.query('begin');
  await client.query({
    name: 'claim',
    text: `update claim set risk_score = $2, approved_fen = payable_fen where id = $1`,
    values: [id, count % 100],
  });
  await client.query({
    name: 'lines',
    text: `update claim_line set approved_fen = payable_fen, decision = 'APPROVE' where claim_id = $1`,
    values: [id],
  });
  const row = rowIdentity(ulid(), scope, id);
  await client.query({
    name: 'decision',
    text: `insert into audit_decision (id, _scope, _k, _bucket, claim_id, level, action, status_from, status_to,
        amount_before_fen, amount_after_fen, decided_by, decided_by_name, decided_at_ms)
      values ($1, $2, $3, $4, $5, 'L1', 'HOLD', 'IN_REVIEW', 'ON_HOLD', 0, 0, 'bench', 'bench', $6)`,
    values: [row.id, row._scope, row._k, row._bucket, id, Date.now()],
  });
  await client.query('commit');
}

/** Milliseconds until the outbox is empty. */
async function drained(server: BenchServer): Promise<number> {
  const startedMs = performance.now();
  for (;;) {
    const [row] = await server.query<{ waiting: string }>('select count(*) as waiting from sync_outbox');
    const ms = performance.now() - startedMs;
    if (Number(row?.waiting) === 0) return ms;
    if (ms > PATIENCE_MS) throw new Error(`${String(row?.waiting)} rows wait in the outbox`);
    await pause(10);
  }
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
