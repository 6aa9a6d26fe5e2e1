import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ENGINES } from '../testing/central-store.ts';
import {
  openPreparationCompany,
  outputOf,
  PREPARATION_COMMANDS,
  type PreparationCompany,
} from '../testing/preparation-company.ts';
import { inCommand } from '../testing/small-company.ts';
import { logisticsCommands } from '../logistics/logistics.commands.ts';
import { postMovements } from './post-movements.ts';

const logistics = logisticsCommands({ postMovements });

describe.each(ENGINES)('preparation plans on %s', (engine) => {
  let company: PreparationCompany;
  beforeAll(async () => {
    company = await openPreparationCompany(engine);
  });
  afterAll(() => company.store.close());
  beforeEach(() => company.clear());

  it('gives everybody what it needs where there is enough and shares what is short, each figure beside its reasons', async () => {
    const id = await company.made();
    expect(await company.planOf(id)).toMatchObject({
      status: 'COMPUTED',
      weeks: 4,
      madeByName: company.who('planner').name,
    });
    expect(await company.shares(id)).toEqual(['P1 SA 9', 'P1 SB 6', 'P1 SC 5', 'P2 SB 20']);
    const lines = await company.linesOf(id);
    expect(lines[0]).toMatchObject({ wantMilli: 12_000, supplyMilli: 20_000, wantedMilli: 28_000, grossMilli: 12_000 });
    expect(lines[3]).toMatchObject({
      ...{ weekMeanMilli: 5000, safetyMilli: 3000, grossMilli: 23_000, availableMilli: 6000, positionMilli: 6000 },
      ...{ netMilli: 17_000, packMilli: 5000, wantMilli: 20_000, supplyMilli: 500_000, proposedMilli: 20_000 },
    });
  });

  it('serves a vehicle off the road first and counts as not filled what a station has asked for', async () => {
    await company.askFor('A-VOR', 'VOR', 8);
    const id = await company.made();
    // SA needs 20, 8 of them at once: 8 + 12 of the 12 that are left for 12, 9 and 7
    expect(await company.shares(id)).toEqual(['P1 SA 13', 'P1 SB 4', 'P1 SC 3', 'P2 SB 20']);
    expect((await company.linesOf(id))[0]).toMatchObject({ backlogMilli: 8000, vorWantMilli: 8000, wantMilli: 20_000 });
    await company.store.db.updateTable('partsApplication').set({ status: 'CANCELLED' }).execute();
  });

  it('takes another quantity with a reason, in whole units and within what there is, and keeps what was proposed', async () => {
    const id = await company.made();
    expect(await company.change(id, 'P1 SA', 10, ' ')).toMatchObject({ reason: 'preparation-needs-reason' });
    expect(await company.change(id, 'P1 SA', 9.5)).toMatchObject({ reason: 'preparation-not-whole' });
    expect(await company.change(id, 'P1 SA', 10)).toMatchObject({
      ...{ reason: 'preparation-over-supply', details: { leftQty: 9 } },
    });
    outputOf(await company.change(id, 'P1 SC', 2));
    outputOf(await company.change(id, 'P1 SA', 12));
    expect((await company.linesOf(id))[0]).toMatchObject({
      ...{
        proposedMilli: 9000,
        confirmedMilli: 12_000,
        changeReason: '客户车队',
        changedByName: company.who('planner2').name,
      },
    });
    outputOf(await company.step(id, 'planner', 'review'));
    expect(await company.change(id, 'P1 SA', 1)).toMatchObject({ reason: 'preparation-step-not-allowed' });
  });

  it('is approved by somebody who has written nothing in it, on the version he saw', async () => {
    const id = String(outputOf(await company.make('boss')).planId);
    outputOf(await company.step(id, 'planner', 'review'));
    expect(await company.step(id, 'planner', 'approve')).toMatchObject({ reason: 'preparation-not-your-role' });
    expect(await company.step(id, 'boss', 'approve')).toMatchObject({ reason: 'preparation-own-plan' });
    expect(await company.step(id, 'boss2', 'approve', { version: 1 })).toMatchObject({
      ...{ status: 'conflict', reason: 'preparation-changed' },
    });
    expect(await company.step(id, 'boss2', 'sendBack')).toMatchObject({ reason: 'preparation-needs-reason' });
    outputOf(await company.step(id, 'boss2', 'sendBack', { note: '乙站再核' }));
    outputOf(await company.step(id, 'planner2', 'review'));
    outputOf(await company.step(id, 'boss2', 'approve'));
    expect(await company.planOf(id)).toMatchObject({
      status: 'APPROVED',
      stepNote: '乙站再核',
      approvedBy: company.who('boss2').id,
    });
  });

  it('is released once, also by two at the same time: a drafted transfer for every warehouse that gets something', async () => {
    const id = await company.made();
    outputOf(await company.change(id, 'P1 SC', 0));
    outputOf(await company.step(id, 'planner', 'review'));
    outputOf(await company.step(id, 'boss', 'approve'));
    const { _v: version } = await company.planOf(id);
    const outcomes = await Promise.all(
      ['planner', 'planner2', 'planner'].map((login) => company.step(id, login, 'release', { version })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['applied', 'conflict', 'conflict']);
    const orders = await company.store.db
      .selectFrom('goodsOrder')
      .innerJoin('goodsOrderLine', 'goodsOrderLine.orderId', 'goodsOrder.id')
      .select(['goodsOrder.id', 'toWarehouseId', 'status', 'reason', 'partId', 'qtyReqMilli', 'note'])
      .where('status', '=', 'DRAFT')
      .orderBy('toWarehouseId')
      .orderBy('lineNo')
      .execute();
    expect(orders.map(({ toWarehouseId, partId, qtyReqMilli }) => [toWarehouseId, partId, qtyReqMilli])).toEqual([
      ...[
        ['SA', 'P1', 9000],
        ['SB', 'P1', 6000],
        ['SB', 'P2', 20_000],
      ],
    ]);
    const { planNo } = await company.planOf(id);
    expect(orders.every(({ note, reason }) => note === planNo && reason === 'REPLEN')).toBe(true);
    expect((await company.linesOf(id)).map(({ orderId }) => orderId)).toEqual([
      ...[orders[0]?.id, orders[1]?.id, null, orders[1]?.id],
    ]);
    // what is drafted is on the way to who gets it and gone from what can be given
    const next = await company.made();
    expect(
      (await company.linesOf(next)).map((line) => [line.partId, line.warehouseId, line.wantMilli, line.supplyMilli]),
    ).toEqual([
      ...[
        ['P1', 'SA', 3000, 5000],
        ['P1', 'SB', 3000, 5000],
        ['P1', 'SC', 7000, 5000],
      ],
    ]);
  });

  it('is done when its transfers are, and approving one of them holds the stock', async () => {
    const id = await company.made();
    outputOf(await company.step(id, 'planner', 'review'));
    outputOf(await company.step(id, 'boss', 'approve'));
    expect(outputOf(await company.step(id, 'planner', 'release'))).toMatchObject({ status: 'RELEASED', transfers: 3 });
    expect(await company.step(id, 'planner', 'finish')).toMatchObject({
      reason: 'preparation-transfers-open',
      details: { open: 3 },
    });
    const [line] = await company.linesOf(id);
    const order = await company.store.db
      .selectFrom('goodsOrder')
      .selectAll()
      .where('id', '=', line?.orderId ?? '')
      .executeTakeFirstOrThrow();
    const [orderLine] = await company.store.db
      .selectFrom('goodsOrderLine')
      .select('id')
      .where('orderId', '=', order.id)
      .execute();
    const approved = await inCommand(company.store.db, company.who('boss'), (context) =>
      logistics['goodsOrder.step'](context, {
        ...{ kind: 'goodsOrder.step', orderId: order.id, version: order._v, step: 'approve', note: '', carrier: '' },
        ...{ waybill: '', number: '', untilDate: null },
        lines: [{ lineId: orderLine?.id ?? '', qtyMilli: 9000, damagedMilli: 0, wrongMilli: 0, overMilli: 0 }],
      }),
    );
    outputOf(approved);
    expect(
      await company.store.db.selectFrom('stockReservation').select('qtyMilli').where('state', '=', 'HELD').execute(),
    ).toEqual([{ qtyMilli: 9000 }]);
    await company.store.db.updateTable('stockReservation').set({ state: 'RELEASED' }).execute();
    await company.store.db.updateTable('goodsOrder').set({ status: 'CANCELLED' }).execute();
    expect(outputOf(await company.step(id, 'planner', 'finish'))).toMatchObject({ status: 'DONE' });
  });

  it('is made once for a source, also by two at the same time, and not for a source that supplies nobody', async () => {
    const outcomes = await Promise.all(['planner', 'planner2'].map((login) => company.make(login)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['applied', 'rejected']);
    const refused = outcomes.find(({ status }) => status === 'rejected');
    expect(refused).toMatchObject({ reason: 'preparation-open' });
    const nobody = await inCommand(company.store.db, company.who('planner'), (context) =>
      PREPARATION_COMMANDS['preparation.make'](context, {
        ...{ kind: 'preparation.make', request: { warehouseId: 'SA', weeks: 4, seasonBp: 10_000, note: '' } },
      }),
    );
    expect(nobody).toMatchObject({ reason: 'preparation-nothing-needed' });
    const elsewhere = await inCommand(company.store.db, { ...company.who('planner'), regionId: 'R2' }, (context) =>
      PREPARATION_COMMANDS['preparation.make'](context, {
        ...{ kind: 'preparation.make', request: { warehouseId: 'W1', weeks: 4, seasonBp: 10_000, note: '' } },
      }),
    );
    expect(elsewhere).toMatchObject({ reason: 'preparation-other-region' });
  });
});
