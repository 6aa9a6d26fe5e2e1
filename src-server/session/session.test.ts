import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tokens } from '../../src-shared/contract/server/session.contract.ts';
import type { DemoUser } from '../../src-shared/contract/session.contract.ts';
import type { z } from 'zod';
import { ENGINES } from '../testing/central-store.ts';
import { addRegion, addUser, markAsDemo } from '../testing/rows.ts';
import { ask, startTestServer, type Answer, type Failure, type TestServer } from '../testing/test-server.ts';
import { hashPassword, verifyPassword } from '../../src-shared/secrets/password.ts';

type Pair = z.infer<typeof Tokens>;

describe.each(ENGINES)('signing in on %s', (engine) => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer(engine);
    const { db } = server.store;
    const regionId = await addRegion(db, '3');
    await addUser(db, { login: 'wang', roles: ['l2', 'finance'], regionId, password: 'right-秘密' });
    await addUser(db, { login: 'locked', roles: ['l1'], password: 'right' });
    await addUser(db, { login: 'left', roles: ['l1'], password: 'right', validToDate: '2020-12-31' });
    await addUser(db, { login: 'idle', roles: [], password: 'right' });
  });
  afterAll(() => server.close());

  const post = <T>(path: string, body: unknown): Promise<Answer<T>> =>
    ask<T>(`${server.url}/session/v1/${path}`, { body });
  const signIn = (login: string, password: string, deviceId = 'desk'): Promise<Answer<Pair & Failure>> =>
    post('sign-in', { login, password, deviceId, deviceName: '' });
  const refresh = (refreshToken: string, deviceId = 'desk'): Promise<Answer<Pair & Failure>> =>
    post('refresh', { refreshToken, deviceId });
  const reads = async (token: string): Promise<Answer<Failure>> =>
    ask<Failure>(`${server.url}/sync/v1/checksum?tier=open&byBucket=false`, { token });

  it('gives the roles of the day, the region and tokens that open the door', async () => {
    const { status, body } = await signIn('wang', 'right-秘密');
    expect(status).toBe(200);
    expect(body.user).toMatchObject({ login: 'wang', roles: ['l2', 'finance'], regionName: 'Region 3' });
    expect(body.accessTokenLifeMs).toBe(900_000);
    expect((await reads(body.accessToken)).status).toBe(200);
  });

  it('answers a wrong password and an unknown login alike', async () => {
    const wrong = await signIn('wang', 'wrong');
    expect(wrong).toMatchObject({ status: 401, body: { data: { reason: 'login-or-password-wrong' } } });
    expect((await signIn('nobody', 'wrong')).body).toEqual(wrong.body);
  });

  it('rests an account after five wrong passwords, also for the right one, and opens it again', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) await signIn('locked', 'wrong');
    const resting = await signIn('locked', 'right');
    expect(resting).toMatchObject({ status: 429, body: { data: { reason: 'sign-in-locked' } } });
    server.advance(61_000);
    expect((await signIn('locked', 'right')).status).toBe(200);
  });

  it.each([
    ['left', 'user-not-active'],
    ['idle', 'user-without-role'],
  ])('refuses %s: %s', async (login, reason) => {
    expect(await signIn(login, 'right')).toMatchObject({ status: 403, body: { data: { reason } } });
  });

  it('refuses an access token that is missing, changed or older than 15 minutes', async () => {
    const { body } = await signIn('wang', 'right-秘密');
    const reason = async (token: string): Promise<string> => (await reads(token)).body.data.reason;
    expect(await reason('')).toBe('access-token-missing');
    const [head, claims, signature] = body.accessToken.split('.');
    const forged = Buffer.from(JSON.stringify({ sub: 'someone', dev: 'desk', exp: 9e9, iss: 'hedui' })).toString(
      'base64url',
    );
    expect(await reason([head, forged, signature].join('.'))).toBe('access-token-invalid');
    expect(await reason([Buffer.from('{"alg":"none"}').toString('base64url'), claims, ''].join('.'))).toBe(
      'access-token-invalid',
    );
    server.advance(15 * 60_000 + 1000);
    expect(await reason(body.accessToken)).toBe('access-token-expired');
    expect((await refresh(body.refreshToken)).status).toBe(200);
  });

  it('turns the refresh token at every use, and a used one that comes again ends its whole family', async () => {
    const first = (await signIn('wang', 'right-秘密')).body;
    const second = (await refresh(first.refreshToken)).body;
    expect(second.refreshToken).not.toBe(first.refreshToken);
    const stolen = await refresh(first.refreshToken);
    expect(stolen).toMatchObject({ status: 401, body: { data: { reason: 'refresh-token-reused' } } });
    expect((await refresh(second.refreshToken)).status).toBe(401);
    const other = (await signIn('wang', 'right-秘密')).body;
    expect((await refresh(other.refreshToken)).status).toBe(200);
  });

  it('lets one of two uses at the same moment through at most', async () => {
    const { body } = await signIn('wang', 'right-秘密');
    const both = await Promise.all([refresh(body.refreshToken), refresh(body.refreshToken)]);
    expect(both.filter((answer) => answer.status === 200).length).toBeLessThanOrEqual(1);
  });

  it('refuses a refresh token from another device, an invented one, and one after signing out', async () => {
    const moved = (await signIn('wang', 'right-秘密')).body;
    expect((await refresh(moved.refreshToken, 'other-desk')).status).toBe(401);
    expect((await refresh('invented')).status).toBe(401);
    const out = (await signIn('wang', 'right-秘密')).body;
    await post('sign-out', { refreshToken: out.refreshToken });
    expect((await refresh(out.refreshToken)).status).toBe(401);
  });

  it('case 23: closes the door at once for a user who is disabled and a device that is revoked', async () => {
    const { db } = server.store;
    const { body } = await signIn('wang', 'right-秘密', 'lost-laptop');
    await db.updateTable('device').set({ revokedAtMs: 1 }).where('id', '=', 'lost-laptop').execute();
    expect(await reads(body.accessToken)).toMatchObject({ status: 410, body: { data: { reason: 'device-revoked' } } });
    const { accessToken } = (await signIn('wang', 'right-秘密')).body;
    await db.updateTable('appUser').set({ status: 'DISABLED' }).where('login', '=', 'wang').execute();
    expect(await reads(accessToken)).toMatchObject({ status: 403, body: { data: { reason: 'user-not-active' } } });
    await db.updateTable('appUser').set({ status: 'ACTIVE' }).where('login', '=', 'wang').execute();
  });

  it('signs in without a password only on a demo store, one user per role', async () => {
    const demo = { login: 'wang', deviceId: 'desk', deviceName: '' };
    expect(await post('sign-in-demo', demo)).toMatchObject({ status: 403 });
    expect((await ask<unknown[]>(`${server.url}/session/v1/demo-users`)).body).toEqual([]);
    await markAsDemo(server.store.db);
    expect((await post<Pair>('sign-in-demo', demo)).body.user.login).toBe('wang');
    const users = (await ask<z.infer<typeof DemoUser>[]>(`${server.url}/session/v1/demo-users`)).body;
    expect(users.map((user) => user.role)).toEqual(['l1', 'l2', 'finance']);
  });

  it('writes no password and no token into its log', async () => {
    const { body } = await signIn('wang', 'right-秘密');
    const log = server.logLines.join('\n');
    for (const secret of ['right-秘密', body.accessToken, body.refreshToken]) expect(log).not.toContain(secret);
  });
});

describe('a password hash', () => {
  it('is salted, says how it was made, and fits its password in either form of writing only', async () => {
    const [one, two] = [await hashPassword('caf\u00e9'), await hashPassword('caf\u00e9')];
    expect(one).not.toBe(two);
    expect(one).toMatch(/^scrypt\$32768\$8\$1\$/);
    expect(await verifyPassword('cafe\u0301', one)).toBe(true);
    expect(await verifyPassword('cafe', one)).toBe(false);
    expect(await verifyPassword('caf\u00e9', 'md5$x')).toBe(false);
  });
});
