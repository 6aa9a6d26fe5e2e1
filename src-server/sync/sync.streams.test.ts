import net from 'node:net';
import { sql } from 'kysely';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hello } from '../../src-shared/contract/server/sync.contract.ts';
import { parseCursor } from '../../src-shared/contract/sync-wire.ts';
import { SCHEMA_HASH } from '../../src-shared/database/schema-hash.ts';
import type { z } from 'zod';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { insertRows } from '../db/bulk-rows.ts';
import { ENGINES } from '../testing/central-store.ts';
import { addCustomer, addRegion, addUser, markAsDemo } from '../testing/rows.ts';
import { ask, readStream, signIn, startTestServer, type TestServer } from '../testing/test-server.ts';
import { scopeHash } from './scopes.ts';

/** With rows of 600 bytes: several blocks of a snapshot, and quick enough to be read a dozen times. */
const ROWS = 5000;
/** More than the buffers of a socket take, so that a reader who stops reading stops the server's stream. */
const COMMITS_DURING_A_STALL = 40;
const ROWS_OF_A_STALL = 25_000;

async function addCustomers(server: TestServer, scope: string, count: number): Promise<void> {
  const rows = Array.from({ length: count }, () => {
    const id = ulid();
    return { ...rowIdentity(id, scope), code: id, name: `客运公司 ${id}`, type: 'BUS_CO', address: 'x'.repeat(400) };
  });
  await insertRows(server.store.db, 'customer', rows);
}

describe.each(ENGINES)('snapshot and delta on %s', (engine) => {
  let server: TestServer;
  let clerk: string;
  let east: string;
  let openCursor: string;
  let allCursor: string;

  beforeAll(async () => {
    server = await startTestServer(engine);
    const { db } = server.store;
    await markAsDemo(db);
    const region = await addRegion(db, '1');
    await addRegion(db, '2');
    await addUser(db, { login: 'clerk', roles: ['l1'] });
    await addUser(db, { login: 'east', roles: ['l1'], regionId: region });
    await addUser(db, { login: 'station', roles: ['station'] });
    await addCustomers(server, 'r:1', ROWS);
    await addCustomer(db, 'r:2');
    await addCustomer(db, 'r:1.h');
    clerk = (await signIn(server, 'clerk')).accessToken;
    east = (await signIn(server, 'east')).accessToken;
  });
  afterAll(() => server.close());

  /** Waits until everything written so far has entered the feed. */
  const settled = async (): Promise<void> => {
    const waiting = async (): Promise<number> => (await ask<{ waiting: number }>(`${server.url}/readyz`)).body.waiting;
    while ((await waiting()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const snapshot = async (token: string, query: string): ReturnType<typeof readStream> => {
    await settled();
    return readStream(`${server.url}/sync/v1/snapshot?${query}`, token);
  };
  const delta = (token: string, cursor: string, query = ''): ReturnType<typeof readStream> =>
    readStream(`${server.url}/sync/v1/delta?cursor=${cursor}${query}`, token);
  const customers = (read: Awaited<ReturnType<typeof readStream>>): number => read.rows.get('customer')?.length ?? 0;

  it('gives a clerk of all regions every row of his tier, each once, in committed blocks', async () => {
    const open = await snapshot(clerk, 'tier=open');
    expect(customers(open)).toBe(ROWS + 1);
    const all = await snapshot(clerk, 'tier=all');
    expect(new Set(all.rows.get('customer')?.map((row) => row[0])).size).toBe(ROWS + 2);
    expect(all.lines.filter((line) => line.t === 'commit').length).toBeGreaterThan(2);
    expect(all.lines.at(-1)).toMatchObject({ t: 'end', more: false, head_v: expect.any(Number) as number });
    [openCursor, allCursor] = [open.cursor, all.cursor];
  });

  it('gives a user of one region that region and the reference data only', async () => {
    const read = await snapshot(east, 'tier=all');
    expect(customers(read)).toBe(ROWS + 1);
    expect(read.rows.get('region')).toHaveLength(2);
    const scopes = new Set([...read.rows.values()].flat().map((row) => row[2]));
    expect([...scopes].sort()).toEqual(['g', 'r:1', 'r:1.h']);
  });

  it('refuses a station a copy of the headquarters data', async () => {
    const { accessToken } = await signIn(server, 'station');
    expect((await ask(`${server.url}/sync/v1/snapshot`, { token: accessToken })).status).toBe(403);
  });

  it('gives the people of a station the rows of their station and nothing of the headquarters', async () => {
    const { db } = server.store;
    const { id: regionId } = await db
      .selectFrom('region')
      .select('id')
      .where('code', '=', '1')
      .executeTakeFirstOrThrow();
    const facts = { code: 'FW9', name: 'FW9', shortCode: 'FW9', type: 'EXTERNAL', status: 'ACTIVE' } as const;
    await db
      .insertInto('station')
      .values({ ...rowIdentity('ST9', 'g'), ...facts, regionId })
      .execute();
    const userId = await addUser(db, { login: 'workshop', roles: ['station'] });
    await db.updateTable('appUser').set({ stationId: 'ST9' }).where('id', '=', userId).execute();
    const own = await addCustomer(db, 's:FW9');
    await addCustomer(db, 's:FW8');
    const { accessToken } = await signIn(server, 'workshop');
    const read = await snapshot(accessToken, 'tier=all');
    expect([...read.rows.values()].flat().map((row) => row[0])).toEqual([own]);
  });

  it('case 25: gives rows under the grant of the greeting only, and asks for another greeting when it has changed', async () => {
    const granted = scopeHash(['g', 'r:1', 'r:1.h']);
    for (const tier of ['open', 'all']) {
      expect(await snapshot(east, `tier=${tier}&granted=${granted}`)).toMatchObject({ status: 200 });
      const refused = await readStream(`${server.url}/sync/v1/snapshot?tier=${tier}&granted=${granted}`, clerk);
      expect(refused).toMatchObject({ status: 409, lines: [{ resnapshot: 'scopes' }] });
    }
  });

  it('goes on after the last committed block of a broken snapshot, without a gap and without a repeat', async () => {
    const whole = await snapshot(clerk, 'tier=all');
    const commits = whole.lines.flatMap((line) => (line.t === 'commit' ? [line] : []));
    const resume = commits[1]?.resume ?? '';
    const rest = await snapshot(clerk, `tier=all&resume=${resume}`);
    const before = (commits[0]?.n ?? 0) + (commits[1]?.n ?? 0);
    const count = (read: typeof rest): number => [...read.rows.values()].reduce((sum, rows) => sum + rows.length, 0);
    expect(count(rest)).toBe(count(whole) - before);
    expect(await snapshot(clerk, 'tier=open&resume=nonsense')).toMatchObject({ status: 400 });
  });

  it('gives the same rows in the text of COPY to a desktop that can read it, and resumes there as well', async () => {
    const { db } = server.store;
    const odd = ulid();
    const name = '浙\tG\\·\n👩‍🔧"{';
    await insertRows(db, 'customer', [{ ...rowIdentity(odd, 'r:2'), code: odd, name, type: 'BUS_CO', address: '' }]);
    const json = await snapshot(clerk, 'tier=all');
    const copied = await snapshot(clerk, 'tier=all&rows=copy');
    const sections = copied.lines.filter((line) => line.t === 'tbl');
    expect(sections.every((line) => (line.copy !== undefined) === (engine === 'postgres'))).toBe(true);
    expect(json.rows.get('customer')?.find(([id]) => id === odd)).toContain(name);
    expect(copied.rows).toEqual(json.rows);
    const commits = copied.lines.filter((line) => line.t === 'commit');
    const rest = await snapshot(clerk, `tier=all&rows=copy&resume=${commits[0]?.resume ?? ''}`);
    const count = (read: typeof rest): number => [...read.rows.values()].reduce((sum, rows) => sum + rows.length, 0);
    expect(count(rest)).toBe(count(copied) - (commits[0]?.n ?? 0));
    await db.deleteFrom('customer').where('id', '=', odd).execute();
  });

  it('brings changes after the cursor, tells of rows that left, and an acknowledged position without rows', async () => {
    const { db } = server.store;
    const id = await addCustomer(db, 'r:1');
    const first = await delta(east, (await snapshot(east, 'tier=open')).cursor, '&wait=1');
    expect(first.lines.at(-1)).toEqual({ t: 'end', more: false });
    const cursor = first.cursor === '' ? (await snapshot(east, 'tier=open')).cursor : first.cursor;
    await db.updateTable('customer').set({ _scope: 'r:2' }).where('id', '=', id).execute();
    const moved = await delta(east, cursor, '&wait=5');
    expect(moved.evicted).toEqual([[id, 2]]);
    await db.deleteFrom('customer').where('id', '=', id).execute();
    await addRegion(db, '3');
    const other = await delta(east, moved.cursor, '&wait=5');
    expect(other.deleted).toEqual([]);
    expect(other.status).toBe(200);
  });

  it('moves a row into history as an eviction for the open tier and as a row for all tiers', async () => {
    const { db } = server.store;
    await server.store.db.deleteFrom('region').where('code', '=', '3').execute();
    const id = await addCustomer(db, 'r:2');
    const [open, all] = [await snapshot(clerk, 'tier=open'), await snapshot(clerk, 'tier=all')];
    await db.updateTable('customer').set({ _scope: 'r:2.h' }).where('id', '=', id).execute();
    expect((await delta(clerk, open.cursor, '&wait=5')).evicted).toContainEqual([id, 2]);
    const seen = await delta(clerk, all.cursor, '&wait=5');
    expect(seen.rows.get('customer')?.at(-1)?.slice(0, 3)).toEqual([id, 2, 'r:2.h']);
  });

  it('answers a waiting desktop at once when something is committed', async () => {
    const { cursor } = await snapshot(clerk, 'tier=all');
    const waiting = delta(clerk, cursor, '&wait=20');
    const id = await addCustomer(server.store.db, 'r:1');
    expect((await waiting).rows.get('customer')?.at(-1)?.[0]).toBe(id);
  });

  it('stops at the batch asked for', async () => {
    const { cursor } = await snapshot(clerk, 'tier=all');
    const seqs: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      await addCustomer(server.store.db, 'r:1');
      const last = (await delta(clerk, cursor, '&wait=5')).cursor;
      seqs.push(parseCursor(last)?.seq ?? 0);
      await untilHead(clerk, cursor, round + 1);
    }
    const read = await delta(clerk, cursor, `&until=${String((parseCursor(cursor)?.seq ?? 0) + 1)}`);
    expect(customers(read)).toBe(1);
  });

  /** Waits until the feed shows `rows` new customers after the cursor. */
  async function untilHead(token: string, cursor: string, rows: number): Promise<void> {
    while (customers(await delta(token, cursor)) < rows) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  it('sends for a new copy when the cursor is of another server, of the future, of other scopes or too old', async () => {
    const { cursor } = await snapshot(clerk, 'tier=all');
    const [version, epoch, seq, scopes, schema] = cursor.split('.');
    const answer = async (text: string): Promise<unknown> =>
      (await ask(`${server.url}/sync/v1/delta?cursor=${text}`, { token: clerk })).body;
    const joined = (...parts: (string | undefined)[]): string => parts.join('.');
    expect(await answer(joined(version, 'another', seq, scopes, schema))).toEqual({ resnapshot: 'epoch' });
    expect(await answer(joined(version, epoch, '999999', scopes, schema))).toEqual({ resnapshot: 'future' });
    expect(await answer(joined(version, epoch, seq, '00000000', schema))).toEqual({ resnapshot: 'scopes' });
    expect(await answer(joined(version, epoch, seq, scopes, '00000000'))).toEqual({ resnapshot: 'schema' });
    await sql`update sync_head set floor_seq = 2 where id = 1`.execute(server.store.db);
    expect(await answer(joined(version, epoch, '1', scopes, schema))).toEqual({ resnapshot: 'compacted' });
    expect((await ask(`${server.url}/sync/v1/delta?cursor=nonsense`, { token: clerk })).status).toBe(400);
  });

  it('greets with the scopes, the head and what to do', async () => {
    const hello = async (cursor: string | null, schemaHash = SCHEMA_HASH): Promise<z.infer<typeof Hello>> => {
      const body = { protocol: 'sync/1', appVersion: '1', schemaHash, deviceId: 'device-of-clerk', cursor };
      return (await ask<z.infer<typeof Hello>>(`${server.url}/sync/v1/hello`, { token: clerk, body })).body;
    };
    const read = await snapshot(clerk, 'tier=open');
    expect(await hello(null)).toMatchObject({ action: 'snapshot', openScopes: ['g', 'r:1', 'r:2'], lastClientSeq: 0 });
    expect(await hello(read.cursor)).toMatchObject({ action: 'delta', reason: null });
    expect(await hello(null, 'deadbeef')).toMatchObject({ action: 'upgrade-app' });
    expect(openCursor).not.toBe(allCursor);
  });

  it('sums keys and versions as a replica does, at an exact place of the feed', async () => {
    const url = `${server.url}/sync/v1/checksum?tier=all`;
    const whole = await ask<{ seq: number; rows: { scope: string; tbl: number; n: number; s: number }[] }>(
      `${url}&byBucket=false`,
      { token: clerk },
    );
    const parts = await ask<typeof whole.body>(`${url}&byBucket=true`, { token: clerk });
    const { rows } = await snapshot(clerk, 'tier=all');
    const term = (row: unknown[]): bigint =>
      ((BigInt(Number(row[3])) % 2147483647n) * 1103515245n + (BigInt(Number(row[1])) % 2147483647n) * 12345n) %
      2147483647n;
    const own = (rows.get('customer') ?? []).filter((row) => row[2] === 'r:1');
    const expected = Number(own.reduce((sum, row) => sum + term(row), 0n));
    const answered = whole.body.rows.find((row) => row.scope === 'r:1' && row.tbl === 6);
    expect(answered).toMatchObject({ n: own.length, s: expected });
    const summed = parts.body.rows.filter((row) => row.scope === 'r:1' && row.tbl === 6);
    expect(summed.reduce((sum, row) => sum + row.s, 0)).toBe(expected);
    expect(summed.length).toBeGreaterThan(200);
  });

  it('case 23: ends a stream after a commit when the token runs out on the way', async () => {
    await addCustomers(server, 'r:1', ROWS_OF_A_STALL);
    await settled();
    const reading = startSlowRead(server.url, clerk);
    await reading.firstBytes;
    server.advance(16 * 60_000);
    const text = await reading.rest();
    expect(text).toContain('{"t":"auth_expired"}');
    expect(text).not.toContain('"t":"end"');
    server.advance(-16 * 60_000);
  });

  it('case 24: others commit while a reader has stalled, and the stalled one still gets everything', async () => {
    const reading = startSlowRead(server.url, clerk);
    await reading.firstBytes;
    // Had the reader held a transaction, none of these would come back before he reads on.
    for (let commit = 0; commit < COMMITS_DURING_A_STALL; commit += 1) {
      await server.store.db.transaction().execute((transaction) => addCustomer(transaction, 'r:1'));
    }
    expect(await reading.rest()).toContain('"t":"end"');
  });
});

/** A reader that takes the first bytes of a snapshot and then nothing until asked for the rest. */
function startSlowRead(url: string, token: string): { firstBytes: Promise<void>; rest(): Promise<string> } {
  const { port } = new URL(url);
  const socket = net.connect(Number(port), '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.write(
    `GET /sync/v1/snapshot?tier=all HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\nconnection: close\r\n\r\n`,
  );
  const firstBytes = new Promise<void>((resolve) => {
    socket.once('data', (chunk) => {
      chunks.push(chunk);
      socket.pause();
      resolve();
    });
  });
  const rest = async (): Promise<string> => {
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.resume();
    await ended;
    return Buffer.concat(chunks).toString('utf8');
  };
  return { firstBytes, rest };
}
