import type http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { monotonicFactory } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandLetter } from '../../src-shared/contract/commands.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { RunningServer, ServeOptions } from '../compose.ts';
import { insertRows } from '../db/bulk-rows.ts';
import { openPostgres, type CentralStore } from '../db/open-central.ts';
import { makeCertificate } from '../testing/certificate.ts';
import { addCustomer, addRegion, addUser, markAsDemo } from '../testing/rows.ts';
import { ask, readStream, sendCommands, signIn, startTestServer, type TestServer } from '../testing/test-server.ts';
import { Limits } from './limits.ts';

const PATIENCE_MS = 60_000;
/** More than the buffers of two sockets take: a reader who stops reading stops the server's stream. */
const ROWS_OF_A_STALL = 30_000;
const newId = monotonicFactory();

let server: TestServer;
let token = '';
/** What a command waits for in the tests of stopping. */
let gate: Promise<void> = Promise.resolve();
let entered: () => void = () => undefined;

beforeAll(async () => {
  server = await startTestServer('postgres', {
    'claim.undo': async ({ db }) => {
      await addCustomer(db, 'r:1', 'made by a command');
      entered();
      await gate;
      return { status: 'applied' };
    },
  });
  const { db } = server.store;
  await markAsDemo(db);
  await addRegion(db, '1');
  await addUser(db, { login: 'clerk', roles: ['l1'] });
  ({ accessToken: token } = await signIn(server, 'clerk'));
});
afterAll(() => server.close());

async function until(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Another instance, with a pool of its own, on the same database. */
async function secondInstance(more: Partial<ServeOptions> = {}): Promise<RunningServer & { store: CentralStore }> {
  const store = await openPostgres(server.store.databaseUrl ?? '');
  const second = await server.startSecond({ ...more, store });
  return {
    ...second,
    store,
    close: async () => {
      await second.close();
      await store.close();
    },
  };
}

function letter(clientSeq: number, id = newId()): CommandLetter {
  return {
    id,
    clientSeq,
    commandVersion: 1,
    madeAtMs: 0,
    body: { kind: 'claim.undo', claimId: newId(), decisionCommandId: newId() },
  };
}

async function standing(url: string): Promise<string> {
  return (await readStream(`${url}/sync/v1/snapshot?tier=all`, token)).cursor;
}

/** What the next answer with customers in it brings: rows from before the poll may come in an answer of their own. */
async function newCustomers(url: string, from: string): Promise<unknown[]> {
  for (let cursor = from; ;) {
    const answer = await readStream(`${url}/sync/v1/delta?cursor=${cursor}&wait=25`, token);
    const customers = answer.rows.get('customer');
    if (customers !== undefined) return customers.map((row) => row[6]);
    expect(answer.lines.length).toBeGreaterThan(1); // a poll that brought nothing would have waited in vain
    cursor = answer.cursor;
  }
}

describe('two instances on one database', () => {
  it('a poll that waits at one instance is answered by a command given to the other, and a token of one is good at both', async () => {
    const second = await secondInstance();
    const cursor = await standing(second.url);
    const waiting = newCustomers(second.url, cursor);
    const [result] = await sendCommands(server, token, 'device-of-clerk', [letter(1)]);
    expect(result).toMatchObject({ status: 'applied' });
    expect(await waiting).toEqual(['made by a command']);
    await second.close();
  });

  it('a command sent again to the other instance gets the stored answer and has one effect', async () => {
    const second = await secondInstance();
    const again = letter(2);
    const results = [
      await sendCommands(server, token, 'device-of-clerk', [again]),
      await sendCommands(second, token, 'device-of-clerk', [again]),
    ];
    expect(results[0]).toEqual(results[1]);
    const { rows } = await sql<{
      n: number;
    }>`select count(*) as n from customer where name = 'made by a command'`.execute(server.store.db);
    expect(rows).toEqual([{ n: 2 }]);
    await second.close();
  });

  it('hears of batches by notification, also after its connection was lost', async () => {
    const heard: string[] = [];
    const listening = await server.store.listen?.('hedui_feed', (payload) => heard.push(payload));
    const write = async (): Promise<boolean> => {
      const before = heard.length;
      await addCustomer(server.store.db, 'r:1');
      await new Promise((resolve) => setTimeout(resolve, 50));
      return heard.length > before;
    };
    await until('the first notification', write);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'hedui-listen'`.execute(server.store.db);
    await until('a notification on the new connection', write);
    await listening?.close();
  });
});

describe('a large transaction', () => {
  it('case 31: comes as one batch up to the limit; above it the desktop is told to take a fresh copy', async () => {
    const second = await secondInstance({ limits: Limits.parse({ resnapshotAboveRows: 500 }) });
    const write = async (count: number): Promise<void> => {
      const rows = Array.from({ length: count }, () => {
        const id = newId();
        return { ...rowIdentity(id, 'r:1'), code: id, name: `客运公司 ${id}`, type: 'BUS_CO', address: '' };
      });
      await server.store.db.transaction().execute(async (transaction) => insertRows(transaction, 'customer', rows));
    };
    await until('what was written before is in the feed', async () => {
      const { body } = await ask<{ waiting: number }>(`${server.url}/readyz`);
      return body.waiting === 0;
    });
    const cursor = await standing(second.url);
    await write(500);
    const whole = await readStream(`${second.url}/sync/v1/delta?cursor=${cursor}&wait=25`, token);
    expect(whole.lines.filter((line) => line.t === 'commit')).toMatchObject([{ n: 500 }]);
    expect(whole.rows.get('customer')).toHaveLength(500);
    await write(501);
    // Waits for the batch like a desktop, and is sent for a fresh copy.
    const answer = await ask(`${second.url}/sync/v1/delta?cursor=${whole.cursor}&wait=25`, { token });
    expect(answer).toEqual({ status: 409, body: { resnapshot: 'compacted' } });
    await second.close();
  });
});

describe('health and figures', () => {
  it('says it is alive and ready, and how it stands, in the form that Prometheus reads', async () => {
    expect((await ask(`${server.url}/health`)).body).toEqual({ status: 'alive' });
    expect((await ask(`${server.url}/ready`)).body).toMatchObject({ status: 'ready' });
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toMatch(/^hedui_commands_total\{kind="claim.undo",status="applied"\} \d+$/m);
    expect(text).toMatch(
      /^hedui_http_request_seconds_count\{method="POST",path="\/sync\/v1\/commands",status="200"\} \d+$/m,
    );
    expect(text).toMatch(/^hedui_feed_head [1-9]\d*$/m);
    expect(text).toMatch(/^hedui_database_connections_total [1-9]\d*$/m);
    expect(text).toMatch(/^hedui_streams_open\{kind="delta"\} 0$/m);
  });

  it('gives the figures to nobody behind a proxy and to another machine only for its token', async () => {
    const status = async (headers: Record<string, string>, url = server.url): Promise<number> =>
      (await fetch(`${url}/metrics`, { headers })).status;
    expect(await status({ 'x-forwarded-for': '203.0.113.9' })).toBe(403);
    const second = await secondInstance({ metricsToken: 'monitoring-token' });
    expect(await status({}, second.url)).toBe(403);
    expect(await status({ authorization: 'Bearer another-token-x' }, second.url)).toBe(403);
    expect(
      await status({ authorization: 'Bearer monitoring-token', 'x-forwarded-for': '203.0.113.9' }, second.url),
    ).toBe(200);
    await second.close();
  });
});

describe('limits', () => {
  it('sends away who asks too often, with the seconds to wait, and lets others through', async () => {
    const limits = Limits.parse({ pullsPerMinute: 4, signInsPerMinute: 3 });
    const second = await secondInstance({ limits, trustedProxies: ['127.0.0.1'] });
    const pull = (): Promise<Response> =>
      fetch(`${second.url}/sync/v1/delta?cursor=nonsense`, { headers: { authorization: `Bearer ${token}` } });
    expect([(await pull()).status, (await pull()).status]).toEqual([400, 400]);
    const refused = await pull();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const signInFrom = (address: string): Promise<Response> =>
      fetch(`${second.url}/session/v1/sign-in-demo`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
        body: JSON.stringify({ login: 'clerk', deviceId: 'other', deviceName: 'x' }),
      });
    const statuses: number[] = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await signInFrom('203.0.113.9')).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect((await signInFrom('203.0.113.10')).status).toBe(200);
    await second.close();
  });

  it('case 24: cuts off a reader who has stopped, holds no connection of the database for him, and gives his place to the next', async () => {
    const rows = Array.from({ length: ROWS_OF_A_STALL }, () => {
      const id = newId();
      return { ...rowIdentity(id, 'r:1'), code: id, name: id, type: 'BUS_CO', address: 'x'.repeat(600) };
    });
    await insertRows(server.store.db, 'customer', rows);
    const limits = Limits.parse({ snapshotsAtATime: 1, stalledAfterMs: 1500 });
    const second = await secondInstance({ limits });
    const { port } = new URL(second.url);
    const stalled = net.connect(Number(port), '127.0.0.1');
    stalled.write(`GET /sync/v1/snapshot?tier=all HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`);
    await new Promise<void>((resolve) => stalled.once('data', () => resolve()));
    stalled.pause();
    const full = await fetch(`${second.url}/sync/v1/snapshot?tier=all`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([full.status, full.headers.get('retry-after')]).toEqual([503, '5']);
    await full.body?.cancel();
    await until('nobody holds a connection', () => {
      const { total, idle } = second.store.connections?.() ?? { total: -1, idle: 0 };
      return total === idle;
    });
    await until('the place is free', async () => {
      const next = await fetch(`${second.url}/sync/v1/snapshot?tier=all`, {
        headers: { authorization: `Bearer ${token}` },
      });
      await next.body?.cancel();
      return next.status === 200;
    });
    stalled.destroy();
    await second.close();
    // read where nobody is in a hurry: on a busy machine a reader in this very process may rest longer than 1.5 s
    const whole = await readStream(`${server.url}/sync/v1/snapshot?tier=all`, token);
    expect(whole.rows.get('customer')?.length).toBeGreaterThanOrEqual(ROWS_OF_A_STALL);
  });

  it('ends a long snapshot at a block, and the next request goes on from there without a gap', async () => {
    const second = await secondInstance({ limits: Limits.parse({ longestSnapshotMs: 1 }) });
    const ids = new Set<unknown>();
    let resume: string | undefined = '';
    let pieces = 0;
    while (resume !== undefined) {
      const read: Awaited<ReturnType<typeof readStream>> = await readStream(
        `${second.url}/sync/v1/snapshot?tier=all&resume=${resume}`,
        token,
      );
      for (const row of read.rows.get('customer') ?? []) ids.add(row[0]);
      const commit = read.lines.findLast((line) => line.t === 'commit');
      resume = read.lines.at(-1)?.t === 'end' ? undefined : commit?.resume;
      pieces += 1;
    }
    const { rows } = await sql<{ n: number }>`select count(*) as n from customer`.execute(server.store.db);
    expect(ids.size).toBe(rows[0]?.n);
    expect(pieces).toBeGreaterThan(2);
    await second.close();
  });
});

describe('stopping', () => {
  it('finishes the command under way, ends a waiting poll in good order, and is not ready meanwhile', async () => {
    const second = await secondInstance();
    const cursor = await standing(second.url);
    const poll = readStream(`${second.url}/sync/v1/delta?cursor=${cursor}&wait=25`, token);
    const open = Promise.withResolvers<void>();
    const inside = Promise.withResolvers<void>();
    gate = open.promise;
    entered = () => inside.resolve();
    const command = sendCommands(second, token, 'device-of-clerk', [letter(3)]);
    await inside.promise;
    let closed = false;
    const closing = second.close().then(() => {
      closed = true;
    });
    expect((await poll).lines.at(-1)).toMatchObject({ t: 'end' });
    expect(closed).toBe(false);
    open.resolve();
    gate = Promise.resolve();
    expect(await command).toMatchObject([{ status: 'applied' }]);
    await closing;
    await expect(fetch(`${second.url}/health`)).rejects.toThrow();
  });

  it('goes on serving while it drains, and tells the balancer to send nobody', async () => {
    const second = await secondInstance({ drainMs: 1500 });
    const closing = second.close();
    expect((await ask(`${second.url}/ready`)).status).toBe(503);
    expect((await ask(`${second.url}/health`)).status).toBe(200);
    await closing;
  });
});

describe('TLS', () => {
  it('speaks TLS 1.3 with the certificate of a file, and with a renewed one without a stop', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hedui-tls-'));
    const tls = { certificateFile: path.join(folder, 'cert.pem'), keyFile: path.join(folder, 'key.pem') };
    const renew = (): string => {
      const { certificate, key } = makeCertificate();
      writeFileSync(tls.certificateFile, certificate);
      writeFileSync(tls.keyFile, key);
      return certificate;
    };
    const first = renew();
    const second = await secondInstance({ tls });
    expect(second.url).toMatch(/^https:/);
    expect(await secureAsk(second.url, first)).toMatchObject({
      status: 200,
      protocol: 'TLSv1.3',
      hsts: 'max-age=31536000',
    });
    const next = renew();
    second.renewCertificate();
    await expect(secureAsk(second.url, first)).rejects.toThrow();
    expect(await secureAsk(second.url, next)).toMatchObject({ status: 200 });
    await second.close();
  });
});

function secureAsk(url: string, ca: string): Promise<{ status: number; protocol: string | null; hsts: unknown }> {
  return new Promise((resolve, reject) => {
    const request = https.get(`${url}/health`, { ca, agent: new https.Agent() }, (response: http.IncomingMessage) => {
      const socket = response.socket as import('node:tls').TLSSocket;
      const protocol = socket.getProtocol();
      response.resume();
      resolve({ status: response.statusCode ?? 0, protocol, hsts: response.headers['strict-transport-security'] });
    });
    request.on('error', reject);
  });
}
