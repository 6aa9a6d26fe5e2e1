import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import type { WireSchema } from '../../src-shared/contract/released-schemas.ts';
import type { Hello } from '../../src-shared/contract/server/sync.contract.ts';
import { SCHEMA_HASH } from '../../src-shared/database/schema-hash.ts';
import { addCustomer, addRegion, addUser, markAsDemo } from '../testing/rows.ts';
import { ask, readStream, signIn, startTestServer, type TestServer } from '../testing/test-server.ts';
import { serveSchemas } from './schema-versions.ts';

const CUSTOMER = 6;

function schema(hash: string, change: (columns: readonly string[]) => readonly string[]): WireSchema {
  const tables = REPLICATED_TABLES.map(({ id, name, columns }) => ({
    ...{ id, name },
    columns: id === CUSTOMER ? change(columns) : columns,
  }));
  return { hash, tables, defaults: { 'customer.fax': 'none' } };
}

/** N−1 had no phone and had a fax; N−2 also lacked the newest table; N−3 is served no more. */
const BEFORE = schema('aaaaaaa1', (columns) => [...columns.filter((column) => column !== 'phone'), 'fax']);
const ADDITIVE = schema('aaaaaaa2', (columns) => columns.filter((column) => column !== 'phone'));
const LONG_AGO = schema('aaaaaaa3', (columns) => columns);
const withoutLast: WireSchema = { ...ADDITIVE, tables: ADDITIVE.tables.slice(0, -1) };

describe('programs of earlier schemas', () => {
  let server: TestServer;
  let token: string;

  beforeAll(async () => {
    serveSchemas([BEFORE, withoutLast, LONG_AGO]);
    server = await startTestServer('pglite');
    await markAsDemo(server.store.db);
    await addRegion(server.store.db, '1');
    await addUser(server.store.db, { login: 'clerk', roles: ['l1'] });
    const id = await addCustomer(server.store.db, 'g');
    await server.store.db.updateTable('customer').set({ phone: '123' }).where('id', '=', id).execute();
    token = (await signIn(server, 'clerk')).accessToken;
  });
  afterAll(async () => {
    serveSchemas([]);
    await server.close();
  });

  const snapshot = (hash: string): ReturnType<typeof readStream> =>
    readStream(`${server.url}/sync/v1/snapshot?tier=all&schema=${hash}`, token);
  const hello = async (
    schemaHash: string,
    cursor: string | null,
    held: string[] | null,
  ): Promise<z.infer<typeof Hello>> => {
    const body = { protocol: 'sync/1', appVersion: '1', schemaHash, deviceId: 'device-of-clerk', cursor, held };
    return (await ask<z.infer<typeof Hello>>(`${server.url}/sync/v1/hello`, { token, body })).body;
  };

  /** The first answer may hold earlier batches only; each next one goes on from there. */
  async function waitForCustomer(cursor: string, id: string): Promise<unknown[]> {
    const delta = await readStream(`${server.url}/sync/v1/delta?cursor=${cursor}&wait=20`, token);
    const found = delta.rows.get('customer')?.find((cells) => cells[0] === id);
    return found ?? waitForCustomer(delta.cursor === '' ? cursor : delta.cursor, id);
  }

  it('case 22: get rows in their own columns, a lost column as its default, in the snapshot and in deltas', async () => {
    const read = await snapshot(BEFORE.hash);
    const columns = BEFORE.tables.find(({ id }) => id === CUSTOMER)?.columns ?? [];
    const [row = []] = read.rows.get('customer') ?? [];
    expect(row).toHaveLength(columns.length);
    expect(row[columns.indexOf('fax')]).toBe('none');
    expect(row).not.toContain('123');
    expect(await hello(BEFORE.hash, read.cursor, null)).toMatchObject({ action: 'delta' });
    const id = await addCustomer(server.store.db, 'g', 'later');
    const later = await waitForCustomer(read.cursor, id);
    expect(later).toHaveLength(columns.length);
    expect(later.at(-1)).toBe('none');
  });

  it('are never sent a table that came after them', async () => {
    const [present, before] = [await snapshot(SCHEMA_HASH), await snapshot(withoutLast.hash)];
    expect(present.rows.get('customer')).toHaveLength(before.rows.get('customer')?.length ?? 0);
    expect(before.rows.has(REPLICATED_TABLES.at(-1)?.name ?? '')).toBe(false);
  });

  it('sum their own columns: the content of the copy and of the server agree', async () => {
    const url = `${server.url}/sync/v1/checksum?tier=all&byBucket=false&level=2&table=${String(CUSTOMER)}`;
    const sums = async (hash: string): Promise<number | undefined> =>
      (await ask<{ rows: { s: number }[] }>(`${url}&schema=${hash}`, { token })).body.rows[0]?.s;
    const all = [await sums(SCHEMA_HASH), await sums(BEFORE.hash), await sums(withoutLast.hash)];
    expect(new Set(all).size).toBe(3);
  });

  it('a copy of an earlier schema fetches what was added, and is replaced where columns were lost', async () => {
    const held = (await hello(SCHEMA_HASH, null, null)).scopes;
    const old = (await snapshot(withoutLast.hash)).cursor;
    const answer = await hello(SCHEMA_HASH, old, held);
    const last = REPLICATED_TABLES.at(-1)?.id;
    expect(answer).toMatchObject({
      action: 'backfill',
      reason: 'schema',
      backfill: { scopes: [], drop: [], tier: 'all' },
    });
    expect(answer.backfill?.tables).toEqual([CUSTOMER, last]);
    const narrow = await readStream(`${server.url}/sync/v1/snapshot?tier=all&tables=${String(CUSTOMER)}`, token);
    expect([...narrow.rows.keys()]).toEqual(['customer']);
    const lost = (await snapshot(BEFORE.hash)).cursor;
    expect(await hello(SCHEMA_HASH, lost, held)).toMatchObject({ action: 'snapshot', reason: 'schema' });
  });

  it('older than two are asked to upgrade', async () => {
    expect(await hello(LONG_AGO.hash, null, null)).toMatchObject({ action: 'upgrade-app', reason: 'schema' });
    const refused = await ask(`${server.url}/sync/v1/snapshot?tier=all&schema=${LONG_AGO.hash}`, { token });
    expect(refused).toMatchObject({ status: 409, body: { resnapshot: 'schema' } });
  });
});
