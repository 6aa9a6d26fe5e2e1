import Database from 'better-sqlite3';
import { CLAIM_COLUMNS } from '../src-main/claims/claim-columns.ts';
import type { GridQuery } from '../src-shared/contract/query.ts';
import { printBenchLine } from './bench-line.ts';
import { openBenchProfile, p95, timed, type BenchProfile } from './bench-profile.ts';
import { approveMany } from './decide-many.ts';
import { ensureReplica } from './world/scale.ts';

const PENDING = 10_000;
const SORTS = Object.keys(CLAIM_COLUMNS).filter((name) => {
  const { asked, unordered } = CLAIM_COLUMNS[name] ?? {};
  return asked === undefined && unordered === undefined;
});
const FILTERS: GridQuery['filters'][] = [
  [],
  [{ column: 'queue', op: 'in', values: ['DECIDE'] }],
  [{ column: 'status', op: 'in', values: ['APPROVED', 'PAID'] }],
  [{ column: 'claimedFen', op: 'between', values: [100_000, 300_000] }],
];

/**
 * The first 200 rows under any column's order and filter with 10,000 pending rows, after one prepared ordering (design §7);
 * beside it the first jump into the middle of the list, for which the whole of it has to be sorted.
 */
export async function run({ scale }: { scale: number }): Promise<void> {
  const { file, size, madeInMs } = await ensureReplica(scale);
  const profile = await openBenchProfile(file, PENDING);
  try {
    const { decided } = await approveMany(profile, PENDING);
    const first: { ms: number; cpuMs: number }[] = [];
    const again: number[] = [];
    const middle: number[] = [];
    for (const column of SORTS) {
      for (const filters of FILTERS) {
        const query: GridQuery = { filters, text: '', sort: [{ column, direction: 'desc' }] };
        const { ms, cpuMs } = await readPage(profile, query);
        first.push({ ms, cpuMs });
        if (cpuMs > 1000)
          console.error(`${column} ${JSON.stringify(filters)}: ${ms.toFixed(0)} ms (${cpuMs.toFixed(0)} ms of CPU)`);
        again.push((await readPage(profile, query)).ms);
      }
      const everything: GridQuery = { filters: [], text: '', sort: [{ column, direction: 'desc' }] };
      middle.push((await readPage(profile, everything, Math.floor(size.claims / 2))).ms);
    }
    const limitMs = readByKey(file);
    const what = `${String(size.claims)} claims, ${String(decided)} pending, ${String(first.length)} orders and filters`;
    const peer = { peer: '200 rows by primary key, one connection', peerValue: limitMs };
    const line = (name: string, value: number): void =>
      printBenchLine({
        bench: 'grid.page',
        case: `${what}: ${name}`,
        value,
        unit: 'ms',
        ...peer,
      });
    line('p95 once prepared, limit 50 ms', p95(again));
    line('slowest preparing, limit 2000 ms', Math.max(...first.map(({ ms }) => ms)));
    line(
      'CPU of the slowest preparing, what stays when nothing else runs',
      Math.max(...first.map(({ cpuMs }) => cpuMs)),
    );
    line('slowest first jump into the middle', Math.max(...middle));
    if (madeInMs > 0) console.error(`replica made in ${String(madeInMs)} ms`);
  } finally {
    await profile.close();
  }
}

/** CPU is that of all threads of the process. */
async function readPage(profile: BenchProfile, query: GridQuery, offset = 0): Promise<{ ms: number; cpuMs: number }> {
  const before = process.cpuUsage();
  const { ms } = await timed(() => profile.pool.read('claims.page', { query, offset, limit: 200 }, 'bench'));
  const { user, system } = process.cpuUsage(before);
  return { ms, cpuMs: (user + system) / 1000 };
}

function readByKey(file: string): number {
  const database = new Database(file, { readonly: true });
  const ids = database.prepare('select id from claim limit 200').pluck().all() as string[];
  const read = database.prepare('select * from claim where id = ?');
  const times: number[] = [];
  for (let round = 0; round < 50; round++) {
    const startedAtMs = performance.now();
    for (const id of ids) read.get(id);
    times.push(performance.now() - startedAtMs);
  }
  database.close();
  return p95(times);
}
