import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GoodsOrderStep, GoodsOrderStepInput } from '../../src-shared/contract/goods-orders.contract.ts';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { Role } from '../../src-shared/contract/values.ts';
import {
  ENTERED_TYPES,
  limitSums,
  type EnteredType,
  type LimitEntry,
} from '../../src-shared/domain/logistics/limit-ledger.ts';
import { addDays } from '../../src-shared/domain/units/dates.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandOutcome } from '../commands/command-handler.ts';
import { postMovements, unbalancedKeys } from '../parts/post-movements.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { addUser } from '../testing/rows.ts';
import { inCommand, newTestId, seedSmallCompany, testUser, TEST_NOW_MS, TEST_TODAY } from '../testing/small-company.ts';
import { seedSmallWarehouse, warehouseMovement } from '../testing/small-warehouse.ts';
import { logisticsCommands } from './logistics.commands.ts';

const commands = logisticsCommands({ postMovements });

describe.each(ENGINES)('sales and limits on %s', (engine) => {
  let store: TestCentral;
  const people = new Map<string, SignedInUser>();
  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    await seedSmallWarehouse(store.db, 'R1');
    await store.db.updateTable('part').set({ priceL2Fen: 11_000 }).where('id', '=', 'P1').execute();
    const roles: Role[] = ['dispatcher', 'partsManager', 'warehouse', 'finance'];
    for (const role of roles)
      people.set(role, testUser(await addUser(store.db, { login: role, roles: [role] }), [role]));
    await inCommand(store.db, who('warehouse'), (context) =>
      postMovements(context, [
        warehouseMovement('P1', 100, TEST_NOW_MS - 1000, { idemKey: 'in P1' }),
        warehouseMovement('P2', 400, TEST_NOW_MS - 1000, { idemKey: 'in P2' }),
      ]),
    );
  });
  afterAll(() => store.close());

  const who = (role: string): SignedInUser => {
    const user = people.get(role);
    if (user === undefined) throw new Error(role);
    return user;
  };
  const outputOf = (outcome: CommandOutcome): Record<string, unknown> => {
    if (outcome.status !== 'applied') throw new Error(JSON.stringify(outcome));
    return outcome.output ?? {};
  };
  const change = (type: EnteredType, amountFen: number, untilDate: string | null = null, stationId = 'ST1') =>
    inCommand(store.db, who('finance'), (context) =>
      commands['limit.change'](context, { kind: 'limit.change', stationId, type, amountFen, untilDate, note: '记账' }),
    );
  const account = (stationId = 'ST1') =>
    store.db.selectFrom('limitAccount').selectAll().where('stationId', '=', stationId).executeTakeFirstOrThrow();
  const lying = async (partId: string, condition: string): Promise<{ qtyMilli: number; valueFen: number }> => {
    const rows = await store.db
      .selectFrom('stockBalance')
      .select(['qtyMilli', 'valueFen'])
      .where('partId', '=', partId)
      .where('condition', '=', condition)
      .execute();
    const sum = (name: 'qtyMilli' | 'valueFen'): number => rows.reduce((all, row) => all + row[name], 0);
    return { qtyMilli: sum('qtyMilli'), valueFen: sum('valueFen') };
  };
  const order = async (
    partNo: string,
    pieces: number,
    stationCode = 'S001',
    kind: 'SALE' | 'RETURN' = 'SALE',
  ): Promise<string> => {
    const places =
      kind === 'SALE' ? { fromWarehouseId: 'W1', toWarehouseId: null } : { fromWarehouseId: null, toWarehouseId: 'W1' };
    const outcome = await inCommand(store.db, who('dispatcher'), (context) =>
      commands['goodsOrder.save'](context, {
        ...{ kind: 'goodsOrder.save', orderId: null, version: 0 },
        request: {
          ...{ ...places, kind, reason: kind === 'SALE' ? null : 'SURPLUS', stationCode, note: '' },
          lines: [{ partNo, qtyMilli: pieces * 1000 }],
        },
      }),
    );
    return String(outputOf(outcome).orderId);
  };
  const stored = (id: string) =>
    store.db.selectFrom('goodsOrder').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  type Change = Partial<GoodsOrderStepInput> & { pieces?: number };
  const step = async (id: string, role: string, name: GoodsOrderStep, { pieces = 0, ...more }: Change = {}) => {
    const { _v: version } = await stored(id);
    const lines = await store.db.selectFrom('goodsOrderLine').select('id').where('orderId', '=', id).execute();
    const none = { damagedMilli: 0, wrongMilli: 0, overMilli: 0 };
    return inCommand(store.db, who(role), (context) =>
      commands['goodsOrder.step'](context, {
        ...{ kind: 'goodsOrder.step', orderId: id, version, step: name, note: '', carrier: '', waybill: '' },
        ...{ number: '', untilDate: null, ...more },
        lines: lines.map(({ id: lineId }) => ({ lineId, qtyMilli: pieces * 1000, ...none })),
      }),
    );
  };
  const sumsOfLedger = async (accountId: string) => {
    const entries = await store.db.selectFrom('limitEntry').selectAll().where('accountId', '=', accountId).execute();
    return limitSums(entries as LimitEntry[]);
  };
  const consistent = async (stationId = 'ST1') => {
    const row = await account(stationId);
    expect(row).toMatchObject(await sumsOfLedger(row.id));
  };

  it('sells to nobody without limits, and prices at the level of the station', async () => {
    const id = await order('00P1', 1);
    outputOf(await step(id, 'dispatcher', 'submit'));
    expect(await stored(id)).toMatchObject({ status: 'CREDIT_HOLD', holderRole: 'finance' });
    expect(await step(id, 'finance', 'releaseCredit', { note: 'x' })).toMatchObject({ reason: 'credit-no-account' });
    outputOf(await change('LIMIT_SET', 100_000));
    await store.db.updateTable('limitAccount').set({ priceLevel: 2 }).execute();
    const priced = await order('00P1', 2);
    outputOf(await step(priced, 'dispatcher', 'submit'));
    expect(await stored(priced)).toMatchObject({ status: 'CREDIT_OK', amountFen: 22_000, orderNo: 'XS-2603-00002' });
    expect(await account()).toMatchObject({ creditLimitFen: 100_000, heldFen: 22_000, usedFen: 0 });
    outputOf(await step(priced, 'dispatcher', 'cancel', { note: '不要了' }));
    expect(await account()).toMatchObject({ heldFen: 0 });
    await consistent();
  });

  it('goes from the order to the money: free cash first, held, used, invoiced, paid', async () => {
    outputOf(await change('CASH_IN', 30_000));
    const id = await order('00P2', 5);
    outputOf(await step(id, 'dispatcher', 'submit'));
    // 5 pieces at 120 yuan: 300 from cash, 300 on credit
    expect(await account()).toMatchObject({ cashFen: 30_000, cashHeldFen: 30_000, heldFen: 30_000 });
    expect(await step(id, 'dispatcher', 'approve', { pieces: 4 })).toMatchObject({ reason: 'order-not-your-role' });
    outputOf(await step(id, 'partsManager', 'approve', { pieces: 4 }));
    expect(await account()).toMatchObject({ cashHeldFen: 30_000, heldFen: 18_000 });
    expect(await step(id, 'warehouse', 'ship', { pieces: 4 })).toMatchObject({ reason: 'order-step-not-allowed' });
    expect(await step(id, 'partsManager', 'sendErp')).toMatchObject({ reason: 'order-number-missing' });
    outputOf(await step(id, 'partsManager', 'sendErp', { number: '45001' }));
    outputOf(await step(id, 'warehouse', 'ship', { pieces: 4 }));
    expect(await account()).toMatchObject({ cashFen: 0, cashHeldFen: 0, heldFen: 0, usedFen: 18_000 });
    outputOf(await step(id, 'dispatcher', 'sign', { pieces: 4 }));
    outputOf(await step(id, 'finance', 'invoice', { number: 'FP-1' }));
    expect(await account()).toMatchObject({ usedFen: 18_000, oldestOpenDate: TEST_TODAY });
    outputOf(await step(id, 'finance', 'pay'));
    expect(await stored(id)).toMatchObject({ status: 'PAID', holderRole: null, amountFen: 48_000, invoiceNo: 'FP-1' });
    expect(await account()).toMatchObject({ usedFen: 0, oldestOpenDate: null });
    const moves = await store.db
      .selectFrom('stockMovement')
      .select(['type', 'qtyMilli', 'valueFen', 'erpDocNo'])
      .where('docType', '=', 'SALE')
      .execute();
    expect(moves).toEqual([{ type: 'ISSUE_SALE', qtyMilli: -4000, valueFen: -40_000, erpDocNo: '45001' }]);
    expect(await unbalancedKeys(store)).toEqual([]);
    await consistent();
  });

  it('takes back what was sold, at what it cost, looks at it, and credits what is as good as new', async () => {
    const before = await account();
    const id = await order('00P2', 2, 'S001', 'RETURN');
    expect(await step(await order('00P2', 5, 'S001', 'RETURN'), 'dispatcher', 'submit')).toMatchObject({
      ...{ reason: 'return-not-sold', details: { lineNo: 1 } },
    });
    outputOf(await step(id, 'dispatcher', 'submit'));
    expect(await stored(id)).toMatchObject({ status: 'SUBMITTED', amountFen: 24_000 });
    // four were sold: with two on their way back three more are not there to return
    expect(await step(await order('00P2', 3, 'S001', 'RETURN'), 'dispatcher', 'submit')).toMatchObject({
      reason: 'return-not-sold',
    });
    outputOf(await step(id, 'partsManager', 'approve', { pieces: 2 }));
    outputOf(await step(id, 'dispatcher', 'send', { pieces: 2, carrier: '顺丰' }));
    outputOf(await step(id, 'warehouse', 'receive', { pieces: 2 }));
    expect(await lying('P2', 'QUARANTINE')).toEqual({ qtyMilli: 2000, valueFen: 20_000 });
    expect(await step(id, 'warehouse', 'inspect', { pieces: 1 })).toMatchObject({ reason: 'order-needs-note' });
    const shelf = await lying('P2', 'NEW');
    outputOf(await step(id, 'warehouse', 'inspect', { pieces: 1, note: '一件已拆封' }));
    expect(await lying('P2', 'QUARANTINE')).toEqual({ qtyMilli: 0, valueFen: 0 });
    expect(await lying('P2', 'NEW')).toEqual({ qtyMilli: shelf.qtyMilli + 1000, valueFen: shelf.valueFen + 10_000 });
    outputOf(await step(id, 'finance', 'credit'));
    expect(await stored(id)).toMatchObject({ status: 'CREDITED', amountFen: 12_000, holderRole: null });
    expect(await account()).toMatchObject({ usedFen: before.usedFen - 12_000 });
    expect(await unbalancedKeys(store)).toEqual([]);
    await consistent();
    outputOf(await change('PENALTY', 12_000));
  });

  it('waits over the limit until somebody who may lets it through, by name and until a day', async () => {
    const id = await order('00P2', 10);
    outputOf(await step(id, 'dispatcher', 'submit'));
    expect(await stored(id)).toMatchObject({ status: 'CREDIT_HOLD' });
    expect(await account()).toMatchObject({ heldFen: 0 });
    expect(await step(id, 'partsManager', 'approve', { pieces: 10 })).toMatchObject({
      reason: 'order-step-not-allowed',
    });
    expect(await step(id, 'finance', 'releaseCredit', { note: 'x', untilDate: '2026-03-19' })).toMatchObject({
      reason: 'credit-release-past',
    });
    outputOf(await step(id, 'finance', 'releaseCredit', { note: '周五回款', untilDate: '2026-03-27' }));
    expect(await account()).toMatchObject({ heldFen: 120_000, creditLimitFen: 100_000 });
    // available is negative now: even the smallest order waits
    const small = await order('00P2', 1);
    outputOf(await step(small, 'dispatcher', 'submit'));
    expect(await stored(small)).toMatchObject({ status: 'CREDIT_HOLD' });
    outputOf(await step(id, 'dispatcher', 'cancel', { note: 'x' }));
    outputOf(await change('TEMP_LIMIT', 5000, '2026-03-31'));
    await consistent();
  });

  it('counts old parts past their day at their value, until they are sent back or charged', async () => {
    const { id: accountId, creditLimitFen, usedFen, heldFen, cashFen, cashHeldFen, tempLimitFen } = await account();
    expect([cashFen - cashHeldFen, accountId]).toEqual([0, expect.any(String)]);
    // an old part comes from a line of a signed application
    const application = {
      ...rowIdentity('APP', 'r:1'),
      appNo: 'SQ-1',
      kind: 'WARRANTY',
      urgency: 'NORMAL',
      status: 'OLD_DUE',
    };
    const asker = { requestedBy: 'X', requestedByName: '站', requestedAtMs: 1, changedByName: '站', changedAtMs: 1 };
    await store.db
      .insertInto('partsApplication')
      .values({ ...application, ...asker, stationId: 'ST1', regionId: 'R1', sinceMs: 1 })
      .execute();
    const line = { applicationId: 'APP', lineNo: 1, partId: 'P2', qtyReqMilli: 9000 };
    await store.db
      .insertInto('partsApplicationLine')
      .values({ ...rowIdentity('APP-1', 'r:1'), ...line })
      .execute();
    const oldPart = async (tagNo: string, change: { dueDate?: string; status?: string; policy?: string }) => {
      await store.db
        .insertInto('oldPart')
        .values({
          ...{ ...rowIdentity(tagNo, 'r:1'), tagNo, partId: 'P2', qtyMilli: 2000, stationId: 'ST1', policy: 'RETURN' },
          applicationLineId: 'APP-1',
          ...{ dueDate: addDays(TEST_TODAY, -1), status: 'DUE', ...change },
        })
        .execute();
    };
    // what may be ordered for is just enough for one piece at 120 yuan
    outputOf(await change('LIMIT_SET', usedFen + heldFen + 12_000 - tempLimitFen));
    const asked = async (): Promise<string> => {
      const id = await order('00P2', 1);
      outputOf(await step(id, 'dispatcher', 'submit'));
      const { status } = await stored(id);
      outputOf(await step(id, 'dispatcher', 'cancel', { note: '试' }));
      return status;
    };
    await oldPart('NOT-YET', { dueDate: TEST_TODAY });
    await oldPart('ON-THE-WAY', { status: 'SHIPPED' });
    await oldPart('HERE', { status: 'RECEIVED' });
    await oldPart('KEPT', { policy: 'HOLD', status: 'HELD' });
    expect(await asked()).toBe('CREDIT_OK');
    await oldPart('LATE', {});
    expect(await asked()).toBe('CREDIT_HOLD');
    const id = await order('00P2', 1);
    outputOf(await step(id, 'dispatcher', 'submit'));
    const [short] = await store.db
      .selectFrom('goodsOrderEvent')
      .select('note')
      .where('orderId', '=', id)
      .where('action', '=', 'submit')
      .execute();
    expect(short?.note).toBe('− 240.00');
    const setting = { settingKey: 'creditOldPartsBp', valueJson: '0' };
    await store.db
      .insertInto('setting')
      .values({ ...rowIdentity(newTestId(), 'g'), ...setting })
      .execute();
    expect(await asked()).toBe('CREDIT_OK');
    await store.db.deleteFrom('setting').where('settingKey', '=', 'creditOldPartsBp').execute();
    await store.db.updateTable('oldPart').set({ status: 'SHIPPED' }).where('id', '=', 'LATE').execute();
    expect(await asked()).toBe('CREDIT_OK');
    outputOf(await step(id, 'dispatcher', 'cancel', { note: '试' }));
    outputOf(await change('LIMIT_SET', creditLimitFen));
    await consistent();
  });

  it('lets two orders pass that fit together, and only one of two that do not', async () => {
    await change('LIMIT_SET', 120_000, null, 'ST2');
    const ids = [await order('00P2', 6, 'S002'), await order('00P2', 6, 'S002')];
    await Promise.all(ids.map((id) => step(id, 'dispatcher', 'submit')));
    const statuses = await Promise.all(ids.map(async (id) => (await stored(id)).status));
    expect(statuses.sort()).toEqual(['CREDIT_HOLD', 'CREDIT_OK']);
    expect(await account('ST2')).toMatchObject({ heldFen: 72_000 });
    await consistent('ST2');
  });

  it('carries the sums of the ledger, whatever is written in whatever order, and never changes an entry', async () => {
    const entry = fc.record({ type: fc.constantFrom(...ENTERED_TYPES), amountFen: fc.nat({ max: 50_000 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 8 }), async (entries) => {
        for (const { type, amountFen } of entries) await change(type, amountFen, '2026-04-30', 'ST2');
        await consistent('ST2');
      }),
      { numRuns: 8 },
    );
    await expect(store.db.updateTable('limitEntry').set({ amountFen: 1 }).execute()).rejects.toThrow();
    await expect(store.db.deleteFrom('limitEntry').execute()).rejects.toThrow();
  });
});
