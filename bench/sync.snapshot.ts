import Database from 'better-sqlite3';
import { statSync } from 'node:fs';
import path from 'node:path';
import { NEW_REPLICA_FILE } from '../src-main/db/open-stores.ts';
import { REPLICATED_TABLES } from '../src-shared/contract/replicated-tables.generated.ts';
import { printBenchLine } from './bench-line.ts';
import { openBenchProfile, timed, type BenchProfile } from './bench-profile.ts';
import { loginsOf, openBenchServer, ownMiBOf, type BenchServer } from './bench-server.ts';

const CHUNK_ROWS = 20_000;

/**
 * Rows per second from the server into a verified replica, beside raw inserts of the same rows (design §7): the first copy
 * of a server just started, and the next desktop's from the same server. Both desktops are fresh programs.
 */
export async function run({ scale }: { scale: number }): Promise<void> {
  const server = await openBenchServer(scale);
  try {
    const logins = await loginsOf(server, 'l1');
    const idleMiB = server.peakMiB();
    for (const [place, state] of (['server just started', 'server in use'] as const).entries()) {
      const profile = await openBenchProfile(null);
      try {
        await measureCopy({ server, profile, login: logins[place] ?? '', state });
      } finally {
        await profile.close();
      }
    }
    printBenchLine({
      ...{ bench: 'sync.snapshot', case: 'peak memory of the server', value: server.peakMiB() ?? 0, unit: 'MiB' },
      ...{ peer: 'before it began', peerValue: idleMiB },
    });
    printBenchLine({
      ...{ bench: 'sync.snapshot', case: 'making the world in PostgreSQL', value: server.madeInMs, unit: 'ms' },
      ...{ peer: null, peerValue: null },
    });
  } finally {
    await server.close();
  }
}

async function measureCopy(copy: {
  server: BenchServer;
  profile: BenchProfile;
  login: string;
  state: string;
}): Promise<void> {
  const { server, profile, login, state } = copy;
  const { accessToken } = await server.signIn(login);
  const input = {
    ...{ folder: profile.folder, serverUrl: server.url, accessToken, tier: 'all' as const },
    ...{ buildKey: 'bench', rowEstimate: 0 },
  };
  const own = watchOwnMemory();
  const { ms, value } = await timed(() => profile.pool.job('sync.buildReplica', input));
  const memory = own.end();
  const raw = insertRaw(profile);
  printBenchLine({
    bench: 'sync.snapshot',
    case: `${String(value.rows)} rows, indexes and checksum included, ${state}`,
    ...{ value: (value.rows * 1000) / ms, unit: 'rows/s', peer: 'raw prepared inserts and the same indexes' },
    ...{ peerValue: raw.rowsPerSecond },
  });
  printBenchLine({
    ...{
      bench: 'sync.snapshot',
      case: `memory of the client at its most, ${state}`,
      value: memory.peakMiB,
      unit: 'MiB',
    },
    ...{ peer: 'before it began', peerValue: memory.idleMiB },
  });
  const bytes = statSync(path.join(profile.folder, NEW_REPLICA_FILE)).size;
  printBenchLine({
    ...{ bench: 'sync.snapshot', case: `file size, ${state}`, value: bytes / value.rows, unit: 'bytes/row' },
    ...{ peer: null, peerValue: null },
  });
}

const SAMPLE_MS = 100;

/**
 * What this process holds of its own while it loads, looked at ten times a second. The pages of the file it writes are in its
 * mapping too, up to 256 MiB; they are the system's, which takes them back when it wants them.
 */
function watchOwnMemory(): { end(): { idleMiB: number; peakMiB: number } } {
  const idleMiB = ownMiBOf(process.pid) ?? Number.NaN;
  let peakMiB = idleMiB;
  const look = (): void => {
    peakMiB = Math.max(peakMiB, ownMiBOf(process.pid) ?? Number.NaN);
  };
  const timer = setInterval(look, SAMPLE_MS);
  return {
    end: () => {
      look();
      clearInterval(timer);
      return { idleMiB, peakMiB };
    },
  };
}

/** One prepared insert a table, one transaction, the same pragmas, the same indexes afterwards; reading the rows is not counted. */
function insertRaw(profile: BenchProfile): { rowsPerSecond: number } {
  const source = new Database(path.join(profile.folder, NEW_REPLICA_FILE), { readonly: true });
  const target = new Database(path.join(profile.folder, 'raw.db'));
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = NORMAL',
    'foreign_keys = OFF',
    'temp_store = MEMORY',
    'cache_size = -64000',
  ])
    target.pragma(pragma);
  const schema = (type: string): string[] =>
    source
      .prepare(
        `select sql from sqlite_master where type = ? and sql is not null and name not like 'sqlite\\_%' escape '\\'`,
      )
      .pluck()
      .all(type) as string[];
  for (const statement of schema('table')) target.exec(statement);
  let rows = 0;
  let spentMs = 0;
  const count = (work: () => void): void => {
    const startedAtMs = performance.now();
    work();
    spentMs += performance.now() - startedAtMs;
  };
  count(() => target.exec('begin'));
  for (const table of REPLICATED_TABLES) {
    const insert = target.prepare(`insert into ${table.name} values (${table.columns.map(() => '?').join(', ')})`);
    for (const chunk of chunksOf(source, table.name)) {
      rows += chunk.length;
      count(() => {
        for (const row of chunk) insert.run(...row);
      });
    }
  }
  count(() => {
    target.exec('commit');
    for (const statement of schema('index')) target.exec(statement);
  });
  target.close();
  source.close();
  return { rowsPerSecond: (rows * 1000) / spentMs };
}

function* chunksOf(source: Database.Database, table: string): Generator<unknown[][]> {
  let chunk: unknown[][] = [];
  for (const row of source.prepare(`select * from ${table}`).raw().iterate()) {
    chunk.push(row as unknown[]);
    if (chunk.length < CHUNK_ROWS) continue;
    yield chunk;
    chunk = [];
  }
  yield chunk;
}
