import { ORPCError } from '@orpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addRegion, addUser, markAsDemo } from '../../src-server/testing/rows.ts';
import { startTestServer, type TestServer } from '../../src-server/testing/test-server.ts';
import { TRANSPORTS, type Client, type OpenTransport } from './transports.ts';

/** Code and facts of a refusal as a screen sees them. */
async function refusalOf(work: Promise<unknown>): Promise<{ code: string; data: unknown }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ORPCError) return { code: error.code, data: error.data as unknown };
    throw error;
  }
  throw new Error('was not refused');
}

const QUERY = { filters: [], text: '', sort: [] };

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer('pglite');
  await markAsDemo(server.store.db);
  await addRegion(server.store.db, '1');
  await addUser(server.store.db, { login: 'clerk', roles: ['l1'] });
});
afterAll(() => server.close());

describe.each(TRANSPORTS)('the contract %s', (_, open) => {
  let transport: OpenTransport;
  let client: Client;
  beforeAll(async () => {
    transport = await open(server.url);
    client = transport.client;
  });
  afterAll(() => transport.close());

  it('answers a question with values the contract describes', async () => {
    const state = await client.session.state({});
    expect(state).toMatchObject({ user: null, locale: 'zh-CN', serverUrl: server.url });
  });

  it('carries an order and its effect', async () => {
    expect((await client.session.setLocale({ locale: 'en' })).locale).toBe('en');
    expect((await client.session.state({})).locale).toBe('en');
    expect((await client.session.setLocale({ locale: 'zh-CN' })).locale).toBe('zh-CN');
  });

  it('carries Chinese, quotes and signs outside the first plane unchanged', async () => {
    const login = '结算员"\\\u2028𠮷👍';
    const refusal = await refusalOf(client.session.signIn({ login, password: '密码' }));
    expect(refusal.code).toBe('UNAUTHENTICATED');
  });

  it('refuses input the contract does not allow, and names the place', async () => {
    const wrong = { login: 7, password: '' } as unknown as { login: string; password: string };
    const { code, data } = await refusalOf(client.session.signIn(wrong));
    expect(code).toBe('BAD_REQUEST');
    const { issues } = data as { issues: { path: string[] }[] };
    expect(issues.map((issue) => issue.path.join('.'))).toEqual(['login', 'password']);
  });

  it('keeps code, reason and details of a refusal', async () => {
    const { code, data } = await refusalOf(client.claims.page({ query: QUERY, offset: 0, limit: 10 }));
    expect({ code, data }).toEqual({
      code: 'UNAUTHENTICATED',
      data: { reason: 'not-signed-in', details: {}, reference: null },
    });
  });

  it('knows no procedure outside the contract, not even one every object has', async () => {
    const strange = client as unknown as Record<string, Record<string, (input: object) => Promise<unknown>>>;
    for (const [room, name] of [
      ['session', 'nothing'],
      ['nothing', 'state'],
      ['__proto__', 'toString'],
      ['session', 'constructor'],
    ] as const) {
      // in process there is no such property to call; over a wire the other end has to refuse
      const refused = await Promise.resolve()
        .then(() => strange[room]?.[name]?.({}))
        .then(
          (answer) => answer === undefined || typeof answer !== 'object' || !('user' in (answer ?? {})),
          () => true,
        );
      expect([room, name, refused]).toEqual([room, name, true]);
    }
  });

  it('gives a hundred calls at once each its own answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_unused, index) =>
        index % 2 === 0
          ? client.session.state({}).then((state) => state.locale)
          : refusalOf(client.claims.detail({ id: `claim-${index}` })).then(({ code }) => code),
      ),
    );
    expect(new Set(answers.filter((_unused, index) => index % 2 === 0))).toEqual(new Set(['zh-CN']));
    expect(new Set(answers.filter((_unused, index) => index % 2 === 1))).toEqual(new Set(['UNAUTHENTICATED']));
  });

  it('carries the largest piece of an upload', async () => {
    const piece = 'A'.repeat(400_000);
    const upload = { fileId: null, fileName: 'a.csv', piece, last: false };
    const answer = await client.exchange.upload(upload).then(
      (done) => done.sizeBytes > 0,
      (error: unknown) => error instanceof ORPCError && error.code === 'UNAUTHENTICATED',
    );
    expect(answer).toBe(true);
  });

  it('streams events as they happen and ends when the screen has had enough', async () => {
    const control = new AbortController();
    const events = await client.sync.watch({}, { signal: control.signal });
    const seen = new Set<string>();
    const listening = (async () => {
      for await (const event of events) {
        seen.add(event.type);
        if (event.type === 'sync' && event.state.phase === 'live') break;
      }
    })();
    const state = await client.session.signInDemo({ login: 'clerk' });
    expect(state.user?.roles).toEqual(['l1']);
    await listening;
    expect([...seen]).toEqual(expect.arrayContaining(['session', 'sync']));
    expect(await client.claims.page({ query: QUERY, offset: 0, limit: 10 })).toEqual({ rows: [], total: 0 });
    await client.session.signOut({});
    control.abort();
    expect((await client.session.state({})).user).toBeNull();
  });

  it('survives a screen that vanishes in the middle of a stream', async () => {
    const events = await client.sync.watch({});
    const waiting = events.next().catch(() => 'gone');
    transport.vanish();
    const ended = await Promise.race([waiting, new Promise((resolve) => setTimeout(() => resolve('quiet'), 500))]);
    expect(ended).toBeDefined();
    await transport.close();
    transport = await open(server.url);
    expect((await transport.client.session.state({})).user).toBeNull();
  });
});
