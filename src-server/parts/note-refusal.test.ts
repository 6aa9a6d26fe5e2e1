import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusedStock } from '../../src-shared/domain/parts/stock-refusal.ts';
import type { CommandHandlers } from '../commands/command-handler.ts';
import { ENGINES } from '../testing/central-store.ts';
import { addCustomer, addUser, markAsDemo } from '../testing/rows.ts';
import { seedSmallCompany } from '../testing/small-company.ts';
import { seedSmallWarehouse } from '../testing/small-warehouse.ts';
import { sendCommands, signIn, startTestServer, type TestServer } from '../testing/test-server.ts';

const DEVICE = 'desk-1';
const REFUSED = { warehouseId: 'W1', partId: 'P1', qtyMilli: 3000, docNo: 'DB-1' };

/** Answers with the reason it is asked for, after it has written something. */
const handlers: Partial<CommandHandlers> = {
  'claim.undo': async ({ db }, { decisionCommandId: reason, claimId }) => {
    await addCustomer(db, 'r:1', claimId);
    return { status: 'rejected', reason, details: { lineNo: 1, ...refusedStock(REFUSED) } };
  },
};

describe.each(ENGINES)('a posting that is refused for want of stock on %s', (engine) => {
  let server: TestServer;
  let clerk: string;
  let clientSeq = 1;
  beforeAll(async () => {
    server = await startTestServer(engine, handlers);
    await seedSmallCompany(server.store.db);
    await seedSmallWarehouse(server.store.db, 'R1');
    await markAsDemo(server.store.db);
    await addUser(server.store.db, { login: 'clerk', roles: ['l1'] });
    clerk = (await signIn(server, 'clerk', DEVICE)).accessToken;
  });
  afterAll(() => server.close());

  const ask = async (reason: string): Promise<unknown> => {
    const body = { kind: 'claim.undo', claimId: ulid(), decisionCommandId: reason };
    const [answer] = await sendCommands(server, clerk, DEVICE, [
      { id: ulid(), clientSeq: clientSeq++, commandVersion: 1, madeAtMs: 0, body },
    ]);
    const written = await server.store.db
      .selectFrom('customer')
      .select('id')
      .where('name', '=', body.claimId)
      .execute();
    expect(written).toEqual([]);
    return answer;
  };
  const kept = () =>
    server.store.db
      .selectFrom('stockRefusal')
      .select(['warehouseId', 'partId', 'qtyMilli', 'docNo', 'reason', 'refusedByName', '_scope'])
      .execute();

  it('is undone and leaves one row a day, that only grows', async () => {
    expect(await ask('order-stock-gone')).toMatchObject({ status: 'rejected', reason: 'order-stock-gone' });
    await ask('order-stock-gone');
    expect(await kept()).toEqual([
      { ...REFUSED, reason: 'order-stock-gone', refusedByName: expect.any(String) as string, _scope: 'r:1' },
    ]);
    await ask('count-balance-negative');
    expect(await kept()).toHaveLength(2);
    await expect(server.store.db.updateTable('stockRefusal').set({ docNo: 'x' }).execute()).rejects.toThrow();
  });

  it('is none where something else was refused', async () => {
    await ask('order-over-approved');
    expect(await kept()).toHaveLength(2);
  });
});
