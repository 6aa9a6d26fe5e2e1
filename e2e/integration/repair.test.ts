import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../src-main/testing/test-app.ts';
import { addCustomer, addRegion } from '../../src-server/testing/rows.ts';
import { release, withhold } from '../../src-server/sync/withheld.ts';
import { openCompany, until, type Company } from './claims-company.ts';

const EVERYTHING = { filters: [], text: '', sort: [] };
const SECRET = '010-5550-4711-blind';

let company: Company;
let app: TestApp;
let files: string;

beforeAll(async () => {
  company = await openCompany(40);
  await addRegion(company.server.store.db, '2');
  await company.addClaims(20, { scope: 'r:2' });
  app = await company.desktop('clerk');
  const [profile = ''] = readdirSync(path.join(app.dataFolder, 'profiles'));
  files = path.join(app.dataFolder, 'profiles', profile);
});

afterAll(async () => {
  await company.close();
});

function inReplica<T>(work: (file: Database.Database) => T, readonly = true): T {
  const file = new Database(path.join(files, 'replica.db'), { readonly });
  try {
    file.pragma('busy_timeout = 60000');
    return work(file);
  } finally {
    file.close();
  }
}

const builds = (): number => app.logs.filter((line) => line.includes('replica built')).length;
const scopesOf = (table: string): unknown[] =>
  inReplica((file) => file.prepare(`select distinct _scope from ${table} order by 1`).pluck().all());
const claims = async (): Promise<number> =>
  (await app.client.claims.page({ query: EVERYTHING, offset: 0, limit: 1 })).total;
const onDisk = (text: string): boolean =>
  ['replica.db', 'replica.db-wal'].some((name) => {
    const file = path.join(files, name);
    return existsSync(file) && readFileSync(file).includes(text);
  });

test('case 21: a row that is missing, one too many and a changed cell are found and only their buckets fetched again', async () => {
  const built = builds();
  inReplica((file) => {
    file.exec(`delete from claim_line where id = (select id from claim_line order by id limit 1)`);
    file.exec(`insert into region select 'ghost', _v, _scope, _k, _bucket, 'X', name, null, 0 from region limit 1`);
    file.exec(`update claim set payable_fen = payable_fen + 1 where id = (select id from claim order by id limit 1)`);
  }, false);
  const report = await app.client.sync.checkData({});
  expect(report.mismatches.map((text) => text.split(' ')[0]).sort()).toEqual(['claim', 'claim_line', 'region']);
  expect(report.repaired).toBe(3);
  expect(builds()).toBe(built);
  const again = await app.client.sync.checkData({});
  expect(again).toMatchObject({ level: 2, mismatches: [], repaired: 0 });
  expect(again.rows).toBeGreaterThan(150);
});

test('case 25: a narrowed grant drops the other region from the disk, a widened one fetches it, neither takes a new copy', async () => {
  const { db } = company.server.store;
  const built = builds();
  expect(scopesOf('claim')).toEqual(['r:1', 'r:2']);
  await sql`update app_user set region_id = ${company.regionId} where login = 'clerk'`.execute(db);
  await until('the other region has left', async () => (await claims()) === 40);
  expect(scopesOf('claim_line')).toEqual(['r:1']);
  expect(builds()).toBe(built);
  await sql`update app_user set region_id = null where login = 'clerk'`.execute(db);
  await until('it is back', async () => (await claims()) === 60);
  expect(scopesOf('claim_line')).toEqual(['r:1', 'r:2']);
  expect((await app.client.sync.checkData({})).mismatches).toEqual([]);
});

test('a column withheld from a desk leaves its disk, comes back when released, and the sums agree all the while', async () => {
  const { db } = company.server.store;
  const id = await addCustomer(db, 'r:1');
  const other = await addCustomer(db, 'r:1');
  await db.updateTable('customer').set({ phone: SECRET }).where('id', 'in', [id, other]).execute();
  const phone = (pk: string): unknown =>
    inReplica((file) => file.prepare('select phone from customer where id = ?').pluck().get(pk));
  await until('the desk has the number', () => Promise.resolve(phone(id) === SECRET && phone(other) === SECRET));
  const user = await db.selectFrom('appUser').select('id').where('login', '=', 'clerk').executeTakeFirstOrThrow();
  const request = { userIds: [user.id], table: 'customer', pks: [id, other] };
  await db.transaction().execute((transaction) => withhold(transaction, { ...request, columns: ['phone'] }));
  await until('the number has left the table', () => Promise.resolve(phone(id) === null && phone(other) === null));
  await until('it has left the disk', () => Promise.resolve(!onDisk(SECRET)));
  expect((await app.client.sync.checkData({})).mismatches).toEqual([]);
  const built = builds();
  await app.client.sync.rebuild({});
  await until('a new copy is there', () => Promise.resolve(builds() > built));
  await until('it is level', async () => (await app.client.sync.state({})).phase === 'live');
  expect(phone(id)).toBe(null);
  expect(onDisk(SECRET)).toBe(false);
  await db.transaction().execute((transaction) => release(transaction, request));
  await until('it is back', () => Promise.resolve(phone(id) === SECRET));
  expect((await app.client.sync.checkData({})).mismatches).toEqual([]);
});

test('what may not be null cannot be withheld: it would stop the desk instead of blinding it', async () => {
  const { db } = company.server.store;
  const request = { userIds: ['u'], table: 'customer', columns: ['name'], pks: ['c'] };
  await expect(db.transaction().execute((transaction) => withhold(transaction, request))).rejects.toThrow('null');
});
