import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startProgram } from '../build/child-program.ts';
import { anyFreePort } from '../build/free-port.ts';
import { startCluster } from '../src-server/testing/embedded-cluster.ts';
import type { Tokens } from '../src-shared/contract/server/session.contract.ts';
import { ensureCentral } from './world/scale.ts';

export interface BenchServer {
  folder: string;
  url: string;
  databaseUrl: string;
  pid: number;
  /** Milliseconds it took to make the big world in PostgreSQL. */
  madeInMs: number;
  /** The most memory the server's process has held, in MiB; null where the system does not tell. */
  peakMiB(): number | null;
  /** Process of PostgreSQL itself, whose children are its connections. */
  postmasterPid(): Promise<number>;
  /** As a demo user, on the device of the bench or on one of its own. */
  signIn(login: string, deviceId?: string): Promise<Tokens>;
  query<Row extends object>(text: string): Promise<Row[]>;
  close(): Promise<void>;
}

interface BenchCluster {
  urlOf(database: string): string;
  query<Row extends object>(text: string, database: string): Promise<Row[]>;
  stop(): Promise<void>;
}

/** One PostgreSQL for all benches of a run; each works on a copy of the world of its own, which is made once per scale. */
let sharedCluster: Promise<BenchCluster> | null = null;
const worlds = new Map<number, Promise<{ database: string; madeInMs: number }>>();
let copies = 0;

async function startBenchCluster(): Promise<BenchCluster> {
  const cluster = await startCluster(['shared_buffers=512MB', 'max_wal_size=4GB']);
  return {
    ...cluster,
    query: async <Row extends object>(text: string, database: string): Promise<Row[]> => {
      const client = new pg.Client({ connectionString: cluster.urlOf(database) });
      await client.connect();
      try {
        return (await client.query<Row>(text)).rows;
      } finally {
        await client.end();
      }
    },
  };
}

async function makeWorld(cluster: BenchCluster, scale: number): Promise<{ database: string; madeInMs: number }> {
  const database = `world_${String(scale).replace('.', '_')}`;
  await cluster.query(`create database ${database}`, 'postgres');
  const { madeInMs } = await ensureCentral(scale, cluster.urlOf(database));
  // As the tables of a server that has run for a while are: PostgreSQL does this by itself between two working days.
  await cluster.query('vacuum', database);
  return { database, madeInMs };
}

/** Ends the PostgreSQL of the run with all worlds in it. */
export async function closeBenchCluster(): Promise<void> {
  const cluster = await sharedCluster;
  sharedCluster = null;
  worlds.clear();
  await cluster?.stop();
}

/** A real PostgreSQL with the big world and the real server in a process of its own. */
export async function openBenchServer(scale: number): Promise<BenchServer> {
  const cluster = await (sharedCluster ??= startBenchCluster());
  const world = worlds.get(scale) ?? makeWorld(cluster, scale);
  worlds.set(scale, world);
  const { database: template, madeInMs } = await world;
  const database = `bench_${String((copies += 1))}`;
  await cluster.query(`create database ${database} template ${template} strategy file_copy`, 'postgres');
  return startServer(cluster, { database, madeInMs, args: [], limits: {} });
}

/** Here a whole company signs in from one address, where a server lets a hundred and twenty in a minute. */
const ONE_ADDRESS = { signInsPerMinute: 100_000 };

/** The same with the demo company, whose stations can send claims, in place of the big world. */
export async function openDemoServer(): Promise<BenchServer> {
  const cluster = await (sharedCluster ??= startBenchCluster());
  const database = `bench_${String((copies += 1))}`;
  await cluster.query(`create database ${database}`, 'postgres');
  return startServer(cluster, { database, madeInMs: 0, args: ['--demo'], limits: ONE_ADDRESS });
}

interface ServerOptions {
  database: string;
  madeInMs: number;
  args: readonly string[];
  limits: Readonly<Record<string, number>>;
}

async function startServer(
  cluster: BenchCluster,
  { database, madeInMs, args, limits }: ServerOptions,
): Promise<BenchServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hedui-bench-server-'));
  const databaseUrl = cluster.urlOf(database);
  const program = startProgram({
    script: 'src-server/main.ts',
    args: ['--port', String(await anyFreePort()), '--data', path.join(folder, 'server'), ...args],
    logFile: path.join(folder, 'server.log'),
    env: { DATABASE_URL: databaseUrl, HEDUI_LIMITS: JSON.stringify(limits) },
  });
  const url = String((await program.line('listening')).listening);
  return {
    folder,
    url,
    databaseUrl,
    pid: program.child.pid ?? 0,
    madeInMs,
    query: (text) => cluster.query(text, database),
    peakMiB: () => peakMiBOf(program.child.pid ?? 0),
    postmasterPid: async () => {
      const [file] = await cluster.query<{ pid: string }>(
        `select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid`,
        'postgres',
      );
      return Number(file?.pid);
    },
    signIn: async (login, deviceId = `bench-${login}`) => {
      const answer = await fetch(`${url}/session/v1/sign-in-demo`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ login, deviceId, deviceName: 'bench' }),
      });
      if (!answer.ok) throw new Error(`sign-in of ${login}: ${String(answer.status)} ${await answer.text()}`);
      return (await answer.json()) as Tokens;
    },
    close: async () => {
      await program.stop();
      await cluster.query(`drop database ${database} with (force)`, 'postgres');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The peak of a process's memory as Linux keeps it; null elsewhere. */
export function peakMiBOf(pid: number): number | null {
  return statusMiB(pid, 'VmHWM');
}

/** What a process holds now besides pages of files, as Linux keeps it; null elsewhere. */
export function ownMiBOf(pid: number): number | null {
  return statusMiB(pid, 'RssAnon');
}

function statusMiB(pid: number, name: 'VmHWM' | 'RssAnon'): number | null {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    const kib = new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1];
    return kib === undefined ? null : Number(kib) / 1024;
  } catch {
    return null; // no such file system
  }
}

/** Logins of users with a role and without a region, so that they see everything. */
export async function loginsOf(server: BenchServer, role: string): Promise<string[]> {
  const rows = await server.query<{ login: string }>(
    `select u.login from app_user u join user_role r on r.user_id = u.id where r.role = '${role}' and u.region_id is null order by u.login`,
  );
  return rows.map((row) => row.login);
}
