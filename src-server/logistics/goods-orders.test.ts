import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GoodsOrderStep } from '../../src-shared/contract/goods-orders.contract.ts';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { Role } from '../../src-shared/contract/values.ts';
import { isListedOrderMove, ORDER_ACTIONS, ORDER_KINDS } from '../../src-shared/domain/logistics/order-transition.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandOutcome } from '../commands/command-handler.ts';
import { postMovements, unbalancedKeys } from '../parts/post-movements.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { addUser } from '../testing/rows.ts';
import { inCommand, newTestId, seedSmallCompany, testUser, TEST_NOW_MS } from '../testing/small-company.ts';
import { seedSmallWarehouse, warehouseMovement } from '../testing/small-warehouse.ts';
import { expireReservations } from './expire-reservations.ts';
import { logisticsCommands } from './logistics.commands.ts';

const commands = logisticsCommands({ postMovements });

interface Found {
  pieces: number;
  damaged?: number;
  wrong?: number;
  over?: number;
}

describe.each(ENGINES)('transfers on %s', (engine) => {
  let store: TestCentral;
  const people = new Map<string, SignedInUser>();
  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    await seedSmallWarehouse(store.db, 'R1');
    await store.db
      .insertInto('warehouse')
      .values([
        { ...rowIdentity('W0', 'g'), code: 'HQ', name: '总部库', regionId: 'R1', level: 1 },
        { ...rowIdentity('W3', 'g'), code: 'JH', name: '金华站库', regionId: 'R1', level: 3, stationId: 'ST1' },
      ])
      .execute();
    await store.db
      .insertInto('warehouseBin')
      .values({ ...rowIdentity('Q3', 'g'), warehouseId: 'W3', code: 'Q-01', type: 'QUARANTINE' })
      .execute();
    const roles: Role[] = ['partsManager', 'planner', 'warehouse', 'finance'];
    for (const role of roles)
      people.set(role, testUser(await addUser(store.db, { login: role, roles: [role] }), [role]));
    await inCommand(store.db, who('warehouse'), (context) =>
      postMovements(context, [
        warehouseMovement('P1', 3, TEST_NOW_MS - 2000, { idemKey: 'in P1', valueFen: 1000 }),
        warehouseMovement('P2', 10, TEST_NOW_MS - 1000, { idemKey: 'in P2' }),
        warehouseMovement('P3', 500, TEST_NOW_MS - 1000, { idemKey: 'in P3', valueFen: 333_337 }),
      ]),
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
  const save = (partNos: readonly (readonly [string, number])[], [from, to]: [string, string] = ['W1', 'W3']) =>
    inCommand(store.db, who('planner'), (context) =>
      commands['goodsOrder.save'](context, {
        ...{ kind: 'goodsOrder.save', orderId: null, version: 0 },
        request: {
          ...{ kind: 'TRANSFER', reason: 'REPLEN', fromWarehouseId: from, toWarehouseId: to, note: '' },
          stationCode: '',
          lines: partNos.map(([partNo, pieces]) => ({ partNo, qtyMilli: pieces * 1000 })),
        },
      }),
    );
  const stored = (id: string) =>
    store.db.selectFrom('goodsOrder').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const linesOf = (id: string) =>
    store.db.selectFrom('goodsOrderLine').selectAll().where('orderId', '=', id).orderBy('lineNo').execute();
  const step = async (
    id: string,
    [role, name]: readonly [string, GoodsOrderStep],
    found: readonly Found[] = [],
    note = '',
  ) => {
    const { _v: version } = await stored(id);
    const lines = (await linesOf(id)).flatMap(({ id: lineId }, at) => {
      const { pieces = 0, damaged = 0, wrong = 0, over = 0 } = found[at] ?? {};
      const more = { damagedMilli: damaged * 1000, wrongMilli: wrong * 1000, overMilli: over * 1000 };
      return [{ lineId, qtyMilli: pieces * 1000, ...more }];
    });
    return inCommand(store.db, who(role), (context) =>
      commands['goodsOrder.step'](context, {
        ...{ kind: 'goodsOrder.step', orderId: id, version, step: name, note, carrier: '德邦', waybill: 'DB1' },
        ...{ lines, number: '', untilDate: null },
      }),
    );
  };
  /** What lies where of a part, as `warehouse condition pieces value`. */
  const lying = async (partId: string): Promise<string[]> => {
    const rows = await store.db
      .selectFrom('stockBalance')
      .select(['warehouseId', 'condition', 'qtyMilli', 'valueFen'])
      .where('partId', '=', partId)
      .where('qtyMilli', '<>', 0)
      .orderBy('warehouseId')
      .orderBy('condition')
      .execute();
    return rows.map(
      (row) => `${row.warehouseId} ${row.condition} ${String(row.qtyMilli / 1000)} ${String(row.valueFen)}`,
    );
  };
  const worth = async (): Promise<{ qty: number; value: number }> => {
    const { rows } = await sql<{ qty: string; value: string }>`
      select sum(qty_milli)::bigint as qty, sum(value_fen)::bigint as value from stock_balance`.execute(store.db);
    return { qty: Number(rows[0]?.qty), value: Number(rows[0]?.value) };
  };

  it('goes from shelf to shelf by the road, partly, with quantity and value together at every step', async () => {
    const before = await worth();
    const id = String(outputOf(await save([['00P1', 3]])).orderId);
    expect(await step(id, ['planner', 'approve'], [{ pieces: 3 }])).toMatchObject({ reason: 'order-not-your-role' });
    expect(await step(id, ['partsManager', 'approve'], [{ pieces: 4 }])).toMatchObject({
      reason: 'order-over-request',
    });
    outputOf(await step(id, ['partsManager', 'approve'], [{ pieces: 3 }]));
    const { orderNo } = await stored(id);
    expect(orderNo).toMatch(/^DB-2603-\d{5}$/);
    const held = () =>
      store.db.selectFrom('stockReservation').select(['state', 'qtyMilli']).where('docNo', '=', orderNo).execute();
    expect(await held()).toEqual([{ state: 'HELD', qtyMilli: 3000 }]);
    outputOf(await step(id, ['warehouse', 'ship'], [{ pieces: 3 }]));
    expect(await lying('P1')).toEqual(['W3 IN_TRANSIT 3 1000']);
    expect(await held()).toEqual([{ state: 'CONSUMED', qtyMilli: 3000 }]);
    expect(await worth()).toEqual(before);
    // a third of ten yuan stays with a piece, and no fen is lost on the way
    outputOf(await step(id, ['warehouse', 'receive'], [{ pieces: 1 }]));
    expect(await lying('P1')).toEqual(['W3 IN_TRANSIT 2 667', 'W3 NEW 1 333']);
    expect(await stored(id)).toMatchObject({ status: 'PARTLY_IN', holderRole: 'warehouse' });
    expect((await linesOf(id))[0]).toMatchObject({ qtyInMilli: 1000, transitValueFen: 667 });
    expect(await step(id, ['warehouse', 'receive'], [{ pieces: 3 }])).toMatchObject({
      ...{ reason: 'order-arrival-moreThanOpen', details: { lineNo: 1 } },
    });
    outputOf(await step(id, ['warehouse', 'receive'], [{ pieces: 1, damaged: 1 }]));
    expect(await lying('P1')).toEqual(['W3 DAMAGED 1 333', 'W3 NEW 2 667']);
    expect(await stored(id)).toMatchObject({ status: 'CLOSED', holderRole: null });
    const damaged = await store.db
      .selectFrom('stockBalance')
      .select('binId')
      .where('condition', '=', 'DAMAGED')
      .executeTakeFirstOrThrow();
    expect(damaged.binId).toBe('Q3');
    expect(await worth()).toEqual(before);
    expect(await unbalancedKeys(store)).toEqual([]);
    const legs = await store.db
      .selectFrom('stockMovement')
      .select(['idemKey', 'qtyMilli', 'valueFen'])
      .where('docNo', '=', orderNo)
      .execute();
    for (const pair of Map.groupBy(legs, ({ idemKey }) => idemKey.slice(0, idemKey.lastIndexOf(':'))).values())
      expect([pair.length, sum(pair.map((leg) => leg.qtyMilli)), sum(pair.map((leg) => leg.valueFen))]).toEqual([
        2, 0, 0,
      ]);
  });

  it('leaves what is missing on the road until somebody says why it will not come', async () => {
    const before = await worth();
    const id = String(outputOf(await save([['00P2', 4]])).orderId);
    outputOf(await step(id, ['partsManager', 'approve'], [{ pieces: 4 }]));
    outputOf(await step(id, ['warehouse', 'ship'], [{ pieces: 4 }]));
    outputOf(await step(id, ['warehouse', 'receive'], [{ pieces: 2, wrong: 1 }]));
    expect(await step(id, ['warehouse', 'writeOff'], [], '丢失')).toMatchObject({ reason: 'order-not-your-role' });
    expect(await step(id, ['partsManager', 'writeOff'])).toMatchObject({ reason: 'order-needs-note' });
    outputOf(await step(id, ['partsManager', 'writeOff'], [], '承运人丢失'));
    expect((await linesOf(id))[0]).toMatchObject({ qtyInMilli: 2000, qtyLostMilli: 2000, transitValueFen: 0 });
    expect(await lying('P2')).toEqual(['W1 NEW 6 60000', 'W3 NEW 2 20000']);
    expect(await worth()).toEqual({ qty: before.qty - 2000, value: before.value - 20_000 });
    expect(await unbalancedKeys(store)).toEqual([]);
  });

  it('holds goods for a paper no longer than is set, and then only what nobody else is promised may leave', async () => {
    await inCommand(store.db, who('warehouse'), (context) =>
      postMovements(context, [warehouseMovement('P4', 3, TEST_NOW_MS - 1000, { idemKey: 'in P4' })]),
    );
    const first = String(outputOf(await save([['00P4', 3]])).orderId);
    outputOf(await step(first, ['partsManager', 'approve'], [{ pieces: 3 }]));
    const second = String(outputOf(await save([['00P4', 2]])).orderId);
    expect(await step(second, ['partsManager', 'approve'], [{ pieces: 2 }])).toMatchObject({
      reason: 'order-stock-short',
    });
    const expire = (afterDays: number): Promise<number> =>
      store.db.transaction().execute((db) => {
        const nowMs = TEST_NOW_MS + afterDays * 86_400_000;
        return expireReservations(db, { nowMs, today: '2026-03-20', newId: newTestId });
      });
    expect(await expire(29)).toBe(0);
    expect(await expire(31)).toBeGreaterThan(0);
    expect(await expire(31)).toBe(0);
    const ended = await store.db
      .selectFrom('goodsOrderEvent')
      .select(['statusFrom', 'statusTo', 'note', 'doneBy'])
      .where('orderId', '=', first)
      .where('action', '=', 'promiseEnds')
      .execute();
    expect(ended).toEqual([{ statusFrom: 'APPROVED', statusTo: 'APPROVED', note: '1', doneBy: 'system' }]);
    outputOf(await step(second, ['partsManager', 'approve'], [{ pieces: 2 }]));
    expect(await step(first, ['warehouse', 'ship'], [{ pieces: 3 }])).toMatchObject({
      ...{ reason: 'order-promise-ended', details: { lineNo: 1, freeQty: 1 } },
    });
    outputOf(await step(first, ['partsManager', 'cancel'], [], '不再需要'));
    outputOf(await step(second, ['partsManager', 'cancel'], [], '不再需要'));
  });

  it('takes what came beyond what was sent out of the sender’s books, and only what these hold', async () => {
    const before = await worth();
    const id = String(outputOf(await save([['00P2', 2]])).orderId);
    outputOf(await step(id, ['partsManager', 'approve'], [{ pieces: 2 }]));
    outputOf(await step(id, ['warehouse', 'ship'], [{ pieces: 2 }]));
    expect(await step(id, ['warehouse', 'receive'], [{ pieces: 2, over: 1 }])).toMatchObject({
      reason: 'order-arrival-overWithRest',
    });
    expect(await step(id, ['warehouse', 'receive'], [{ pieces: 9, over: 7 }])).toMatchObject({
      reason: 'order-stock-gone',
      details: { lineNo: 1, stockQty: 4, refusedWarehouseId: 'W1', refusedPartId: 'P2', refusedMilli: 7000 },
    });
    outputOf(await step(id, ['warehouse', 'receive'], [{ pieces: 3, over: 1 }]));
    expect(await lying('P2')).toEqual(['W1 NEW 3 30000', 'W3 NEW 5 50000']);
    expect(await worth()).toEqual(before);
    expect(await unbalancedKeys(store)).toEqual([]);
  });

  it('says what is wrong with an order field by field, and that goods go down the levels', async () => {
    expect(
      await save(
        [
          ['00P1', 1.5],
          ['nix', 1],
        ],
        ['W3', 'W0'],
      ),
    ).toEqual({
      ...{ status: 'rejected', reason: 'order-faulty' },
      details: { to: 'wrongWay', 'lines.0.qty': 'notWhole', 'lines.1.part': 'unknown' },
    });
    expect(await save([['00P1', 1]], ['W1', 'W1'])).toMatchObject({ details: { to: 'sameWarehouse' } });
    expect(await save([['00P1', 1]], ['W0', 'W3'])).toMatchObject({ details: { to: 'wrongWay' } });
  });

  it('promises no piece twice, also when two approve at once, and frees it when it is given up', async () => {
    const ids = [];
    for (let at = 0; at < 2; at += 1) ids.push(String(outputOf(await save([['00P2', 2]])).orderId));
    const outcomes = await Promise.all(ids.map((id) => step(id, ['partsManager', 'approve'], [{ pieces: 2 }])));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['applied', 'rejected']);
    const winner = ids[outcomes.findIndex(({ status }) => status === 'applied')] ?? '';
    outputOf(await step(winner, ['planner', 'cancel'], [], '不需要了'));
    const loser = ids.find((id) => id !== winner) ?? '';
    outputOf(await step(loser, ['partsManager', 'approve'], [{ pieces: 2 }]));
  });

  it(
    'keeps Σ ledger = balance and loses no fen, whatever is found in whatever order',
    { timeout: 60_000 },
    async () => {
      const found = fc.record({
        pieces: fc.nat({ max: 6 }),
        damaged: fc.nat({ max: 2 }),
        wrong: fc.nat({ max: 1 }),
        over: fc.nat({ max: 2 }),
      });
      const tries = fc.array(
        fc.tuple(fc.constantFrom('ship', 'receive', 'receive', 'receive', 'writeOff', 'cancel', 'approve'), found),
        { minLength: 5, maxLength: 9 },
      );
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 9 }), tries, async (pieces, attempts) => {
          const before = await worth();
          const id = String(outputOf(await save([['00P3', pieces]])).orderId);
          outputOf(await step(id, ['partsManager', 'approve'], [{ pieces }]));
          for (const [name, what] of attempts) {
            const role = ['approve', 'writeOff', 'cancel'].includes(name) ? 'partsManager' : 'warehouse';
            await step(id, [role, name as GoodsOrderStep], [what], 'x');
            const [line] = await linesOf(id);
            const lost = await lostOf(id);
            expect(await worth()).toEqual({ qty: before.qty - lost.qty, value: before.value - lost.value });
            expect(line?.qtyLostMilli).toBe(lost.qty);
            expect(await onTheRoad(id)).toBe(line?.transitValueFen);
          }
          expect(await unbalancedKeys(store)).toEqual([]);
        }),
        { numRuns: engine === 'pglite' ? 25 : 12 },
      );
      const events = await store.db
        .selectFrom('goodsOrderEvent')
        .innerJoin('goodsOrder', 'goodsOrder.id', 'goodsOrderEvent.orderId')
        .select(['goodsOrder.kind', 'action', 'statusFrom', 'statusTo'])
        // the server's clock moves no paper
        .where('action', '<>', 'promiseEnds')
        .execute();
      const unlisted = events.filter((event) => {
        const action = ORDER_ACTIONS.find((each) => each === event.action);
        const kind = ORDER_KINDS.find((each) => each === event.kind);
        if (action === undefined || kind === undefined) return true;
        return !isListedOrderMove(kind, action, [event.statusFrom as 'DRAFT', event.statusTo as 'DRAFT']);
      });
      expect(unlisted).toEqual([]);
      expect(new Set(events.map(({ statusTo }) => statusTo))).toContain('PARTLY_IN');
    },
  );

  const ofOrder = async (id: string, condition: ReturnType<typeof sql<boolean>>) => {
    const { orderNo } = await stored(id);
    const rows = await store.db
      .selectFrom('stockMovement')
      .select(['qtyMilli', 'valueFen'])
      .where('docNo', '=', orderNo)
      .where(condition)
      .execute();
    return { qty: sum(rows.map(({ qtyMilli }) => qtyMilli)), value: sum(rows.map(({ valueFen }) => valueFen)) };
  };
  const lostOf = async (id: string) => {
    const { qty, value } = await ofOrder(id, sql<boolean>`type = 'DAMAGE'`);
    return { qty: 0 - qty, value: 0 - value };
  };
  const onTheRoad = async (id: string) => (await ofOrder(id, sql<boolean>`condition = 'IN_TRANSIT'`)).value;
});

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
