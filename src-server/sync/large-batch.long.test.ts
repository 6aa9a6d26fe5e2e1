import { monotonicFactory } from 'ulid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { insertRows } from '../db/bulk-rows.ts';
import { addRegion, addUser, markAsDemo } from '../testing/rows.ts';
import { ask, readStream, signIn, startTestServer, type TestServer } from '../testing/test-server.ts';

const MOST = 200_000;
const newId = monotonicFactory();
let server: TestServer;
let token = '';

beforeAll(async () => {
  server = await startTestServer('postgres');
  await markAsDemo(server.store.db);
  await addRegion(server.store.db, '1');
  await addUser(server.store.db, { login: 'clerk', roles: ['l1'] });
  ({ accessToken: token } = await signIn(server, 'clerk'));
});
afterAll(() => server.close());

async function writeAtOnce(count: number): Promise<void> {
  await server.store.db.transaction().execute(async (transaction) => {
    for (let left = count; left > 0; left -= 5000) {
      const rows = Array.from({ length: Math.min(left, 5000) }, () => {
        const id = newId();
        return { ...rowIdentity(id, 'r:1'), code: id, name: id, type: 'BUS_CO', address: '' };
      });
      await insertRows(transaction, 'customer', rows);
    }
  });
}

async function settled(): Promise<void> {
  const waiting = async (): Promise<number> => (await ask<{ waiting: number }>(`${server.url}/readyz`)).body.waiting;
  while ((await waiting()) > 0) await new Promise((resolve) => setTimeout(resolve, 50));
}

it('case 31: 200,000 rows of one transaction come as one batch, one row more is the hint to take a fresh copy', async () => {
  await settled();
  const { cursor } = await readStream(`${server.url}/sync/v1/snapshot?tier=all`, token);
  await writeAtOnce(MOST);
  await settled();
  const whole = await readStream(`${server.url}/sync/v1/delta?cursor=${cursor}&wait=25`, token);
  expect(whole.lines.filter((line) => line.t === 'commit')).toMatchObject([{ n: MOST }]);
  expect(new Set(whole.rows.get('customer')?.map(([id]) => id)).size).toBe(MOST);
  await writeAtOnce(MOST + 1);
  await settled();
  const answer = await ask(`${server.url}/sync/v1/delta?cursor=${whole.cursor}`, { token });
  expect(answer).toEqual({ status: 409, body: { resnapshot: 'compacted' } });
}, 600_000);
