import { sql } from 'kysely';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ulid } from 'ulid';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { insertRows } from '../db/bulk-rows.ts';
import { readHead } from '../sync/feed.repository.ts';
import { Sequencer } from '../sync/sequencer.ts';
import { ENGINES, openTestCentral, type Engine, type TestCentral } from '../testing/central-store.ts';
import { addCustomer, addRegion, addUser } from '../testing/rows.ts';
import { readBackup, writeBackup } from './backup-file.ts';
import { backup, restore } from './backup.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-backup-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TEXT = '客运"一"公司\n\u2028 👩‍🔧';
const PHOTO = Buffer.from([0, 1, 255, 10, 34]);

async function fill(store: TestCentral): Promise<void> {
  await addRegion(store.db, '1');
  await addUser(store.db, { login: 'clerk', roles: ['l1'], password: 'a long password' });
  const customers = Array.from({ length: 2100 }, (_, count) => {
    const id = ulid();
    return { ...rowIdentity(id, 'r:1'), code: id, name: `${TEXT} ${String(count)}`, type: 'BUS_CO' };
  });
  await insertRows(store.db, 'customer', customers);
  await sql`insert into attachment_content values ('sha', ${PHOTO}, 5, 9007199254740991)`.execute(store.db);
  await sql`update customer set name = name || '!' where id in (select id from customer limit 5)`.execute(store.db);
}

/** Everything a restored store must have again, as text. */
async function contentOf(store: TestCentral): Promise<string> {
  const { rows } = await sql<{ text: string }>`
    select string_agg(to_jsonb(c)::text, e'\\n' order by c.id) || (select string_agg(to_jsonb(a)::text, e'\\n') from attachment_content a)
      || (select to_jsonb(u)::text from user_credential u) as text from customer c`.execute(store.db);
  return rows[0]?.text ?? '';
}

async function withStore<T>(engine: Engine, work: (store: TestCentral) => Promise<T>): Promise<T> {
  const store = await openTestCentral(engine);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

describe.each(ENGINES)('a backup made on %s', (engine) => {
  let file = '';
  let content = '';
  let head: { epoch: string; seq: number };

  beforeAll(async () => {
    file = path.join(folder, `${engine}.hedui`);
    await withStore(engine, async (store) => {
      await fill(store);
      const sequencer = new Sequencer({ store, nowMs: Date.now, onError: () => undefined });
      await sequencer.flush();
      expect(await writeBackup(store.db, file)).toBeGreaterThan(2100);
      content = await contentOf(store);
      head = await readHead(store.db);
      await sequencer.close();
    });
  });

  const others = ENGINES.filter((target) => target !== engine);
  it.each(others)('comes back on %s whole, under a new epoch and with later numbers', async (target) => {
    await withStore(target, async (store) => {
      await readBackup(store.db, file);
      expect(await contentOf(store)).toBe(content);
      const after = await readHead(store.db);
      expect(after.epoch).not.toBe(head.epoch);
      expect(after.seq).toBeGreaterThan(head.seq);
      expect(after.floorSeq).toBe(after.seq);
      // The triggers work again, and the counter of the outbox goes on: a change after the restore enters the feed.
      const id = await addCustomer(store.db, 'r:1', 'later');
      const sequencer = new Sequencer({ store, nowMs: Date.now, onError: () => undefined });
      expect(await sequencer.flush()).toBe(after.seq + 1);
      const { rows } = await sql<{ pk: string }>`select pk from sync_feed`.execute(store.db);
      expect(rows).toEqual([{ pk: id }]);
      await sequencer.close();
    });
  });

  it('is refused when it was cut off, belongs to another schema, or the store is not empty, and writes nothing', async () => {
    const text = gunzipSync(readFileSync(file)).toString();
    const damaged = path.join(folder, `${engine}-damaged.hedui`);
    await withStore(engine, async (store) => {
      const lastLine = text.trimEnd().lastIndexOf('\n');
      writeFileSync(damaged, gzipSync(text.slice(0, lastLine + 1)));
      await expect(readBackup(store.db, damaged)).rejects.toThrow('backup-cut-off');
      writeFileSync(damaged, readFileSync(file).subarray(0, 2000));
      await expect(readBackup(store.db, damaged)).rejects.toThrow();
      writeFileSync(damaged, gzipSync(text.replace('"schemaHash":"', '"schemaHash":"0')));
      await expect(readBackup(store.db, damaged)).rejects.toThrow('backup-of-another-schema');
      const { rows } = await sql<{ n: number }>`select count(*) as n from customer`.execute(store.db);
      expect(rows).toEqual([{ n: 0 }]);
      await addUser(store.db, { login: 'somebody', roles: ['l1'] });
      await expect(readBackup(store.db, file)).rejects.toThrow('store-not-empty');
    });
  });
});

it('backs up and restores an embedded store by its folder, and never over a file that is there', async () => {
  const [from, to] = [path.join(folder, 'from'), path.join(folder, 'to')];
  const file = path.join(folder, 'embedded.hedui');
  const { openEmbedded } = await import('../db/open-central.ts');
  const store = await openEmbedded(path.join(from, 'central'));
  const identity = rowIdentity('01JZZZZZZZZZZZZZZZZZZZZZZZ', 'g');
  await store.db
    .insertInto('region')
    .values({ ...identity, code: '7', name: TEXT })
    .execute();
  await expect(backup({ dataFolder: from, databaseUrl: null }, file)).rejects.toThrow('store-in-use');
  await store.close();
  expect(existsSync(file)).toBe(false);
  expect(await backup({ dataFolder: from, databaseUrl: null }, file)).toMatchObject({ format: 'hedui', rows: 1 });
  await expect(backup({ dataFolder: from, databaseUrl: null }, file)).rejects.toThrow('backup-exists');
  await restore({ dataFolder: to, databaseUrl: null }, file);
  const restored = await openEmbedded(path.join(to, 'central'));
  expect(await restored.db.selectFrom('region').select(['id', 'name']).execute()).toEqual([
    { id: identity.id, name: TEXT },
  ]);
  await restored.close();
});
