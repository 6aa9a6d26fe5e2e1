/**
 * Some desktops without a window in one process, for `sync.fleet`: each is the whole core with its own folder, threads and
 * SQLite files. It says `ready` when all are level, works after `go`, compares itself with the server after `check`.
 */
import Database from 'better-sqlite3';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openTestApp, type TestApp } from '../src-main/testing/test-app.ts';

const PATIENCE_MS = 15 * 60_000;
const CLAIMS_EACH = 24;

const { values } = parseArgs({
  options: {
    server: { type: 'string', default: '' },
    folder: { type: 'string', default: '' },
    logins: { type: 'string', default: '' },
    /** Number of the first of these desktops, and of all there are: each decides on claims of its own. */
    first: { type: 'string', default: '0' },
    all: { type: 'string', default: '1' },
    /** Milliseconds between two commands of one desktop. */
    every: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '10' },
  },
});

interface Desktop {
  number: number;
  app: TestApp;
  /** A connection of its own: what it finds is what any question of a grid finds from that moment on. */
  replica: Database.Database;
  claims: string[];
  /** The newest decision seen; rows are numbered as they arrive in this file. */
  lastRow: number;
  sent: number;
  /** Turns let pass because the claim's last decision had not come back: people do not decide twice either. */
  waited: number;
}

/** Milliseconds → how often. */
const seenAfterMs = new Map<number, number>();
let seen = 0;

async function open(number: number, login: string): Promise<Desktop> {
  const dataFolder = path.join(values.folder, `desktop-${String(number)}`);
  const app = await openTestApp({ serverUrl: values.server, dataFolder });
  await app.client.session.signInDemo({ login });
  const isLevel = (event: Parameters<Parameters<TestApp['waitFor']>[0]>[0]): boolean =>
    event.type === 'sync' && event.state.phase === 'live' && !event.state.historyPending;
  await app.waitFor(isLevel, PATIENCE_MS);
  const [profile = ''] = readdirSync(path.join(dataFolder, 'profiles'));
  const replica = new Database(path.join(dataFolder, 'profiles', profile, 'replica.db'), { readonly: true });
  const claims = replica
    .prepare<[], string>(`select id from claim where status = 'IN_REVIEW' order by id`)
    .pluck()
    .all()
    .filter((_id, at) => at % Number(values.all) === number)
    .slice(0, CLAIMS_EACH);
  if (claims.length === 0) throw new Error(`no claims for desktop ${String(number)}`);
  const lastRow = replica.prepare('select coalesce(max(rowid), 0) from audit_decision').pluck().get() as number;
  const desktop = { number, app, replica, claims, lastRow, sent: 0, waited: 0 };
  app.app.events.subscribe((event) => {
    if (event.type === 'changed' && event.tables.includes('audit_decision')) look(desktop);
  });
  return desktop;
}

/** Decisions that have become visible, each with the time since the server decided on it. */
function look(desktop: Desktop): void {
  const rows = desktop.replica
    .prepare<[number], { row: number; at: number }>(
      'select rowid as row, decided_at_ms as at from audit_decision where rowid > ? order by rowid',
    )
    .all(desktop.lastRow);
  const now = Date.now();
  for (const { row, at } of rows) {
    desktop.lastRow = row;
    seen += 1;
    seenAfterMs.set(now - at, (seenAfterMs.get(now - at) ?? 0) + 1);
  }
}

/** Holds and releases its claims in turn until the time is over. */
async function work(desktop: Desktop, endMs: number): Promise<void> {
  const everyMs = Number(values.every);
  const step = desktop.replica.prepare<[string], { version: number; status: string; waits: 0 | 1 }>(
    `select c._v as version, c.status, exists (select 1 from claim_overlay o where o.id = c.id) as waits
     from claim c where c.id = ?`,
  );
  await pause((everyMs * desktop.number) / Number(values.all));
  for (let nextMs = Date.now(); Date.now() < endMs; nextMs += everyMs) {
    const claimId = desktop.claims[(desktop.sent + desktop.waited) % desktop.claims.length] ?? '';
    const row = step.get(claimId);
    if (row === undefined) throw new Error(`${claimId} is gone`);
    if (row.waits === 1) {
      desktop.waited += 1;
      await pause(Math.max(0, nextMs + everyMs - Date.now()));
      continue;
    }
    const action = row.status === 'ON_HOLD' ? ('RELEASE' as const) : ('HOLD' as const);
    const holdReason = action === 'HOLD' ? ('WAIT_CALL' as const) : null;
    const decision = { action, reasonCode: null, note: '', holdReason, lines: [] };
    await desktop.app.client.claims.decide({ claimId, version: row.version, decision });
    desktop.sent += 1;
    await pause(Math.max(0, nextMs + everyMs - Date.now()));
  }
}

async function settled({ app }: Desktop): Promise<void> {
  const endMs = Date.now() + PATIENCE_MS;
  while ((await app.client.sync.state({})).waitingCommands > 0) {
    if (Date.now() > endMs) throw new Error('commands are still waiting');
    await pause(100);
  }
}

function say(line: object): void {
  console.log(JSON.stringify(line));
}

function told(word: string): Promise<void> {
  return new Promise((resolve) => {
    process.on('message', (message) => {
      if (message === word) resolve();
    });
  });
}

const [go, check, end] = [told('go'), told('check'), told('end')];
const desktops: Desktop[] = [];
// one after the other: fifty first downloads at the same moment are another measure
for (const [at, login] of values.logins.split(',').entries())
  desktops.push(await open(Number(values.first) + at, login));
say({ ready: desktops.length });
await go;
const endMs = Date.now() + Number(values.seconds) * 1000;
await Promise.all(desktops.map((desktop) => work(desktop, endMs)));
await Promise.all(desktops.map(settled));
say({
  worked: desktops.reduce((sum, { sent }) => sum + sent, 0),
  waited: desktops.reduce((sum, { waited }) => sum + waited, 0),
});
await check;
const differing: string[] = [];
let attention = 0;
for (const desktop of desktops) {
  const { mismatches } = await desktop.app.client.sync.checkData({});
  for (const mismatch of mismatches) differing.push(`desktop ${String(desktop.number)}: ${JSON.stringify(mismatch)}`);
  attention += (await desktop.app.client.sync.attention({})).length;
  look(desktop);
}
say({
  checked: desktops.length,
  differing,
  attention,
  seen,
  histogram: [...seenAfterMs],
  rssMiB: process.memoryUsage().rss / 1024 ** 2,
});
await end;
for (const { app, replica } of desktops) {
  replica.close();
  await app.close();
}
process.exit(0);
