import Database from 'better-sqlite3';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DecisionInput } from '../../src-shared/contract/claims.contract.ts';
import { PROTOCOL, type Hello } from '../../src-shared/contract/server/sync.contract.ts';
import { SCHEMA_HASH } from '../../src-shared/database/schema-hash.ts';
import { addUser } from '../../src-server/testing/rows.ts';
import { ask, signIn } from '../../src-server/testing/test-server.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { Limits } from '../../src-server/http/limits.ts';
import { openTestApp, type TestApp } from '../../src-main/testing/test-app.ts';
import { openCompany, until, untilLive, type Company } from './claims-company.ts';
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';

const EVERYTHING = { filters: [], text: '', sort: [] };
const HOLD: DecisionInput = { action: 'HOLD', reasonCode: null, note: '', holdReason: 'WAIT_CALL', lines: [] };
const [IN_QUEUE, APPROVED, PAID] = [60, 40, 30];

let company: Company;
let proxy: FaultProxy;

beforeAll(async () => {
  company = await openCompany(IN_QUEUE, 'postgres', { limits: Limits.parse({ queueFirstAboveRows: 0 }) });
  await company.addClaims(APPROVED, { status: 'AUTO_APPROVED' });
  await company.addClaims(PAID, { scope: 'r:1.h', status: 'PAID' });
  await sql`analyze`.execute(company.server.store.db);
  proxy = await startFaultProxy(company.server.url);
});

afterAll(async () => {
  await proxy.close();
  await company.close();
});

/** The server is too busy for anything but the first look. */
function onlyTheQueue(): void {
  proxy.setFault((request, response) => {
    if (!/\/snapshot\?.*tier=(open|all)/.test(request.url ?? '')) return null;
    response.writeHead(503, { 'retry-after': '1' }).end();
    return { answered: true };
  });
}

function replicaOf(app: TestApp): Database.Database {
  const [profile = ''] = readdirSync(path.join(app.dataFolder, 'profiles'));
  return new Database(path.join(app.dataFolder, 'profiles', profile, 'replica.db'), { readonly: true });
}

async function usable(dataFolder: string): Promise<TestApp> {
  const app = await openTestApp({ serverUrl: proxy.url, dataFolder });
  await app.client.session.signInDemo({ login: 'clerk' });
  await app.waitFor((event) => event.type === 'sync' && event.state.usable && event.state.historyPending);
  return app;
}

test('the queues can be worked on before the open work has come, also after a restart, and nothing is lost', async () => {
  onlyTheQueue();
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'hedui-queue-first-'));
  let app = await usable(dataFolder);
  const { rows, total } = await app.client.claims.page({ query: EVERYTHING, offset: 0, limit: 1 });
  expect(total).toBe(IN_QUEUE);
  const [claim] = rows;
  if (claim === undefined) throw new Error('no claims');
  expect((await app.client.claims.detail({ id: claim.id })).lines).toHaveLength(2);
  const replica = replicaOf(app);
  const orphans = REPLICATED_TABLES.filter(({ columns }) => (columns as readonly string[]).includes('claim_id')).map(
    ({ name }) => `select count(*) as n from ${name} t where t.claim_id not in (select id from claim)`,
  );
  expect(
    replica
      .prepare(`select sum(n) from (${orphans.join(' union all ')})`)
      .pluck()
      .get(),
  ).toBe(0);
  replica.close();
  await app.client.claims.decide({ claimId: claim.id, version: claim.version, decision: HOLD });
  await until('the server has decided', async () => {
    const { db } = company.server.store;
    const row = await db.selectFrom('claim').select('status').where('id', '=', claim.id).executeTakeFirstOrThrow();
    return row.status === 'ON_HOLD';
  });
  const statusHere = async (): Promise<string> => (await app.client.claims.detail({ id: claim.id })).claim.status;
  expect(await statusHere()).toBe('ON_HOLD');
  await app.close({ keepFolder: true });

  app = await usable(dataFolder);
  expect((await app.client.claims.page({ query: EVERYTHING, offset: 0, limit: 1 })).total).toBe(IN_QUEUE);
  expect(await statusHere()).toBe('ON_HOLD');
  proxy.setFault(null);
  await untilLive(app);
  expect((await app.client.claims.page({ query: EVERYTHING, offset: 0, limit: 1 })).total).toBe(
    IN_QUEUE + APPROVED + PAID,
  );
  expect(await statusHere()).toBe('ON_HOLD');
  expect((await app.client.sync.checkData({})).mismatches).toEqual([]);
  const state = await app.client.sync.state({});
  expect([state.waitingCommands, state.historyPending]).toEqual([0, false]);
  await app.close();
});

test('an empty desktop of an auditor is offered the queues first; one with a copy, or of other people, is not', async () => {
  await addUser(company.server.store.db, { login: 'cashier', roles: ['finance'] });
  const offered = async (login: string, cursor: string | null): Promise<Hello['queueRowEstimate']> => {
    const { accessToken: token } = await signIn(company.server, login);
    const known = { protocol: PROTOCOL, appVersion: '0', schemaHash: SCHEMA_HASH, deviceId: `device-of-${login}` };
    const { body } = await ask<Hello>(`${company.server.url}/sync/v1/hello`, { token, body: { ...known, cursor } });
    return body.queueRowEstimate;
  };
  expect(await offered('supervisor', null)).toBeGreaterThan(0);
  expect(await offered('supervisor', 'any')).toBeNull();
  expect(await offered('cashier', null)).toBeNull();
});
