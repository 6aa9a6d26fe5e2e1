import { sql } from 'kysely';
import { mulDivRound } from '../../src-shared/domain/units/rounding.ts';
import { movingAverage } from '../../src-shared/domain/parts/moving-average.ts';
import type { MovementDraft } from '../../src-shared/domain/parts/movement-draft.ts';
import { pickStock } from '../../src-shared/domain/logistics/pick-stock.ts';
import { refusedStock } from '../../src-shared/domain/parts/stock-refusal.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { updateRows } from '../db/bulk-rows.ts';
import { loadSettings, rejected, type Db, type Refused } from './application.repository.ts';
import { keptOrder, moveGoodsOrder, takeOrderNumber, type GoodsLine } from './goods-order.repository.ts';
import { binFor, draftOf } from './goods-in-transit.ts';
import { amountOf, appendEntries, lockAccount } from './limit.repository.ts';
import { askedOrderLines, type OrderStep } from './order-lines.ts';
import { warehouseOf } from './warehouse-stock.ts';

const DAY_MS = 86_400_000;

/** A number, and for every line the sale it comes from: what was sold, not returned yet, and not too long ago. Stock §3.2. */
export async function submitReturn(context: CommandContext, { order, lines }: OrderStep): Promise<CommandOutcome> {
  const { db } = context;
  const found: { id: string; origLineId: string; priceFen: number }[] = [];
  for (const line of lines) {
    const original = await originalOf(context, { stationId: order.stationId ?? '', line });
    if (original === undefined) return rejected('return-not-sold', { lineNo: line.lineNo });
    found.push({ id: line.id, origLineId: original.id, priceFen: original.priceFen });
  }
  await updateRows(db, 'goodsOrderLine', found);
  const orderNo = await takeOrderNumber(context, order.kind);
  const amountFen = lines.reduce(
    (sum, { id, qtyReqMilli }) => sum + amountOf(qtyReqMilli, found.find((each) => each.id === id)?.priceFen ?? 0),
    0,
  );
  const change = { orderNo, amountFen };
  return keptOrder(await moveGoodsOrder(context, order, { action: 'submit', to: 'SUBMITTED', change }));
}

/** The latest line of a sale of this part to this station that still covers what comes back; locked, so that nobody returns it twice. */
async function originalOf(
  { db, nowMs }: CommandContext,
  { stationId, line }: { stationId: string; line: GoodsLine },
): Promise<{ id: string; priceFen: number } | undefined> {
  const { returnWithinDays } = await loadSettings(db);
  const { rows } = await sql<{ id: string; priceFen: number }>`
    select l.id, coalesce(l.price_fen, 0) as "priceFen"
      from goods_order_line l join goods_order o on o.id = l.order_id
     where o.kind = 'SALE' and o.status in ('SIGNED', 'INVOICED', 'PAID') and o.station_id = ${stationId}
       and l.part_id = ${line.partId} and o.shipped_at_ms >= ${nowMs - returnWithinDays * DAY_MS}
       and l.qty_in_milli - coalesce((select sum(r.qty_req_milli) from goods_order_line r
             join goods_order h on h.id = r.order_id
            where r.orig_line_id = l.id and r.id <> ${line.id} and h.status not in ('REFUSED', 'CANCELLED')), 0)
           >= ${line.qtyReqMilli}
     order by o.shipped_at_ms desc, l.id limit 1 for update of l`.execute(db);
  return rows[0];
}

/** May come back, so many of each. */
export async function approveReturn(context: CommandContext, step: OrderStep): Promise<CommandOutcome> {
  const asked = await askedOrderLines(context.db, step);
  if (!Array.isArray(asked)) return asked;
  if (!asked.some(({ qtyMilli }) => qtyMilli > 0)) return rejected('order-nothing-approved', {});
  const over = asked.find(({ line, qtyMilli }) => qtyMilli > line.qtyReqMilli);
  if (over !== undefined) return rejected('order-over-request', { lineNo: over.line.lineNo });
  await updateRows(
    context.db,
    'goodsOrderLine',
    asked.map(({ line, qtyMilli }) => ({ id: line.id, qtyApprMilli: qtyMilli })),
  );
  const { order, body } = step;
  return keptOrder(await moveGoodsOrder(context, order, { action: 'approve', to: 'APPROVED', note: body.note }));
}

/** May not come back. */
export async function refuseReturn(context: CommandContext, { order, body }: OrderStep): Promise<CommandOutcome> {
  return keptOrder(await moveGoodsOrder(context, order, { action: 'refuse', to: 'REFUSED', note: body.note }));
}

/** The station has sent it. */
export async function sendReturn(context: CommandContext, step: OrderStep): Promise<CommandOutcome> {
  const { order, body } = step;
  const asked = await askedOrderLines(context.db, step);
  if (!Array.isArray(asked)) return asked;
  if (!asked.some(({ qtyMilli }) => qtyMilli > 0)) return rejected('order-nothing-to-ship', {});
  const over = asked.find(({ line, qtyMilli }) => qtyMilli > line.qtyApprMilli);
  if (over !== undefined) return rejected('order-over-approved', { lineNo: over.line.lineNo });
  await updateRows(
    context.db,
    'goodsOrderLine',
    asked.map(({ line, qtyMilli }) => ({ id: line.id, qtyOutMilli: qtyMilli })),
  );
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const change = { carrier: orNull(body.carrier), waybill: orNull(body.waybill), shippedAtMs: context.nowMs };
  return keptOrder(await moveGoodsOrder(context, order, { action: 'send', to: 'SENT', note: body.note, change }));
}

/** Back in the house, in quarantine until somebody has looked at it, at what it cost when it left. Stock §4.10. */
export async function receiveReturn(context: CommandContext, step: OrderStep): Promise<CommandOutcome> {
  const { db } = context;
  const { order, body } = step;
  const asked = await askedOrderLines(db, step);
  if (!Array.isArray(asked)) return asked;
  const to = await warehouseOf(db, order.toWarehouseId);
  if (to === undefined) return rejected('order-warehouse-missing', {});
  const come = asked.filter(({ qtyMilli }) => qtyMilli > 0);
  if (come.length === 0) return rejected('order-nothing-received', {});
  const drafts: MovementDraft[] = [];
  for (const { line, qtyMilli } of come) {
    if (qtyMilli > line.qtyOutMilli) return rejected('order-over-sent', { lineNo: line.lineNo });
    const place = { warehouseId: to.id, partId: line.partId, condition: 'QUARANTINE' };
    drafts.push(
      draftOf(context, { order, line, stem: 'back' })('in', {
        ...{ ...place, binId: await binFor(db, place), regionCode: to.regionCode, owner: 'HQ', type: 'RETURN_NEW' },
        ...{ batchNo: '', serialNo: '', qtyMilli, valueFen: await costBack(db, line.origLineId ?? '', qtyMilli) },
      }),
    );
  }
  await step.postMovements(context, drafts);
  await updateRows(
    db,
    'goodsOrderLine',
    come.map(({ line, qtyMilli }) => ({ id: line.id, qtyInMilli: qtyMilli })),
  );
  return keptOrder(await moveGoodsOrder(context, order, { action: 'receive', to: 'RECEIVED', note: body.note }));
}

/** What of a sold line's value comes back with a quantity of it. */
async function costBack(db: Db, origLineId: string, qtyMilli: number): Promise<number> {
  const rows = await db
    .selectFrom('stockMovement')
    .select(['qtyMilli', 'valueFen'])
    .where('lineUid', '=', origLineId)
    .where('type', '=', 'ISSUE_SALE')
    .execute();
  const originalQtyMilli = -rows.reduce((sum, row) => sum + row.qtyMilli, 0);
  const originalValueFen = -rows.reduce((sum, row) => sum + row.valueFen, 0);
  const [row] = movingAverage({
    start: { qtyMilli: 0, valueFen: 0, lastCostFen: null, standardCostFen: null },
    steps: [{ type: 'RETURN', qtyMilli, originalQtyMilli, originalValueFen }],
  });
  return row?.moveValueFen ?? 0;
}

/** What is as good as new goes onto the shelf; the rest goes back to the station and is not paid for. Stock §3.2. */
export async function inspectReturn(context: CommandContext, step: OrderStep): Promise<CommandOutcome> {
  const { db } = context;
  const { order, body } = step;
  const asked = await askedOrderLines(db, step);
  if (!Array.isArray(asked)) return asked;
  const over = asked.find(({ line, qtyMilli }) => qtyMilli > line.qtyInMilli);
  if (over !== undefined) return rejected('return-over-received', { lineNo: over.line.lineNo });
  const isRefused = asked.some(({ line, qtyMilli }) => qtyMilli < line.qtyInMilli);
  if (isRefused && body.note.trim() === '')
    return rejected('order-needs-note', { no: order.orderNo, status: order.status });
  const drafts: MovementDraft[] = [];
  for (const { line, qtyMilli } of asked) {
    const left = await outOfQuarantine(context, step, { line, acceptedMilli: qtyMilli });
    if (!Array.isArray(left)) return left;
    drafts.push(...left);
  }
  await step.postMovements(context, drafts);
  const accepted = asked.map(({ line, qtyMilli }) => ({
    ...{ id: line.id, qtyInMilli: qtyMilli, qtyDamagedMilli: line.qtyInMilli - qtyMilli },
  }));
  await updateRows(db, 'goodsOrderLine', accepted);
  const amountFen = asked.reduce((sum, { line, qtyMilli }) => sum + amountOf(qtyMilli, line.priceFen ?? 0), 0);
  const to = accepted.some(({ qtyInMilli }) => qtyInMilli > 0) ? 'INSPECTED' : 'REFUSED';
  const change = { amountFen };
  return keptOrder(await moveGoodsOrder(context, order, { action: 'inspect', to, note: body.note, change }));
}

async function outOfQuarantine(
  context: CommandContext,
  { order }: OrderStep,
  { line, acceptedMilli }: { line: GoodsLine; acceptedMilli: number },
): Promise<MovementDraft[] | Refused> {
  const { db } = context;
  const to = await warehouseOf(db, order.toWarehouseId);
  if (to === undefined) return rejected('order-warehouse-missing', {});
  const balances = await db
    .selectFrom('stockBalance')
    .selectAll()
    .where('partId', '=', line.partId)
    .where('warehouseId', '=', to.id)
    .where('condition', '=', 'QUARANTINE')
    .orderBy('id')
    .forUpdate()
    .execute();
  const picks = pickStock(balances, line.qtyInMilli);
  if (picks === null) {
    const refused = { warehouseId: to.id, partId: line.partId, qtyMilli: line.qtyInMilli, docNo: order.orderNo };
    return rejected('return-stock-gone', { lineNo: line.lineNo, ...refusedStock(refused) });
  }
  const byId = new Map(balances.map((balance) => [balance.id, balance]));
  const binId = await binFor(db, { warehouseId: to.id, partId: line.partId, condition: 'NEW' });
  const drafts: MovementDraft[] = [];
  let openMilli = acceptedMilli;
  for (const { balanceId, qtyMilli, valueFen } of picks) {
    const balance = byId.get(balanceId);
    if (balance === undefined) continue;
    const { owner, batchNo, serialNo } = balance;
    const place = { warehouseId: to.id, regionCode: to.regionCode, owner, batchNo, serialNo };
    const stem = draftOf(context, { order, line, stem: balanceId });
    const [good] = pickStock([{ id: balanceId, qtyMilli, valueFen }], Math.min(openMilli, qtyMilli)) ?? [];
    const [goodMilli, goodFen] = [good?.qtyMilli ?? 0, good?.valueFen ?? 0];
    openMilli -= goodMilli;
    const here = { ...place, binId: balance.binId, condition: 'QUARANTINE' };
    if (goodMilli > 0)
      drafts.push(
        stem('out', { ...here, type: 'RECLASS', qtyMilli: -goodMilli, valueFen: -goodFen }),
        stem('in', { ...place, binId, condition: 'NEW', type: 'RECLASS', qtyMilli: goodMilli, valueFen: goodFen }),
      );
    if (qtyMilli > goodMilli)
      drafts.push(
        stem('refused', { ...here, type: 'RETURN_NEW', qtyMilli: goodMilli - qtyMilli, valueFen: goodFen - valueFen }),
      );
  }
  return drafts;
}

/** What was accepted is credited at the price it was sold for, less what restocking costs: an invoice below zero. Stock §2.4. */
export async function creditReturn(
  context: CommandContext,
  { order, lines, body }: OrderStep,
): Promise<CommandOutcome> {
  const account = await lockAccount(context.db, order.stationId ?? '');
  if (account === undefined) return rejected('credit-no-account', { no: order.orderNo });
  const { returnRestockBp } = await loadSettings(context.db);
  const fullFen = lines.reduce((sum, line) => sum + amountOf(line.qtyInMilli, line.priceFen ?? 0), 0);
  const amountFen = fullFen - mulDivRound(fullFen, returnRestockBp, 10_000);
  await appendEntries(context, account, [
    { type: 'INVOICE', amountFen: -amountFen, docType: 'RETURN', docNo: order.orderNo ?? '', note: body.note },
  ]);
  const change = { amountFen };
  return keptOrder(await moveGoodsOrder(context, order, { action: 'credit', to: 'CREDITED', note: body.note, change }));
}
