import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GridQuery } from '../../src-shared/contract/query.ts';
import { newSealKeys, sealWork, unsealWork, type SealedWork } from '../../src-shared/secrets/sealed-work.ts';
import { openSealKeys, sealKeyFileOf, unsealFile } from '../../src-server/session/seal-keys.ts';
import type { Device } from '../../src-shared/contract/devices.contract.ts';
import { ask, sendCommands, signIn } from '../../src-server/testing/test-server.ts';
import { addRegion, addUser } from '../../src-server/testing/rows.ts';
import { openTestApp, type TestApp } from '../../src-main/testing/test-app.ts';
import { openCompany, until, untilLive, type Company } from './claims-company.ts';

const QUEUE: GridQuery = { filters: [{ column: 'queue', op: 'in', values: ['DECIDE'] }], text: '', sort: [] };
const DAY_MS = 24 * 3600_000;
const LI = { login: 'li', password: 'right-秘密' };

let company: Company;
/** What passes between the desktop and the server; the test cuts it. */
let networkUp = true;
let clockOffsetMs = 0;
let app: TestApp;

const network: typeof globalThis.fetch = (input, init) =>
  networkUp ? globalThis.fetch(input, init) : Promise.reject(new TypeError('no network'));

async function open(kept?: TestApp): Promise<TestApp> {
  const profile =
    kept === undefined
      ? { dataFolder: mkdtempSync(path.join(tmpdir(), 'hedui-offline-')) }
      : { dataFolder: kept.dataFolder, secretText: kept.secrets.text ?? '' };
  const options = { serverUrl: company.server.url, fetch: network, clock: () => Date.now() + clockOffsetMs };
  return openTestApp({ ...options, ...profile });
}

beforeAll(async () => {
  company = await openCompany(5);
  await addUser(company.server.store.db, { login: 'li', roles: ['l1'], password: LI.password });
  await addUser(company.server.store.db, { login: 'keeper', roles: ['admin'] });
  app = await open();
  await app.client.session.signIn(LI);
  await untilLive(app);
});

afterAll(async () => {
  await app.close();
  await company.close();
});

async function firstClaim() {
  const { rows } = await app.client.claims.page({ query: QUEUE, offset: 0, limit: 1 });
  const [row] = rows;
  if (row === undefined) throw new Error('no claims');
  return row;
}

test('after a restart without a network the right password opens the own data and no other does', async () => {
  await app.client.session.signOut({});
  await app.close({ keepFolder: true });
  networkUp = false;
  app = await open(app);
  await expect(app.client.session.signIn({ ...LI, password: 'wrong' })).rejects.toMatchObject({
    data: { reason: 'login-or-password-wrong' },
  });
  await expect(app.client.session.signIn({ login: 'clerk', password: 'x' })).rejects.toMatchObject({
    data: { reason: 'server-away' },
  });
  expect(app.secrets.text).not.toContain(LI.password);
  expect((await app.client.session.signIn(LI)).user).toMatchObject({ login: 'li' });
  const claim = await firstClaim();
  const decision = { action: 'APPROVE' as const, reasonCode: null, note: '', holdReason: null, lines: [] };
  await app.client.claims.decide({ claimId: claim.id, version: claim.version, decision });
  await until('it waits', async () => (await app.client.sync.state({})).waitingCommands === 1);
});

test('back on the network the same session goes on and sends what was done', async () => {
  networkUp = true;
  await app.client.sync.now({});
  await until('everything is sent', async () => {
    const state = await app.client.sync.state({});
    return state.waitingCommands === 0 && state.phase === 'live';
  });
});

test('case 26: a decision on a claim that has left the desk meanwhile is refused and stays with its words in the work-list', async () => {
  const { db } = company.server.store;
  const elsewhere = await addRegion(db, '2');
  const claim = await firstClaim();
  networkUp = false;
  const decision = { action: 'REJECT' as const, reasonCode: 'R06', note: 'kept words', holdReason: null, lines: [] };
  await app.client.claims.decide({ claimId: claim.id, version: claim.version, decision });
  await sql`update app_user set region_id = ${elsewhere} where login = 'li'`.execute(db);
  networkUp = true;
  await app.client.sync.now({});
  await until('it is refused', async () => (await app.client.sync.attention({})).length === 1);
  const [item] = await app.client.sync.attention({});
  expect(item).toMatchObject({ reason: 'out-of-scope', targetId: claim.id, mine: { note: 'kept words' } });
  await until(
    'the region has left',
    async () => (await app.client.claims.page({ query: QUEUE, offset: 0, limit: 1 })).total === 0,
  );
  await sql`update app_user set region_id = null where login = 'li'`.execute(db);
  await until(
    'the region is back',
    async () => (await app.client.claims.page({ query: QUEUE, offset: 0, limit: 1 })).total > 0,
  );
  await app.client.sync.resolve({
    commandId: item?.commandId ?? '',
    way: 'edit',
    edited: { action: 'APPROVE', reasonCode: null, note: 'changed' },
  });
  await until('the changed decision has arrived', async () => {
    const { claim: now, decisions } = await app.client.claims.detail({ id: claim.id });
    return !now.pending && now.status === 'APPROVED' && decisions.at(-1)?.note === 'changed';
  });
  expect(await app.client.sync.attention({})).toEqual([]);
});

test('the days without a server run out, and a clock set back does not lengthen them', async () => {
  await app.client.session.signOut({});
  networkUp = false;
  const over = { data: { reason: 'offline-sign-in-over', details: { days: 14 } } };
  clockOffsetMs = 15 * DAY_MS;
  await expect(app.client.session.signIn(LI)).rejects.toMatchObject(over);
  clockOffsetMs = -30 * DAY_MS;
  await expect(app.client.session.signIn(LI)).rejects.toMatchObject(over);
  clockOffsetMs = 13 * DAY_MS;
  expect((await app.client.session.signIn(LI)).user).toMatchObject({ login: 'li' });
  clockOffsetMs = 0;
});

test('case 23: a device that is switched off loses its data, and what it had not sent is sealed for the administrator', async () => {
  const claim = await firstClaim();
  const decision = { action: 'REJECT' as const, reasonCode: 'R06', note: 'my own words', holdReason: null, lines: [] };
  await app.client.claims.decide({ claimId: claim.id, version: claim.version, decision });
  await until('it waits', async () => (await app.client.sync.state({})).waitingCommands === 1);
  const [profile = ''] = readdirSync(path.join(app.dataFolder, 'profiles'));
  const keeper = await signIn(company.server, 'keeper');
  const list = `${company.server.url}/devices/v1/devices?text=li`;
  const { body } = await ask<{ devices: Device[] }>(list, { token: keeper.accessToken });
  for (const [index, { id }] of body.devices.entries()) {
    const step = { kind: 'device.step', deviceId: id, step: 'revoke', reason: '电脑遗失' };
    const command = { id: ulid(), clientSeq: index + 1, commandVersion: 1, madeAtMs: 0, body: step };
    expect(await sendCommands(company.server, keeper.accessToken, 'device-of-keeper', [command])).toMatchObject([
      { status: 'applied' },
    ]);
  }
  networkUp = true;
  await app.client.sync.now({});
  await until('nobody is signed in', async () => (await app.client.session.state({})).user === null);
  await until('it is said', async () => (await app.client.sync.state({})).problem?.reason === 'device-wiped-sealed');
  expect(existsSync(path.join(app.dataFolder, 'profiles', profile))).toBe(false);
  expect(app.secrets.text).toBe(null);
  const [sealed = ''] = readdirSync(path.join(app.dataFolder, 'sealed'));
  const file = path.join(app.dataFolder, 'sealed', sealed);
  expect(readFileSync(file, 'utf8')).not.toContain('my own words');
  const { commands } = unsealFile(sealKeyFileOf(company.server), file) as { commands: { body_json: string }[] };
  expect(commands.at(-1)?.body_json).toContain('my own words');
});

test('sealed work opens with its own key only and shows every change', () => {
  const keys = newSealKeys();
  const facts = { deviceId: 'd', login: 'li', sealedAtMs: 7 };
  const sealed: SealedWork = sealWork(keys.publicKey, facts, { commands: ['待上传'] });
  expect(unsealWork(keys.privateKey, sealed)).toEqual({ commands: ['待上传'] });
  expect(() => unsealWork(newSealKeys().privateKey, sealed)).toThrow();
  expect(() => unsealWork(keys.privateKey, { ...sealed, login: 'wang' })).toThrow();
  expect(openSealKeys(sealKeyFileOf(company.server)).publicKey).not.toBe(keys.publicKey);
});
