import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MovementDraft } from '../../src-shared/domain/parts/movement-draft.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { inCommand, seedSmallCompany, testUser } from '../testing/small-company.ts';
import { postMovements, unbalancedKeys } from './post-movements.ts';

const keeper = testUser('U-PM', ['partsManager']);
const draft = (idemKey: string, qtyMilli: number, more: Partial<MovementDraft> = {}): MovementDraft => ({
  ...{ idemKey, qtyMilli, valueFen: qtyMilli / 10, regionCode: '1', warehouseId: 'W1', binId: null, partId: 'P1' },
  ...{ owner: 'HQ', condition: 'NEW', batchNo: '', serialNo: '', effectiveAtMs: 1_000, type: 'RECEIPT' },
  ...{ docType: null, docNo: null, lineUid: null, erpDocNo: null, erpLine: null, note: null },
  ...more,
});

describe.each(ENGINES)('the ledger of stock on %s', (engine) => {
  let store: TestCentral;
  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    await store.db
      .insertInto('warehouse')
      .values({ ...rowIdentity('W1', 'g'), code: 'W1', name: '金华库', regionId: 'R1' })
      .execute();
    await store.db
      .insertInto('part')
      .values(
        ['P1', 'P2'].map((id) => ({
          ...rowIdentity(id, 'g'),
          ...{ partNo: id, name: id, uom: '个', issuePriceFen: 100, supplyPriceFen: 80, oldPartPolicy: 'NONE' },
        })),
      )
      .execute();
  });
  afterAll(() => store.close());

  const post = (drafts: MovementDraft[]) => inCommand(store.db, keeper, (context) => postMovements(context, drafts));

  it('posts each key once, numbers without gaps and carries the balance', async () => {
    const first = await post([
      draft('a', 5_000),
      draft('b', -2_000, { type: 'ISSUE_SALE' }),
      draft('c', 1_000, { partId: 'P2' }),
    ]);
    expect(first.map((each) => each.outcome)).toEqual(['created', 'created', 'created']);
    const again = await post([
      draft('a', 5_000),
      draft('d', 4_000),
      draft('d', 4_000),
      draft('b', -9_000, { type: 'ISSUE_SALE' }),
    ]);
    expect(again.map((each) => each.outcome)).toEqual(['unchanged', 'created', 'unchanged', 'differs']);
    const ledger = await store.db.selectFrom('stockMovement').select(['seq', '_scope']).orderBy('seq').execute();
    expect(ledger).toEqual([1, 2, 3, 4].map((seq) => ({ seq, _scope: 'r:1.h' })));
    const balances = await store.db
      .selectFrom('stockBalance')
      .select(['partId', 'qtyMilli', 'valueFen', 'lastSeq', '_scope'])
      .orderBy('partId')
      .execute();
    expect(balances).toEqual([
      { partId: 'P1', qtyMilli: 7_000, valueFen: 700, lastSeq: 4, _scope: 'r:1' },
      { partId: 'P2', qtyMilli: 1_000, valueFen: 100, lastSeq: 3, _scope: 'r:1' },
    ]);
    expect(await unbalancedKeys(store)).toEqual([]);
  });

  it('refuses to change, delete or empty the ledger, whoever asks; only the scope may move', async () => {
    const run = (text: string) => sql.raw(text).execute(store.db);
    await expect(run(`update stock_movement set qty_milli = 1 where idem_key = 'a'`)).rejects.toThrow('append-only');
    await expect(run(`delete from stock_movement where idem_key = 'a'`)).rejects.toThrow('append-only');
    await expect(run('truncate stock_movement cascade')).rejects.toThrow('append-only');
    await run(`update stock_movement set _scope = 'r:1' where idem_key = 'a'`);
    const { _v } = await store.db
      .selectFrom('stockMovement')
      .select('_v')
      .where('idemKey', '=', 'a')
      .executeTakeFirstOrThrow();
    expect(_v).toBe(2);
  });

  it('finds a balance that is not the sum of its movements', async () => {
    await store.db.updateTable('stockBalance').set({ qtyMilli: 1 }).where('partId', '=', 'P2').execute();
    expect(await unbalancedKeys(store)).toEqual([{ partId: 'P2' }]);
  });

  it('finds movements without a balance, and a balance nothing moved to', async () => {
    const moved = store.db
      .updateTable('stockBalance')
      .set({ qtyMilli: 1_000, batchNo: 'B1' })
      .where('partId', '=', 'P2');
    await moved.execute();
    expect(await unbalancedKeys(store)).toEqual([{ partId: 'P2' }, { partId: 'P2' }]);
    const empty = { qtyMilli: 0, valueFen: 0 };
    await store.db.updateTable('stockBalance').set(empty).where('partId', '=', 'P2').execute();
    expect(await unbalancedKeys(store)).toEqual([{ partId: 'P2' }, { partId: 'P2' }]);
  });
});
