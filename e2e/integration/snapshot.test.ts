import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { openTestApp } from '../../src-main/testing/test-app.ts';
import { openCompany, until, untilLive, type Company } from './claims-company.ts';

const EVERYTHING = { filters: [], text: '', sort: [] };

let company: Company;

beforeAll(async () => {
  company = await openCompany(3000, 'postgres'); // the server sends the text of COPY there
  await company.addClaims(2000, { scope: 'r:1.h', status: 'PAID' });
});

afterAll(async () => {
  await company.close();
});

test('open work is usable first, history follows into the same grid, and both sides agree', async () => {
  const app = await openTestApp({ serverUrl: company.server.url });
  await app.client.session.signInDemo({ login: 'clerk' });
  const live = await app.waitFor((event) => event.type === 'sync' && event.state.phase === 'live');
  expect(live).toMatchObject({ type: 'sync', state: { usable: true } });
  await untilLive(app);
  expect((await app.client.claims.page({ query: EVERYTHING, offset: 0, limit: 1 })).total).toBe(5000);
  expect((await app.client.sync.checkData({})).mismatches).toEqual([]);
  const [profile = ''] = readdirSync(path.join(app.dataFolder, 'profiles'));
  expect(existsSync(path.join(app.dataFolder, 'profiles', profile, 'replica.new.db'))).toBe(false);
  await app.close();
});

test('a claim that moves to history leaves and enters with its lines, and a deleted one goes', async () => {
  const app = await company.desktop('colleague');
  const { db } = company.server.store;
  const { rows } = await app.client.claims.page({ query: EVERYTHING, offset: 0, limit: 2 });
  const [moved, removed] = rows;
  if (moved === undefined || removed === undefined) throw new Error('no claims');
  await db.transaction().execute(async (transaction) => {
    await sql`update claim set _scope = 'r:1.h' where id = ${moved.id}`.execute(transaction);
    await sql`update claim_line set _scope = 'r:1.h' where claim_id = ${moved.id}`.execute(transaction);
    await sql`delete from claim_line where claim_id = ${removed.id}`.execute(transaction);
    await sql`delete from claim where id = ${removed.id}`.execute(transaction);
  });
  await until('the deletion arrives', async () => {
    const { total } = await app.client.claims.page({ query: EVERYTHING, offset: 0, limit: 1 });
    return total === 4999;
  });
  expect((await app.client.claims.detail({ id: moved.id })).lines).toHaveLength(2);
  await until('both sides agree', async () => (await app.client.sync.checkData({})).mismatches.length === 0);
});

test('a rebuilt copy replaces the old one and keeps what was not sent', async () => {
  const app = await company.desktop('supervisor');
  const before = await app.client.claims.page({ query: EVERYTHING, offset: 0, limit: 1 });
  const seen = app.logs.length;
  await app.client.sync.rebuild({});
  await until(
    'a new file was built',
    async () =>
      app.logs.slice(seen).some((line) => line.includes('replica built')) &&
      (await app.client.sync.state({})).phase === 'live',
  );
  expect((await app.client.claims.page({ query: EVERYTHING, offset: 0, limit: 1 })).total).toBe(before.total);
});
