import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { addCustomer, addRegion, addWarehouse } from '../testing/rows.ts';
import { imageOfRecord } from './row-image.ts';
import { Sequencer } from './sequencer.ts';

interface Entry {
  seq: number;
  ord: number;
  tbl: number;
  pk: string;
  op: string;
  scopeOld: string | null;
  scopeNew: string | null;
  v: number;
  img: string | null;
}

const failures: unknown[] = [];

function sequencerOn(store: TestCentral): Sequencer {
  return new Sequencer({ store, nowMs: Date.now, onError: (error) => failures.push(error) });
}

async function feedOf(store: TestCentral, pk: string): Promise<Entry[]> {
  const { rows } = await sql<Entry>`select * from sync_feed where pk = ${pk} order by seq, scope_old`.execute(store.db);
  return rows;
}

describe.each(ENGINES)('the feed on %s', (engine) => {
  let store: TestCentral;
  let sequencer: Sequencer;

  beforeAll(async () => {
    store = await openTestCentral(engine);
    sequencer = sequencerOn(store);
  });
  afterAll(async () => {
    await sequencer.close();
    await store.close();
  });

  it('carries a new row with its image as it stands in the same snapshot', async () => {
    const id = await addCustomer(store.db, 'r:1', '客运"一"公司\n');
    await store.db.updateTable('customer').set({ phone: '010-1' }).where('id', '=', id).execute();
    const seq = await sequencer.flush();
    const [entry, ...rest] = await feedOf(store, id);
    expect(rest).toEqual([]);
    expect(entry).toMatchObject({ seq, op: 'u', scopeOld: null, scopeNew: 'r:1', v: 2 });
    const image: unknown = JSON.parse(imageOfRecord(entry?.img ?? ''));
    expect(Array.isArray(image) ? image.slice(0, 8) : image).toEqual([
      id,
      '2',
      'r:1',
      expect.stringMatching(/^\d+$/),
      expect.stringMatching(/^\d+$/),
      id,
      '客运"一"公司\n',
      'BUS_CO',
    ]);
  });

  it('moves nothing and counts nothing when nothing was written', async () => {
    const before = await sequencer.flush();
    expect(await sequencer.flush()).toBe(before);
  });

  it('tells the scope that a row has left, and of a deleted row the scope it was in', async () => {
    const id = await addCustomer(store.db, 'r:1');
    await sequencer.flush();
    await store.db.updateTable('customer').set({ _scope: 'r:1.h' }).where('id', '=', id).execute();
    await sequencer.flush();
    await store.db.deleteFrom('customer').where('id', '=', id).execute();
    await sequencer.flush();
    expect((await feedOf(store, id)).map(({ op, scopeOld, scopeNew, v }) => [op, scopeOld, scopeNew, v])).toEqual([
      ['u', null, 'r:1', 1],
      ['u', 'r:1', 'r:1.h', 2],
      ['d', 'r:1.h', null, 3],
    ]);
  });

  it('names every scope a row passed through within one batch, also when it was made and deleted in it', async () => {
    const moved = await addCustomer(store.db, 'r:1');
    await store.db.updateTable('customer').set({ _scope: 'r:2' }).where('id', '=', moved).execute();
    await store.db.updateTable('customer').set({ _scope: 'r:3' }).where('id', '=', moved).execute();
    const gone = await addCustomer(store.db, 'r:4');
    await store.db.deleteFrom('customer').where('id', '=', gone).execute();
    await sequencer.flush();
    expect((await feedOf(store, moved)).map(({ op, scopeOld, scopeNew }) => [op, scopeOld, scopeNew])).toEqual([
      ['u', 'r:1', 'r:3'],
      ['u', 'r:2', 'r:3'],
    ]);
    expect((await feedOf(store, gone)).map(({ op, scopeOld, v }) => [op, scopeOld, v])).toEqual([['d', 'r:4', 2]]);
  });

  it('moves a note in the form of a program before step 0280, which named scope and version of every row', async () => {
    const id = await addCustomer(store.db, 'r:1');
    await sequencer.flush();
    await sql`insert into sync_outbox (tbl, pk, v, scope_old, scope_new)
      select id, ${id}, 1, 'r:1', 'r:1' from sync_table where name = 'customer'`.execute(store.db);
    const seq = await sequencer.flush();
    expect((await feedOf(store, id)).at(-1)).toMatchObject({ seq, op: 'u', scopeOld: null, scopeNew: 'r:1', v: 1 });
    expect(await feedOf(store, id)).toHaveLength(2);
  });

  it('case 34: takes a repair by hand with SQL as any other change', async () => {
    const id = await addCustomer(store.db, 'r:1');
    await sequencer.flush();
    await sql`update customer set name = 'mended' where id = ${id}`.execute(store.db);
    await sequencer.flush();
    expect((await feedOf(store, id)).at(-1)).toMatchObject({ op: 'u', v: 2 });
  });

  it('case 6: undoes the whole batch when a tick fails in the middle', async () => {
    const id = await addCustomer(store.db, 'r:1');
    const failing = sequencer.readAtHead(() => Promise.reject(new Error('the server died here')));
    await expect(failing).rejects.toThrow('the server died here');
    expect(await feedOf(store, id)).toEqual([]);
    const seq = await sequencer.flush();
    expect((await feedOf(store, id)).map((entry) => entry.seq)).toEqual([seq]);
  });

  it('lets a reader inside a tick see exactly the state of its number', async () => {
    await addCustomer(store.db, 'r:9');
    const [seq, inFeed, inTable] = await sequencer.readAtHead(async (transaction, head) => {
      const feed = await sql<{
        n: number;
      }>`select count(distinct pk) as n from sync_feed where scope_new = 'r:9'`.execute(transaction);
      const table = await sql<{ n: number }>`select count(*) as n from customer where _scope = 'r:9'`.execute(
        transaction,
      );
      return [head, feed.rows[0]?.n, table.rows[0]?.n];
    });
    expect(inFeed).toBe(inTable);
    expect(await sequencer.flush()).toBe(seq);
  });
});

describe('the feed on PostgreSQL with writers beside each other', () => {
  let store: TestCentral;
  let sequencer: Sequencer;
  const clients: pg.Client[] = [];

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: store.databaseUrl ?? '' });
    await client.connect();
    clients.push(client);
    return client;
  }

  beforeAll(async () => {
    store = await openTestCentral('postgres');
    sequencer = sequencerOn(store);
  });
  afterAll(async () => {
    await sequencer.close();
    for (const client of clients) await client.end();
    await store.close();
  });

  it('case 9: never gives a line before the claim it belongs to (T2 opens, T4 stays open, T3 inserts the parent, T2 the child)', async () => {
    const [t2, t4] = [await connect(), await connect()];
    await t2.query('begin');
    await t2.query("insert into sync_outbox (tbl, pk, v, scope_new) values (0, 'takes-an-xid-2', 0, 'd:x')");
    await t4.query('begin');
    await t4.query("insert into sync_outbox (tbl, pk, v, scope_new) values (0, 'takes-an-xid-4', 0, 'd:x')");
    const regionId = await addRegion(store.db, 'T3');
    await t2.query(
      "insert into warehouse (id, _scope, _k, _bucket, code, name, region_id) values ('W', 'g', 1, 1, 'W', 'W', $1)",
      [regionId],
    );
    await t2.query('commit');
    await sequencer.flush();
    const [parent] = await feedOf(store, regionId);
    const [child] = await feedOf(store, 'W');
    expect(child).toBeDefined();
    expect(parent?.seq).toBeLessThanOrEqual(child?.seq ?? 0);
    await t4.query('commit');
    await sequencer.flush();
    expect(await feedOf(store, 'takes-an-xid-4')).toHaveLength(1);
  });

  it('case 8: brings a late commit in a later batch and delays nobody for it', async () => {
    const late = await connect();
    await late.query('begin');
    await late.query(
      "insert into customer (id, _scope, _k, _bucket, code, name, type) values ('LATE', 'g', 1, 1, 'LATE', 'late', 'BUS_CO')",
    );
    const early = await addCustomer(store.db, 'g');
    const first = await sequencer.flush();
    expect((await feedOf(store, early))[0]?.seq).toBe(first);
    expect(await feedOf(store, 'LATE')).toEqual([]);
    await late.query('commit');
    const second = await sequencer.flush();
    expect((await feedOf(store, 'LATE')).map((entry) => entry.seq)).toEqual([second]);
    expect(second).toBeGreaterThan(first);
  });

  it('case 7: misses and doubles nothing under eight writers and two sequencers, and its numbers have no gap', async () => {
    const other = sequencerOn(store);
    const written: string[] = [];
    let writing = true;
    const pull = async (own: Sequencer): Promise<void> => {
      while (writing) await own.flush();
    };
    const pulls = [pull(sequencer), pull(other)];
    const writer = async (number: number): Promise<void> => {
      for (let round = 0; round < 40; round += 1) {
        await store.db.transaction().execute(async (transaction) => {
          const regionId = await addRegion(transaction, `W${String(number)}-${String(round)}`);
          if (round % 3 === 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
          written.push(regionId, await addWarehouse(transaction, regionId));
        });
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, number) => writer(number)));
    writing = false;
    await Promise.all(pulls);
    await sequencer.flush();
    await other.close();
    const { rows } = await sql<{ pk: string; seq: number }>`
      select pk, seq from sync_feed where pk = any(${written})`.execute(store.db);
    expect(rows.map((row) => row.pk).sort()).toEqual([...written].sort());
    const seqOf = new Map(rows.map((row) => [row.pk, row.seq]));
    for (let index = 0; index < written.length; index += 2) {
      expect(seqOf.get(written[index] ?? '')).toBe(seqOf.get(written[index + 1] ?? ''));
    }
    const batches = await sql<{ n: number; low: number; high: number }>`
      select count(*) as n, min(seq) as low, max(seq) as high from sync_batch`.execute(store.db);
    expect(batches.rows[0]).toMatchObject({ n: (batches.rows[0]?.high ?? 0) - (batches.rows[0]?.low ?? 0) + 1 });
    expect(failures).toEqual([]);
  });
});
