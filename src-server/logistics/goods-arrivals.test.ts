import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GoodsOrderStep } from '../../src-shared/contract/goods-orders.contract.ts';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { Role } from '../../src-shared/contract/values.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandOutcome } from '../commands/command-handler.ts';
import { postMovements, unbalancedKeys } from '../parts/post-movements.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { addUser } from '../testing/rows.ts';
import { inCommand, seedSmallCompany, testUser, TEST_NOW_MS, TEST_TODAY } from '../testing/small-company.ts';
import { seedSmallWarehouse, warehouseMovement } from '../testing/small-warehouse.ts';
import { logisticsCommands } from './logistics.commands.ts';

const commands = logisticsCommands({ postMovements });

describe.each(ENGINES)('arrivals on %s', (engine) => {
  let store: TestCentral;
  const people = new Map<string, SignedInUser>();
  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    await seedSmallWarehouse(store.db, 'R1');
    await store.db
      .insertInto('warehouse')
      .values({ ...rowIdentity('W3', 'g'), code: 'JH', name: '金华站库', regionId: 'R1', level: 3, stationId: 'ST1' })
      .execute();
    await store.db
      .insertInto('warehouseBin')
      .values(
        ['W1', 'W3'].map((warehouseId) => ({
          ...{ ...rowIdentity(`Q-${warehouseId}`, 'g'), warehouseId, code: 'Q-01', type: 'QUARANTINE' },
        })),
      )
      .execute();
    await store.db
      .insertInto('erpDocumentLine')
      .values({
        ...{ ...rowIdentity('E1', 'g'), erpSystem: 'SAP', docType: 'LF', docNo: '18001', lineNo: '1', partNo: '00P1' },
        ...{ qtyMilli: 5000, unitPriceMicro: 12_340_000, partnerCode: 'V100', postingDate: TEST_TODAY },
      })
      .execute();
    for (const role of ['partsManager', 'planner', 'warehouse'] as const satisfies readonly Role[])
      people.set(role, testUser(await addUser(store.db, { login: role, roles: [role] }), [role]));
    await inCommand(store.db, who('warehouse'), (context) =>
      postMovements(context, [warehouseMovement('P2', 10, TEST_NOW_MS - 1000, { idemKey: 'in P2' })]),
    );
  });
  afterAll(() => store.close());

  function who(role: string): SignedInUser {
    const user = people.get(role);
    if (user === undefined) throw new Error(role);
    return user;
  }
  const outputOf = (outcome: CommandOutcome): Record<string, unknown> => {
    if (outcome.status !== 'applied') throw new Error(JSON.stringify(outcome));
    return outcome.output ?? {};
  };
  type Body = BodyOf<'goods.arrival'>;
  const found = (partNo: string, ok: number, damaged = 0): Body['lines'][number] => ({
    ...{ partNo, okMilli: ok * 1000, damagedMilli: damaged * 1000, wrongMilli: 0, overMilli: 0 },
  });
  const noted = (docNo: string) =>
    store.db.selectFrom('goodsArrival').selectAll().where('sourceDocNo', '=', docNo).executeTakeFirst();
  const step = async (docNo: string, name: Body['step'], change: Partial<Body> = {}, role = 'warehouse') => {
    const known = await noted(docNo);
    return inCommand(store.db, who(role), (context) =>
      commands['goods.arrival'](context, {
        ...{ kind: 'goods.arrival', arrivalId: known?.id ?? null, version: known?._v ?? 0, step: name },
        ...{ source: docNo.startsWith('DB') ? 'TRANSFER' : 'PURCHASE', sourceDocNo: docNo, warehouseId: 'W1' },
        ...{ carrier: '德邦', waybill: 'D1', arrivedDate: TEST_TODAY, note: '', lines: [], ...change },
      }),
    );
  };
  const lying = async (partId: string): Promise<string[]> => {
    const rows = await store.db
      .selectFrom('stockBalance')
      .select(['warehouseId', 'condition', 'qtyMilli'])
      .where('partId', '=', partId)
      .where('qtyMilli', '<>', 0)
      .orderBy('warehouseId')
      .orderBy('condition')
      .execute();
    return rows.map((row) => `${row.warehouseId} ${row.condition} ${String(row.qtyMilli / 1000)}`);
  };

  it('goes from the gate by the check to the receipt; nothing is posted before', async () => {
    expect(await step('18001', 'check', { lines: [found('00P1', 5)] })).toMatchObject({
      reason: 'arrival-step-not-allowed',
    });
    expect(await step('18001', 'arrive', {}, 'planner')).toMatchObject({ reason: 'arrival-not-your-role' });
    expect(await step('18001', 'arrive', { arrivedDate: '2999-01-01' })).toMatchObject({
      reason: 'receipt-in-the-future',
    });
    expect(await step('77777', 'arrive')).toMatchObject({ reason: 'arrival-nothing-open' });
    expect(outputOf(await step('18001', 'arrive', { arrivedDate: '2026-03-10' }))).toMatchObject({ status: 'ARRIVED' });
    expect(await step('18001', 'post')).toMatchObject({ reason: 'arrival-step-not-allowed' });
    expect(await step('18001', 'check', { lines: [found('00P1', 6)] })).toMatchObject({
      reason: 'order-arrival-moreThanOpen',
    });
    expect(await step('18001', 'check', { lines: [found('00P2', 1)] })).toMatchObject({
      reason: 'receipt-part-not-announced',
    });
    outputOf(await step('18001', 'check', { lines: [found('00P1', 4)] }));
    outputOf(await step('18001', 'check', { lines: [found('00P1', 3, 1)] })); // counted again before it is posted
    expect(await lying('P1')).toEqual([]);
    const posted = outputOf(await step('18001', 'post'));
    expect(posted).toMatchObject({ status: 'POSTED', sourceDocNo: '18001' });
    expect(await lying('P1')).toEqual(['W1 DAMAGED 1', 'W1 NEW 3']);
    const report = await store.db
      .selectFrom('damageReport')
      .select(['reportNo', 'arrivedDate', 'isLate', 'carrier'])
      .where('id', '=', String(posted.reportId))
      .executeTakeFirstOrThrow();
    // the day it stood at the gate counts, not the day it was posted
    expect(report).toEqual({ reportNo: posted.reportNo, arrivedDate: '2026-03-10', isLate: 1, carrier: '德邦' });
    expect(await noted('18001')).toMatchObject({ status: 'POSTED', receiptId: expect.any(String) as unknown });
    expect(await step('18001', 'takeBack', { note: 'x' })).toMatchObject({ reason: 'arrival-step-not-allowed' });
  });

  it('tells who was first, and takes back with a reason what was noted by mistake', async () => {
    // what is still due of the document arrives again
    const again = (change: Partial<Body>) => step('18001', 'arrive', { arrivalId: null, ...change });
    outputOf(await again({}));
    expect(await again({})).toMatchObject({ reason: 'order-changed', status: 'conflict' });
    const open = await store.db
      .selectFrom('goodsArrival')
      .selectAll()
      .where('status', '<>', 'POSTED')
      .executeTakeFirstOrThrow();
    const on = { arrivalId: open.id, version: open._v };
    expect(await step('18001', 'takeBack', on)).toMatchObject({ reason: 'arrival-needs-note' });
    expect(await step('18001', 'takeBack', { ...on, version: open._v - 1, note: 'x' })).toMatchObject({
      reason: 'order-changed',
    });
    expect(outputOf(await step('18001', 'takeBack', { ...on, note: '单号填错' }))).toMatchObject({
      status: 'EXPECTED',
    });
    expect(outputOf(await again({}))).toMatchObject({ status: 'ARRIVED' });
  });

  it('takes in a transfer, and a receipt in one go closes what was noted of its arrival', async () => {
    const ids = await transfer();
    for (const { id, no } of ids) {
      expect(outputOf(await step(no, 'arrive', { warehouseId: null }))).toMatchObject({ status: 'ARRIVED' });
      expect(await noted(no)).toMatchObject({ warehouseId: 'W3', orderId: id });
    }
    const [byStep, inOneGo] = ids;
    if (byStep === undefined || inOneGo === undefined) throw new Error('two transfers');
    outputOf(await step(byStep.no, 'check', { lines: [found('00P2', 2)] }));
    outputOf(await step(byStep.no, 'post'));
    expect(await lying('P2')).toEqual(['W1 NEW 4', 'W3 IN_TRANSIT 4', 'W3 NEW 2']);
    await orderStep(inOneGo.id, 'warehouse', 'receive', 3000);
    expect(await noted(inOneGo.no)).toMatchObject({ status: 'POSTED' });
    expect(await step(inOneGo.no, 'arrive', { arrivalId: null })).toMatchObject({ reason: 'arrival-nothing-open' });
    expect(await unbalancedKeys(store)).toEqual([]);
  });

  async function orderStep(id: string, role: string, name: GoodsOrderStep, qtyMilli: number): Promise<void> {
    const { _v: version } = await store.db
      .selectFrom('goodsOrder')
      .select('_v')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const { id: lineId } = await store.db
      .selectFrom('goodsOrderLine')
      .select('id')
      .where('orderId', '=', id)
      .executeTakeFirstOrThrow();
    outputOf(
      await inCommand(store.db, who(role), (context) =>
        commands['goodsOrder.step'](context, {
          ...{ kind: 'goodsOrder.step', orderId: id, version, step: name, note: '', carrier: '德邦', waybill: 'DB1' },
          ...{
            lines: [{ lineId, qtyMilli, damagedMilli: 0, wrongMilli: 0, overMilli: 0 }],
            number: '',
            untilDate: null,
          },
        }),
      ),
    );
  }

  /** Two transfers of three pieces of the second part that have left. */
  async function transfer(): Promise<{ id: string; no: string }[]> {
    const made: { id: string; no: string }[] = [];
    for (let at = 0; at < 2; at += 1) {
      const kept = outputOf(
        await inCommand(store.db, who('planner'), (context) =>
          commands['goodsOrder.save'](context, {
            ...{ kind: 'goodsOrder.save', orderId: null, version: 0 },
            request: {
              ...{ kind: 'TRANSFER', reason: 'REPLEN', fromWarehouseId: 'W1', toWarehouseId: 'W3', note: '' },
              ...{ stationCode: '', lines: [{ partNo: '00P2', qtyMilli: 3000 }] },
            },
          }),
        ),
      );
      const id = String(kept.orderId);
      await orderStep(id, 'partsManager', 'approve', 3000);
      await orderStep(id, 'warehouse', 'ship', 3000);
      const { orderNo } = await store.db
        .selectFrom('goodsOrder')
        .select('orderNo')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      made.push({ id, no: orderNo ?? '' });
    }
    return made;
  }
});
