import Database from 'better-sqlite3';
import type { Filter, GridQuery, Sort } from '../src-shared/contract/query.ts';
import { printBenchLine } from './bench-line.ts';
import { openBenchProfile, p95, timed, type BenchProfile } from './bench-profile.ts';
import { ensureLedgerReplica, MOVEMENTS } from './world/ledger-world.ts';

const SORTS = [
  'seq',
  'effectiveAtMs',
  'postedAtMs',
  'warehouseName',
  'partNo',
  'type',
  'docNo',
  'qtyMilli',
  'valueFen',
];
const FILTERS: Filter[][] = [
  [],
  [{ column: 'warehouseName', op: 'in', values: ['仓库 003'] }],
  [{ column: 'type', op: 'in', values: ['RECEIPT', 'RETURN_NEW'] }],
  [{ column: 'effectiveAtMs', op: 'between', values: ['2026-09-01', '2026-09-30'] }],
  [{ column: 'partNo', op: 'contains', values: ['00123'] }],
  [{ column: 'qtyMilli', op: 'atLeast', values: [18_000] }],
  [
    { column: 'warehouseName', op: 'in', values: ['仓库 003'] },
    { column: 'type', op: 'in', values: ['ISSUE_SALE'] },
  ],
  [{ column: 'partName', op: 'contains', values: ['总成 4'] }],
];
/** Places of the list that a scrolled bar is let go at, and how far it is read on from there. */
const JUMPS = 40;
const PAGES_ON = 3;
const LIMIT = 200;

/**
 * The ledger of 5,000,000 movements in the local store (issue 6, the measures of design §7): the first 200 rows under any
 * column's order and filter, and the ledger in its own order scrolled and jumped through.
 */
export async function run(): Promise<void> {
  const { file, madeInMs } = await ensureLedgerReplica();
  if (madeInMs > 0) console.error(`ledger made in ${String(madeInMs)} ms`);
  const profile = await openBenchProfile(file);
  try {
    const peer = { peer: '200 rows by primary key, one connection', peerValue: readByKey(file) };
    const line = (name: string, value: number): void =>
      printBenchLine({
        bench: 'ledger.page',
        case: `${String(MOVEMENTS)} movements: ${name}`,
        value,
        unit: 'ms',
        ...peer,
      });
    const first: Read[] = [];
    const last: Read[] = [];
    const again: number[] = [];
    for (const column of SORTS) {
      for (const filters of FILTERS) {
        const query: GridQuery = { filters, text: '', sort: [{ column, direction: 'desc' }] };
        const read = await readPage(profile, query);
        first.push(read);
        again.push((await readPage(profile, query)).ms);
        const end = await readPage(profile, query, Math.max(read.total - LIMIT, 0));
        last.push(end);
        if (Math.max(read.ms, end.ms) > 1000)
          console.error(`${column} ${JSON.stringify(filters)}: first page ${told(read)}, last page ${told(end)}`);
      }
    }
    line(`p95 of ${String(again.length)} orders and filters once prepared, limit 50 ms`, p95(again));
    for (const [name, reads] of [
      ['preparing', first],
      ['jump to the end', last],
    ] as const) {
      line(`slowest ${name}, limit 2000 ms`, Math.max(...reads.map(({ ms }) => ms)));
      line(
        `CPU of the slowest ${name}, what stays when nothing else runs`,
        Math.max(...reads.map(({ cpuMs }) => cpuMs)),
      );
    }
    for (const [name, filters] of [
      ['the whole ledger', FILTERS[0]],
      ['one warehouse', FILTERS[1]],
    ] as const) {
      const { prepared, pages } = await jumpThrough(profile, filters ?? []);
      line(`${name} by number, first jump into the middle, limit 2000 ms`, prepared);
      line(`${name} by number, p95 of ${String(pages.length)} pages jumped and scrolled to, limit 50 ms`, p95(pages));
    }
    const searched: GridQuery = { filters: [], text: 'CK-000123', sort: [] };
    line('quick search, first page', (await readPage(profile, searched)).ms);
    const middle: Sort[] = [{ column: 'partNo', direction: 'asc' }];
    line(
      'first jump into the middle by part',
      (await readPage(profile, { filters: [], text: '', sort: middle }, MOVEMENTS / 2)).ms,
    );
  } finally {
    await profile.close();
  }
}

async function jumpThrough(profile: BenchProfile, filters: Filter[]): Promise<{ prepared: number; pages: number[] }> {
  const query: GridQuery = { filters, text: '', sort: [] };
  const { total } = (await profile.pool.read('parts.movements', { query, offset: 0, limit: 1 })) as { total: number };
  const prepared = (await readPage(profile, query, Math.floor(total / 2))).ms;
  const pages: number[] = [];
  for (let jump = 0; jump < JUMPS; jump += 1) {
    const place = Math.floor((((jump * 0.618) % 1) * (total - LIMIT * PAGES_ON)) / LIMIT) * LIMIT;
    for (let page = 0; page < PAGES_ON; page += 1)
      pages.push((await readPage(profile, query, place + page * LIMIT)).ms);
  }
  return { prepared, pages };
}

interface Read {
  ms: number;
  /** Of all threads of the process. */
  cpuMs: number;
  total: number;
}

const told = ({ ms, cpuMs }: Read): string => `${ms.toFixed(0)} ms (${cpuMs.toFixed(0)} ms of CPU)`;

async function readPage(profile: BenchProfile, query: GridQuery, offset = 0): Promise<Read> {
  const before = process.cpuUsage();
  const { ms, value: total } = await timed(async () => {
    const page = (await profile.pool.read('parts.movements', { query, offset, limit: LIMIT }, 'bench')) as {
      rows: unknown[];
      total: number;
    };
    if (page.rows.length === 0) throw new Error(`no rows at ${String(offset)} of ${JSON.stringify(query)}`);
    return page.total;
  });
  const { user, system } = process.cpuUsage(before);
  return { ms, cpuMs: (user + system) / 1000, total };
}

function readByKey(file: string): number {
  const database = new Database(file, { readonly: true });
  const ids = database.prepare('select id from stock_movement limit 200').pluck().all() as string[];
  const read = database.prepare('select * from stock_movement where id = ?');
  const times: number[] = [];
  for (let round = 0; round < 50; round += 1) {
    const startedAtMs = performance.now();
    for (const id of ids) read.get(id);
    times.push(performance.now() - startedAtMs);
  }
  database.close();
  return p95(times);
}
