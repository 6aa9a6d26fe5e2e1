import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { openTestApp, type TestApp } from '../../src-main/testing/test-app.ts';
import { WireText } from '../../src-server/sync/wire-stream.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import type { GridQuery } from '../../src-shared/contract/query.ts';
import type { WireLine } from '../../src-shared/contract/sync-wire.ts';
import { openCompany, until, untilLive, type Company } from './claims-company.ts';
import { startFaultProxy, type FaultAction, type FaultProxy } from './fault-proxy.ts';

const QUEUE: GridQuery = { filters: [{ column: 'queue', op: 'in', values: ['DECIDE'] }], text: '', sort: [] };
const EVERYTHING: GridQuery = { filters: [], text: '', sort: [] };

/** Bytes of an answer without a batch, compressed or not. */
const LONGEST_EMPTY_ANSWER = 200;

let company: Company;
let proxy: FaultProxy;
let app: TestApp;

beforeAll(async () => {
  company = await openCompany(10);
  proxy = await startFaultProxy(company.server.url);
  app = await openTestApp({ serverUrl: proxy.url });
  await app.client.session.signInDemo({ login: 'clerk' });
  await untilLive(app);
});

afterAll(async () => {
  await app.close();
  await proxy.close();
  await company.close();
});

beforeEach(() => proxy.setFault(null));

const isDelta = (request: IncomingMessage): boolean => request.url?.startsWith('/sync/v1/delta') === true;
const claims = async (): Promise<number> =>
  (await app.client.claims.page({ query: EVERYTHING, offset: 0, limit: 1 })).total;

/** Lets the fault meet `times` requests it fits, then nothing more. */
function fail(
  times: number,
  fits: (request: IncomingMessage) => boolean,
  action: (response: ServerResponse) => FaultAction,
): () => number {
  let met = 0;
  proxy.setFault((request, response) => {
    if (met >= times || !fits(request)) return null;
    met += 1;
    return action(response);
  });
  return () => met;
}

/** How the bytes of an answer are packed, by their first ones. */
function packing(body: Buffer): 'gzip' | 'zstd' | 'plain' {
  if (body.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) return 'gzip';
  return body.subarray(0, 4).equals(Buffer.from([0x28, 0xb5, 0x2f, 0xfd])) ? 'zstd' : 'plain';
}

/** Like a proxy on the way that knows gzip only: the server then answers with it. */
const overGzip = (request: IncomingMessage): boolean => {
  if (!isDelta(request)) return false;
  if (request.headers['accept-encoding'] !== 'identity') request.headers['accept-encoding'] = 'gzip';
  return true;
};

test.each([
  ['zstd', isDelta],
  ['gzip', overGzip],
] as const)(
  'case 13: bytes of %s broken on their way are dropped and asked for again, the third time uncompressed and with an alarm',
  async (packed, fits) => {
    const before = await claims();
    const seen = proxy.seen.length;
    const alarms = (): number =>
      app.logs.filter((line) => line.startsWith('error answers of the server keep arriving broken')).length;
    const alarmsBefore = alarms();
    const packings: string[] = [];
    // only what arrives is counted: a poll may be ended by the desktop itself
    proxy.setFault((request) => {
      if (packings.length >= 3 || !fits(request)) return null;
      return {
        bytes: (body) => {
          packings.push(packing(body));
          return Buffer.from(body.map((byte, at) => (at === Math.floor(body.length / 2) ? byte ^ 0xff : byte)));
        },
      };
    });
    await app.client.sync.now({}); // the poll under way was let through before the fault was set
    await company.addClaims(3);
    await until('three answers were broken', () => Promise.resolve(packings.length === 3));
    await until('the claims arrive all the same', async () => (await claims()) === before + 3);
    expect(packings).toEqual([packed, packed, 'plain']);
    const plain = proxy.seen
      .slice(seen)
      .filter((line) => line.startsWith('GET /sync/v1/delta') && line.endsWith('identity'));
    expect(plain.length).toBeGreaterThan(0);
    expect(alarms()).toBe(alarmsBefore + 1);
    await until('it is level', async () => (await app.client.sync.state({})).phase === 'live');
    expect((await app.client.sync.checkData({})).mismatches).toEqual([]);
  },
);

test('answers in gzip are read like those in zstd', async () => {
  const before = await claims();
  const packings = new Set<string>();
  const met = fail(100, overGzip, () => ({
    bytes: (body) => {
      packings.add(packing(body));
      return body;
    },
  }));
  await app.client.sync.now({});
  await company.addClaims(2);
  await until('the claims arrive', async () => (await claims()) === before + 2);
  expect(met()).toBeGreaterThan(0);
  expect([...packings]).toEqual(['gzip']);
  expect((await app.client.sync.checkData({})).mismatches).toEqual([]);
});

test('case 12: an answer cut off in the middle leaves nothing half applied', async () => {
  const before = await claims();
  const met = fail(3, isDelta, () => ({ cutAfter: 60 }));
  await app.client.sync.now({});
  await company.addClaims(4);
  await until('the claims arrive all the same', async () => (await claims()) === before + 4);
  expect(met()).toBeGreaterThan(0);
  expect((await app.client.sync.checkData({})).mismatches).toEqual([]);
});

test('case 10: the same answer twice changes nothing the second time', async () => {
  const before = await claims();
  let kept: Buffer | null = null;
  let replayed = 0;
  proxy.setFault((request) => {
    if (!isDelta(request)) return null;
    return {
      bytes: (body) => {
        const answer = kept !== null && replayed < 1 ? kept : body;
        if (answer !== body) replayed += 1;
        kept = body.length > LONGEST_EMPTY_ANSWER ? body : kept;
        return answer;
      },
    };
  });
  await app.client.sync.now({});
  await company.addClaims(2);
  await until('the claims arrive', async () => (await claims()) === before + 2);
  await company.addClaims(1);
  await until('the next one too', async () => (await claims()) === before + 3);
  proxy.setFault(null);
  await app.client.sync.now({});
  expect(replayed).toBe(1);
  expect((await app.client.sync.checkData({})).mismatches).toEqual([]);
});

/** A delta whose only row is made by hand, with counts and sums that are right for it, compressed as the server does. */
function delta(row: string): (body: Buffer) => Buffer {
  return (body) => {
    const text = new WireText();
    const begin = JSON.parse(zstdDecompressSync(body).toString('utf8').split('\n')[0] ?? '') as WireLine;
    const table = REPLICATED_TABLES.find(({ name }) => name === 'claim');
    if (begin.t !== 'begin' || table === undefined) return body;
    return zstdCompressSync(
      Buffer.concat([
        text.line(begin),
        text.line({ t: 'tbl', id: table.id, name: table.name, n: 1 }),
        text.rows(row, 1),
        text.commit({ to: begin.to, cursor: begin.from ?? '' }),
        text.line({ t: 'end', more: false }),
      ]),
    );
  };
}

test.each([
  ['a few bytes that become a hundred mebibytes', () => zstdCompressSync(Buffer.alloc(100 * 1024 * 1024, 32))],
  ['a row a million brackets deep', delta('['.repeat(1_000_000) + ']'.repeat(1_000_000))],
  ['a row of three columns', delta('["x",1,"g"]')],
])('case 36: %s is given up, nothing of it is applied, and the feed goes on', async (_name, bytes) => {
  const before = await claims();
  const met = fail(1, isDelta, () => ({ bytes }));
  await app.client.sync.now({});
  await company.addClaims(1);
  await until('the answer has come', () => Promise.resolve(met() === 1));
  await until('the claim arrives all the same', async () => (await claims()) === before + 1);
  await until('it is level', async () => (await app.client.sync.state({})).phase === 'live');
  expect((await app.client.sync.checkData({})).mismatches).toEqual([]);
});

test('case 35: a server that asks for patience is left alone as long, a sign-in page of a hotel counts as no network', async () => {
  const { rows } = await app.client.claims.page({ query: QUEUE, offset: 0, limit: 1 });
  const [claim] = rows;
  if (claim === undefined) throw new Error('no claim');
  const isCommands = (request: IncomingMessage): boolean =>
    request.method === 'POST' && request.url === '/sync/v1/commands';
  let place = 0;
  const met = fail(2, isCommands, (response) => {
    place += 1;
    if (place === 1) {
      response.writeHead(429, { 'content-type': 'text/html', 'retry-after': '2' });
      response.end('<html>Too many requests</html>');
    } else {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html>Welcome to the hotel</html>');
    }
    return { answered: true };
  });
  const decision = { action: 'APPROVE' as const, reasonCode: null, note: '', holdReason: null, lines: [] };
  await app.client.claims.decide({ claimId: claim.id, version: claim.version, decision });
  await until('both refusals were given', () => Promise.resolve(met() === 2));
  await until(
    'the command is answered in the end',
    async () => (await app.client.sync.state({})).waitingCommands === 0,
  );
  const waits = app.logs
    .filter((line) => line.includes('commands were not answered'))
    .map((line) => /"waitMs":(\d+)/.exec(line)?.[1]);
  expect(Number(waits[0])).toBeGreaterThanOrEqual(2000);
  await until(
    'the decision has arrived',
    async () => !(await app.client.claims.detail({ id: claim.id })).claim.pending,
  );
});

test('synchronised is said only when the copy stands where the server stood at the greeting', async () => {
  await app.client.session.signOut({});
  await company.addClaims(5);
  const head = async (): Promise<{ seq: number; waiting: number }> => {
    const response = await fetch(`${company.server.url}/readyz`);
    return (await response.json()) as { seq: number; waiting: number };
  };
  await until('the feed has them', async () => (await head()).waiting === 0);
  const { seq } = await head();
  const live: number[] = [];
  const stop = app.app.events.subscribe((event) => {
    if (event.type === 'sync' && event.state.phase === 'live') live.push(event.state.seq);
  });
  await app.client.session.signInDemo({ login: 'clerk' });
  await until('it is level', () => Promise.resolve(live.length > 0));
  stop();
  expect(live[0]).toBeGreaterThanOrEqual(seq);
});
