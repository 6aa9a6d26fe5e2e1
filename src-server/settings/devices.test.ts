import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Device, DeviceChange } from '../../src-shared/contract/devices.contract.ts';
import { addUser, markAsDemo } from '../testing/rows.ts';
import { ask, sendCommands, signIn, startTestServer, type Failure, type TestServer } from '../testing/test-server.ts';

let server: TestServer;
const tokens = new Map<string, string>();
let next = 1;

beforeAll(async () => {
  server = await startTestServer('pglite');
  const { db } = server.store;
  await markAsDemo(db);
  for (const role of ['l1', 'admin', 'auditor'] as const) await addUser(db, { login: role, roles: [role] });
  for (const login of ['l1', 'admin', 'auditor']) tokens.set(login, (await signIn(server, login)).accessToken);
});
afterAll(() => server.close());

const token = (login: string): string => tokens.get(login) ?? '';
const get = <T>(login: string, path: string): Promise<{ status: number; body: T }> =>
  ask<T>(`${server.url}/devices/v1/devices${path}`, { token: token(login) });
const devices = async (text = ''): Promise<Device[]> =>
  (await get<{ devices: Device[] }>('admin', `?text=${encodeURIComponent(text)}`)).body.devices;
const changes = async (deviceId: string): Promise<DeviceChange[]> =>
  (await get<{ changes: DeviceChange[] }>('admin', `/${deviceId}/changes`)).body.changes;

async function step(login: string, what: 'revoke' | 'restore', deviceId: string, reason = '电脑遗失') {
  const body = { kind: 'device.step', deviceId, step: what, reason };
  const clientSeq = login === 'admin' ? next++ : 1;
  const command = { id: ulid(), clientSeq, commandVersion: 1, madeAtMs: 0, body };
  const [result] = await sendCommands(server, token(login), `device-of-${login}`, [command]);
  return result;
}

it('lists who has signed in where, finds by computer, person and login, and knows the asking one', async () => {
  expect((await devices()).map(({ login, isOwn }) => [login, isOwn]).sort()).toEqual([
    ['admin', true],
    ['auditor', false],
    ['l1', false],
  ]);
  expect((await devices('L1')).map(({ id }) => id)).toEqual(['device-of-l1']);
  expect(await devices('100%')).toEqual([]);
});

it('shows them to the auditor, and to nobody who has no part in it', async () => {
  expect(await get('auditor', '?text=')).toMatchObject({ status: 200, body: { total: 3 } });
  for (const path of ['?text=', '/device-of-l1/changes'])
    expect(await get<Failure>('l1', path)).toMatchObject({
      status: 403,
      body: { data: { reason: 'devices-not-yours' } },
    });
});

it('case 23: the administrator switches a device off and the door is closed at once; on again and it may sign in', async () => {
  const reads = () => ask(`${server.url}/sync/v1/delta?cursor=x`, { token: token('l1') });
  expect((await reads()).status).not.toBe(410);
  expect(await step('admin', 'revoke', 'device-of-l1')).toMatchObject({ status: 'applied' });
  expect(await reads()).toMatchObject({ status: 410, body: { data: { reason: 'device-revoked' } } });
  await expect(signIn(server, 'l1')).rejects.toThrow('device-revoked');
  expect((await devices('l1'))[0]?.revokedAtMs).toBeGreaterThan(0);

  expect(await step('admin', 'restore', 'device-of-l1', '找到了')).toMatchObject({ status: 'applied' });
  expect((await signIn(server, 'l1')).user.login).toBe('l1');
  expect((await devices('l1'))[0]?.revokedAtMs).toBe(null);
  expect(await changes('device-of-l1')).toMatchObject([
    { step: 'restore', reason: '找到了', changedByName: expect.any(String) as string },
    { step: 'revoke', reason: '电脑遗失' },
  ]);
});

it('keeps what was done for ever', async () => {
  await expect(server.store.db.deleteFrom('deviceChange').execute()).rejects.toThrow();
  await expect(server.store.db.updateTable('deviceChange').set({ reason: 'x' }).execute()).rejects.toThrow();
});

it.each([
  { what: 'the own device', login: 'admin', ask: ['revoke', 'device-of-admin'], reason: 'device-own' },
  { what: 'an unknown one', login: 'admin', ask: ['revoke', 'nobody'], reason: 'device-unknown' },
  { what: 'one that is on', login: 'admin', ask: ['restore', 'device-of-l1'], reason: 'device-is-not-revoked' },
  { what: 'it as a clerk', login: 'l1', ask: ['revoke', 'device-of-admin'], reason: 'role-not-allowed' },
] as const)('refuses to switch $what', async ({ login, ask: [way, deviceId], reason }) => {
  const before = await changes(deviceId);
  expect(await step(login, way, deviceId)).toMatchObject({ reason });
  expect(await changes(deviceId)).toEqual(before);
});

it('wants a reason', async () => {
  expect(await step('admin', 'revoke', 'device-of-l1', '  ')).toMatchObject({ reason: 'command-invalid' });
});

it('notes the last contact when a session is renewed', async () => {
  const { refreshToken } = await signIn(server, 'l1');
  await server.store.db.updateTable('device').set({ lastSeenAtMs: 1 }).execute();
  const body = { refreshToken, deviceId: 'device-of-l1' };
  expect((await ask(`${server.url}/session/v1/refresh`, { body })).status).toBe(200);
  expect((await devices('l1'))[0]?.lastSeenAtMs).toBeGreaterThan(1);
});
