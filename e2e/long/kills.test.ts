import Database from 'better-sqlite3';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureCentral } from '../../bench/world/scale.ts';
import { buildScreens, SCREENS_FOLDER } from '../../build/build-renderer.ts';
import { startProgram, type Program } from '../../build/child-program.ts';
import { anyFreePort } from '../../build/free-port.ts';
import { startCluster, type Cluster } from '../../src-server/testing/embedded-cluster.ts';
import type { GridQuery } from '../../src-shared/contract/query.ts';
import { startDesktopProcess, until, type DesktopProcess } from './desktop-process.ts';

const SCALE = 0.1;
const KILLS_PER_DESKTOP = 20;
const SERVER_KILLS = 24;
/** After the receipt is written, before the answer is sent, and with the outbox moved but the batch not committed. */
const POINTS = ['command-before-answer', 'command-after-receipt', 'sequencer-in-tick'] as const;
const HOOKS = ['index', 'index', 'checksum', 'checksum', 'rename', 'rename'] as const;
const DESKTOPS = ['first', 'second'] as const;
const QUEUE: GridQuery = { filters: [{ column: 'queue', op: 'in', values: ['DECIDE'] }], text: '', sort: [] };

let folder = '';
let cluster: Cluster;
let databaseUrl = '';
let port = 0;
let logins: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-kills-'));
  await buildScreens();
  cluster = await startCluster();
  const admin = new pg.Client({ connectionString: cluster.urlOf('postgres') });
  await admin.connect();
  await admin.query('create database kills');
  await admin.end();
  databaseUrl = cluster.urlOf('kills');
  await ensureCentral(SCALE, databaseUrl);
  port = await anyFreePort();
  const rows = await query<{ login: string }>(
    `select u.login from app_user u join user_role r on r.user_id = u.id where r.role = 'l1' and u.region_id is null order by u.login limit 2`,
  );
  logins = rows.map((row) => row.login);
}, 300_000);

afterAll(async () => {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('case 1, case 3, case 5 and case 6: twenty kills of each desktop in its first download and twenty-four of the server between receipt and answer and in its tick lose and double nothing', async () => {
  const counted = await query<{ n: string }>(
    `select (select count(*) from claim) + (select count(*) from claim_line) as n`,
  );
  expect(Number(counted[0]?.n)).toBeGreaterThan(300_000);

  let server = await startServer();
  for (const [index, name] of DESKTOPS.entries()) await killInFirstDownload(name, logins[index] ?? '');
  const desktops = await Promise.all(DESKTOPS.map((name, index) => startDesktop(name, logins[index] ?? '')));
  for (const desktop of desktops) await whole(desktop);

  for (let kill = 0; kill < SERVER_KILLS; kill++) {
    await server.stop();
    const point = POINTS[kill % POINTS.length] ?? POINTS[0];
    server = await startServer({ HEDUI_FAULT: `${point}:1` });
    const desktop = desktops[kill % desktops.length];
    if (desktop === undefined) throw new Error('no desktop');
    await desktop.client.sync.now({});
    await decideOne(desktop, kill);
    await server.ended;
    expect(server.child.signalCode).toBe('SIGKILL');
    console.log(JSON.stringify({ serverKill: kill + 1, point, decidedBy: desktop.name }));
    server = await startServer();
    await desktop.client.sync.now({});
    await until('the command is confirmed', async () => (await desktop.client.sync.state({})).waitingCommands === 0);
  }

  for (const desktop of desktops) {
    await desktop.client.sync.now({});
    await until('stores agree', async () => (await desktop.client.sync.checkData({})).mismatches.length === 0);
  }
  for (const desktop of desktops) await desktop.program.stop();
  await server.stop();
  await compareAcknowledged();
}, 1_500_000);

/** Kills on committed blocks, then in the named places; a kill without a block in the invisible file does not count. */
async function killInFirstDownload(name: string, login: string): Promise<void> {
  const blockKills = KILLS_PER_DESKTOP - HOOKS.length;
  let lastBlock = 0;
  for (let kill = 0; kill < KILLS_PER_DESKTOP; kill++) {
    const hook = kill < blockKills ? null : (HOOKS[kill - blockKills] ?? null);
    const place = await killOnce({ name, login, hook, afterBlock: lastBlock });
    lastBlock = Math.max(lastBlock, place.block);
    const [profile = ''] = readdirSync(path.join(folder, name, 'profiles'));
    const files = path.join(folder, name, 'profiles', profile);
    expect(existsSync(path.join(files, 'replica.db')), 'the swap has not happened').toBe(existingReplicaIsEmpty(files));
    const blocks = committedBlocks(path.join(files, 'replica.new.db'));
    expect(blocks, 'a block is committed in the invisible file').toBeGreaterThan(0);
    console.log(
      JSON.stringify({
        desktop: name,
        kill: kill + 1,
        at: hook ?? `block ${String(place.block)}`,
        committedBlocks: blocks,
      }),
    );
  }
}

interface KillPlace {
  name: string;
  login: string;
  hook: string | null;
  afterBlock: number;
}

async function killOnce({ name, login, hook, afterBlock }: KillPlace): Promise<{ block: number }> {
  let block = afterBlock;
  let reached: () => void = () => undefined;
  const there = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const pause = hook ?? `block:${String(afterBlock + 1)}`;
  const desktop = await startDesktopProcess({
    name,
    folder,
    serverUrl: `http://127.0.0.1:${String(port)}`,
    screens: SCREENS_FOLDER,
    login,
    env: { HEDUI_TRACE_BLOCKS: '1', HEDUI_FAULT_PAUSE: pause },
    onLine: (line) => {
      if (typeof line.block === 'number') block = line.block;
      if (line.fault === pause) reached();
    },
  });
  await Promise.race([there, timeout(`${name} to reach ${pause}`, 120_000)]);
  await desktop.kill();
  return { block };
}

/** True when a file of that name exists only as the empty one a fresh profile starts with. */
function existingReplicaIsEmpty(files: string): boolean {
  const file = path.join(files, 'replica.db');
  if (!existsSync(file)) return false;
  const database = new Database(file, { readonly: true });
  try {
    const row = database.prepare(`select value from sync_state where state_key = 'complete'`).get();
    expect(row, 'no complete copy is visible yet').toBeUndefined();
    return true;
  } finally {
    database.close();
  }
}

function committedBlocks(file: string): number {
  const database = new Database(file, { readonly: true });
  try {
    const row = database.prepare(`select value from sync_state where state_key = 'build.blocks'`).get() as
      { value: string } | undefined;
    return Number(row?.value ?? 0);
  } finally {
    database.close();
  }
}

async function startDesktop(name: string, login: string): Promise<DesktopProcess> {
  return startDesktopProcess({
    name,
    folder,
    serverUrl: `http://127.0.0.1:${String(port)}`,
    screens: SCREENS_FOLDER,
    login,
  });
}

async function whole(desktop: DesktopProcess): Promise<void> {
  await until(
    `${desktop.name} has its whole copy`,
    async () => {
      const state = await desktop.client.sync.state({});
      return state.phase === 'live' && !state.historyPending;
    },
    300_000,
  );
}

async function decideOne(desktop: DesktopProcess, offset: number): Promise<void> {
  const { rows } = await desktop.client.claims.page({ query: QUEUE, offset: offset * 3, limit: 1 });
  const [row] = rows;
  if (row === undefined) throw new Error('the queue is empty');
  await desktop.client.claims.decide({
    claimId: row.id,
    version: row.version,
    decision: { action: 'RETURN', reasonCode: 'R26', note: 'kill test', holdReason: null, lines: [] },
  });
}

async function startServer(env: NodeJS.ProcessEnv = {}): Promise<Program> {
  const program = startProgram({
    script: 'src-server/main.ts',
    args: ['--port', String(port), '--data', path.join(folder, 'server')],
    logFile: path.join(folder, 'server.log'),
    env: { DATABASE_URL: databaseUrl, ...env },
  });
  await program.line('listening');
  return program;
}

/** Every id a desktop holds as acknowledged stands once in the server's log, and the other way round; one decision each. */
async function compareAcknowledged(): Promise<void> {
  for (const name of DESKTOPS) {
    const [profile = ''] = readdirSync(path.join(folder, name, 'profiles'));
    const local = new Database(path.join(folder, name, 'profiles', profile, 'local.db'), { readonly: true });
    const sent = local.prepare(`select id, state from outbox order by client_seq`).all() as {
      id: string;
      state: string;
    }[];
    local.close();
    expect(sent.length).toBe(SERVER_KILLS / DESKTOPS.length);
    expect(sent.filter(({ state }) => state !== 'acked')).toEqual([]);
    const ids = sent.map(({ id }) => id);
    const logged = await query<{ id: string; status: string; decisions: string }>(
      `select l.id, l.status, (select count(*) from audit_decision d where d.command_id = l.id) as decisions from command_log l
       where l.device_id = (select device_id from command_log where id = '${ids[0] ?? ''}') order by l.client_seq`,
    );
    expect(logged.map(({ id }) => id)).toEqual(ids);
    expect(logged.map(({ status, decisions }) => `${status} ${decisions}`)).toEqual(ids.map(() => 'applied 1'));
    console.log(
      JSON.stringify({ desktop: name, acknowledged: ids.length, inServerLog: logged.length, lost: 0, doubled: 0 }),
    );
  }
}

async function query<Row extends object>(text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

function timeout(what: string, ms: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(`waited in vain for ${what}`)), ms).unref();
  });
}
