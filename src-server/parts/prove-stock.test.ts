import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOfBusinessDate } from '../../src-shared/domain/units/business-date.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { inCommand, newTestId, seedSmallCompany, testUser, TEST_NOW_MS } from '../testing/small-company.ts';
import { addUser } from '../testing/rows.ts';
import { seedSmallWarehouse, warehouseMovement } from '../testing/small-warehouse.ts';
import { postMovements } from './post-movements.ts';
import { proveStock } from './prove-stock.ts';

describe.each(ENGINES)('the nightly proof of the ledger on %s', (engine) => {
  let store: TestCentral;
  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    await seedSmallWarehouse(store.db, 'R1');
    const keeper = testUser(await addUser(store.db, { login: 'keeper', roles: ['warehouse'] }), ['warehouse']);
    await inCommand(store.db, keeper, (context) =>
      postMovements(context, [
        warehouseMovement('P1', 20, TEST_NOW_MS - 2000, { idemKey: 'in P1' }),
        warehouseMovement('P2', 5, TEST_NOW_MS - 1000, { idemKey: 'in P2' }),
      ]),
    );
  });
  afterAll(async () => store.close());

  const alarms: number[] = [];
  const prove = (today: string, hour: number): Promise<number> =>
    store.db.transaction().execute((db) => {
      const nowMs = startOfBusinessDate(today) + hour * 3_600_000;
      const step = proveStock({ onWrong: (wrongCount) => alarms.push(wrongCount) });
      return step(db, { nowMs, today, newId: newTestId });
    });
  const proofs = () =>
    store.db
      .selectFrom('stockProof')
      .select(['provedDate', 'keyCount', 'wrongCount', 'wrongJson', 'ledgerSeq'])
      .orderBy('provedDate')
      .execute();

  it('is made once a night, from its hour on, and writes down that all is well', async () => {
    expect(await prove('2026-03-21', 1.9)).toBe(0);
    expect(await prove('2026-03-21', 2)).toBe(1);
    expect(await prove('2026-03-21', 9)).toBe(0);
    expect(await proofs()).toEqual([
      { provedDate: '2026-03-21', keyCount: 2, wrongCount: 0, wrongJson: '[]', ledgerSeq: 2 },
    ]);
    expect(alarms).toEqual([]);
  });

  it('raises the alarm for a balance that is not the sum of its movements, and leaves it as it is', async () => {
    await store.db.updateTable('stockBalance').set({ qtyMilli: 19_000 }).where('partId', '=', 'P1').execute();
    expect(await prove('2026-03-22', 3)).toBe(1);
    expect((await proofs())[1]).toMatchObject({ wrongCount: 1, wrongJson: '["00P1"]' });
    expect(alarms).toEqual([1]);
    const [balance] = await store.db.selectFrom('stockBalance').select('qtyMilli').where('partId', '=', 'P1').execute();
    expect(balance).toEqual({ qtyMilli: 19_000 });
    await expect(store.db.updateTable('stockProof').set({ wrongCount: 0 }).execute()).rejects.toThrow();
  });
});
