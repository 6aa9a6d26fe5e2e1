import { pickStock } from '../../src-shared/domain/logistics/pick-stock.ts';
import { arrivalFault } from '../../src-shared/domain/logistics/receive-line.ts';
import type { MovementDraft } from '../../src-shared/domain/parts/movement-draft.ts';
import { refusedStock } from '../../src-shared/domain/parts/stock-refusal.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { updateRows } from '../db/bulk-rows.ts';
import { rejected, type Refused } from './application.repository.ts';
import {
  keptOrder,
  moveGoodsOrder,
  takeOrderNumber,
  type GoodsLine,
  type GoodsOrder,
} from './goods-order.repository.ts';
import { binFor, draftOf, layersInTransit, openMilliOf, type Layer } from './goods-in-transit.ts';
import {
  keepReceipt,
  openReport,
  takeReceiptNumber,
  type Arrival,
  type ReceivedLine,
} from './goods-receipt.repository.ts';
import { askedOrderLines, type AskedLine, type OrderStep } from './order-lines.ts';
import { endReservations, promiseRefusal, reserveGoods } from './reserve-goods.ts';
import { lockedBalances, warehouseOf } from './warehouse-stock.ts';

/** What is approved is held in the sending warehouse, and the transfer has its number. Stock §2.2, §3.2. */
export async function approveTransfer(context: CommandContext, step: OrderStep): Promise<CommandOutcome> {
  const { order, body } = step;
  const orderNo = order.orderNo ?? (await takeOrderNumber(context, order.kind));
  const refusal = await reserveGoods(context, step, orderNo);
  if (refusal !== null) return refusal;
  const change = { orderNo };
  return keptOrder(
    await moveGoodsOrder(context, order, { action: 'approve', to: 'APPROVED', note: body.note, change }),
  );
}

/** Goods leave their bins and are on their way: never straight to where they go (stock §3.2). Both legs carry the same value. */
export async function shipTransfer(context: CommandContext, step: OrderStep): Promise<CommandOutcome> {
  const { db, nowMs } = context;
  const { order, lines, body } = step;
  const asked = await askedOrderLines(db, step);
  if (!Array.isArray(asked)) return asked;
  const going = asked.filter(({ qtyMilli }) => qtyMilli > 0);
  if (going.length === 0) return rejected('order-nothing-to-ship', {});
  const drafts: MovementDraft[] = [];
  const changes: { id: string; qtyOutMilli: number; transitValueFen: number }[] = [];
  for (const { line, qtyMilli } of going) {
    if (qtyMilli > line.qtyApprMilli) return rejected('order-over-approved', { lineNo: line.lineNo });
    const left = await leave(context, step, { line, qtyMilli });
    if (!Array.isArray(left)) return left;
    drafts.push(...left);
    changes.push({ id: line.id, qtyOutMilli: qtyMilli, transitValueFen: valueInTransit(left) });
  }
  await step.postMovements(context, drafts);
  await endReservations(db, lines, 'CONSUMED');
  await updateRows(db, 'goodsOrderLine', changes);
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const change = { carrier: orNull(body.carrier), waybill: orNull(body.waybill), shippedAtMs: nowMs };
  return keptOrder(await moveGoodsOrder(context, order, { action: 'ship', to: 'IN_TRANSIT', note: body.note, change }));
}

function valueInTransit(drafts: readonly MovementDraft[]): number {
  return drafts.filter(({ condition }) => condition === 'IN_TRANSIT').reduce((sum, draft) => sum + draft.valueFen, 0);
}

/** One line's way out of its bins and onto the road, at the average it lay there with. */
async function leave(
  context: CommandContext,
  { order }: OrderStep,
  { line, qtyMilli }: { line: GoodsLine; qtyMilli: number },
): Promise<MovementDraft[] | Refused> {
  const { db } = context;
  const from = await warehouseOf(db, order.fromWarehouseId);
  const to = await warehouseOf(db, order.toWarehouseId);
  if (from === undefined || to === undefined) return rejected('order-warehouse-missing', {});
  const refusal = await promiseRefusal(db, { line, qtyMilli, warehouseId: from.id });
  if (refusal !== null) return refusal;
  const balances = await lockedBalances(db, line.partId, from.id, false);
  const picks = pickStock(balances, qtyMilli);
  if (picks === null) {
    const onHand = balances.reduce((sum, row) => sum + row.qtyMilli, 0);
    const refused = { warehouseId: from.id, partId: line.partId, qtyMilli, docNo: order.orderNo };
    const stockQty = Math.max(0, onHand) / 1000;
    return rejected('order-stock-gone', { lineNo: line.lineNo, stockQty, ...refusedStock(refused) });
  }
  const byId = new Map(balances.map((balance) => [balance.id, balance]));
  return picks.flatMap((pick): MovementDraft[] => {
    const balance = byId.get(pick.balanceId);
    if (balance === undefined) return [];
    const { batchNo, serialNo, owner } = balance;
    const layer = { batchNo, serialNo, owner };
    const stem = draftOf(context, { order, line, stem: balance.id });
    return [
      stem('out', {
        ...{ ...layer, warehouseId: from.id, regionCode: from.regionCode, binId: balance.binId, type: 'TRANSFER_OUT' },
        ...{ condition: balance.condition, qtyMilli: -pick.qtyMilli, valueFen: -pick.valueFen },
      }),
      stem('in', {
        ...{ ...layer, warehouseId: to.id, regionCode: to.regionCode, binId: null, type: 'TRANSFER_IN' },
        ...{ condition: 'IN_TRANSIT', qtyMilli: pick.qtyMilli, valueFen: pick.valueFen },
      }),
    ];
  });
}

/**
 * What has come, as it was found: good goods onto the shelf, damaged ones into quarantine, what is missing stays on the road,
 * and what came beyond what was sent leaves the sender's books now. Stock §3.2.
 */
export async function receiveTransfer(context: CommandContext, step: OrderStep): Promise<CommandOutcome> {
  const { db } = context;
  const { order, lines, body } = step;
  const asked = await askedOrderLines(db, step);
  if (!Array.isArray(asked)) return asked;
  const come = asked.filter(({ qtyMilli, damagedMilli }) => qtyMilli + damagedMilli > 0);
  if (come.length === 0) return rejected('order-nothing-received', {});
  const changes: LineChange[] = [];
  const received: ReceivedLine[] = [];
  for (const each of come) {
    const arrived = await arrive(context, step, each);
    if (!('change' in arrived)) return arrived;
    changes.push(arrived.change);
    received.push(arrived.received);
  }
  await updateRows(db, 'goodsOrderLine', changes);
  const arrival = await arrivalOf(context, order);
  if (arrival === null) return rejected('order-warehouse-missing', {});
  const receiptNo = await takeReceiptNumber(context);
  await keepReceipt(context, { ...arrival, note: body.note }, { receiptNo, lines: received });
  const changed = new Map(changes.map((change) => [change.id, change]));
  const isOpen = lines.some((line) => openMilliOf({ ...line, ...changed.get(line.id) }) > 0);
  const to = isOpen ? 'PARTLY_IN' : 'CLOSED';
  return keptOrder(await moveGoodsOrder(context, order, { action: 'receive', to, note: body.note }));
}

type LineChange = Pick<GoodsLine, 'id' | 'qtyInMilli' | 'qtyDamagedMilli' | 'qtyOverMilli' | 'transitValueFen'>;

async function arrive(
  context: CommandContext,
  step: OrderStep,
  { line, ...found }: AskedLine,
): Promise<{ change: LineChange; received: ReceivedLine } | Refused> {
  const { db } = context;
  const { qtyMilli: okMilli, damagedMilli, wrongMilli, overMilli } = found;
  const openMilli = openMilliOf(line);
  const fault = arrivalFault({ openMilli, okMilli, damagedMilli, wrongMilli, overMilli });
  if (fault !== null) return rejected(`order-arrival-${fault}`, { lineNo: line.lineNo });
  if (overMilli > 0) {
    const more = await leave(context, step, { line, qtyMilli: overMilli });
    if (!Array.isArray(more)) return more;
    await step.postMovements(context, more);
  }
  const layers = await layersInTransit(db, step.order, line);
  const good = await offTheRoad(context, step, { line, layers, qtyMilli: okMilli, condition: 'NEW' });
  const damaged = await offTheRoad(context, step, {
    ...{ line, layers: good.rest, qtyMilli: damagedMilli, condition: 'DAMAGED' },
  });
  await step.postMovements(context, [...good.drafts, ...damaged.drafts]);
  const worth = (drafts: readonly MovementDraft[]): number =>
    drafts.filter(({ qtyMilli: milli }) => milli > 0).reduce((sum, { valueFen }) => sum + valueFen, 0);
  const [okFen, damagedFen] = [worth(good.drafts), worth(damaged.drafts)];
  return {
    change: {
      ...{ id: line.id, qtyInMilli: line.qtyInMilli + okMilli, qtyOverMilli: line.qtyOverMilli + overMilli },
      qtyDamagedMilli: line.qtyDamagedMilli + damagedMilli,
      transitValueFen: damaged.rest.reduce((sum, { valueFen }) => sum + valueFen, 0),
    },
    received: {
      ...{ partId: line.partId, sentMilli: openMilli, okMilli, damagedMilli, wrongMilli, overMilli },
      ...{ valueFen: okFen + damagedFen, damagedFen },
    },
  };
}

/** A quantity from the road into a condition of the receiving warehouse, with its share of the value; and what then is still on the road. */
async function offTheRoad(
  context: CommandContext,
  { order }: OrderStep,
  { line, layers, qtyMilli, condition }: { line: GoodsLine; layers: Layer[]; qtyMilli: number; condition: string },
): Promise<{ drafts: MovementDraft[]; rest: Layer[] }> {
  const to = await warehouseOf(context.db, order.toWarehouseId);
  const picks = pickStock(layers, qtyMilli);
  if (picks === null || to === undefined) throw new Error('what is open of a line is not on the road');
  const binId = await binFor(context.db, { warehouseId: to.id, partId: line.partId, condition });
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const drafts = picks.flatMap((pick): MovementDraft[] => {
    const layer = byId.get(pick.balanceId);
    if (layer === undefined) return [];
    const { owner, batchNo, serialNo } = layer;
    const stem = draftOf(context, { order, line, stem: `${layer.id}:${condition}` });
    const place = { owner, batchNo, serialNo, warehouseId: to.id, regionCode: to.regionCode, type: 'RECLASS' as const };
    return [
      stem('out', {
        ...place,
        binId: null,
        condition: 'IN_TRANSIT',
        qtyMilli: -pick.qtyMilli,
        valueFen: -pick.valueFen,
      }),
      stem('in', { ...place, binId, condition, qtyMilli: pick.qtyMilli, valueFen: pick.valueFen }),
    ];
  });
  const taken = new Map(picks.map((pick) => [pick.balanceId, pick]));
  const rest = layers.map((layer) => ({
    ...layer,
    qtyMilli: layer.qtyMilli - (taken.get(layer.id)?.qtyMilli ?? 0),
    valueFen: layer.valueFen - (taken.get(layer.id)?.valueFen ?? 0),
  }));
  return { drafts, rest };
}

/** The paper that came with the goods of a transfer. */
async function arrivalOf({ db, today }: CommandContext, order: GoodsOrder): Promise<Omit<Arrival, 'note'> | null> {
  const warehouse = await warehouseOf(db, order.toWarehouseId);
  if (warehouse === undefined) return null;
  return {
    ...{ source: 'TRANSFER', orderId: order.id, sourceDocNo: order.orderNo ?? '', supplierId: null, warehouse },
    ...{ carrier: order.carrier, waybill: order.waybill, arrivedDate: today },
  };
}

/** What will not come any more leaves the books with its value, and a report of it is opened: from whom it is asked back. Stock §3.2. */
export async function writeOffTransfer(context: CommandContext, step: OrderStep): Promise<CommandOutcome> {
  const { db } = context;
  const { order, lines, body } = step;
  const to = await warehouseOf(db, order.toWarehouseId);
  if (to === undefined) return rejected('order-warehouse-missing', {});
  const drafts: MovementDraft[] = [];
  const missing: { partId: string; defect: 'SHORT'; qtyMilli: number; valueFen: number }[] = [];
  for (const line of lines) {
    const openMilli = openMilliOf(line);
    if (openMilli > 0)
      missing.push({ partId: line.partId, defect: 'SHORT', qtyMilli: openMilli, valueFen: line.transitValueFen });
    for (const { id, owner, batchNo, serialNo, qtyMilli, valueFen } of await layersInTransit(db, order, line)) {
      if (qtyMilli === 0 && valueFen === 0) continue;
      drafts.push(
        draftOf(context, { order, line, stem: id })('lost', {
          ...{ owner, batchNo, serialNo, warehouseId: to.id, regionCode: to.regionCode, binId: null, type: 'DAMAGE' },
          ...{ condition: 'IN_TRANSIT', qtyMilli: -qtyMilli, valueFen: -valueFen },
        }),
      );
    }
  }
  await step.postMovements(context, drafts);
  await updateRows(
    db,
    'goodsOrderLine',
    lines.map((line) => ({
      ...{ id: line.id, qtyLostMilli: line.qtyLostMilli + openMilliOf(line), transitValueFen: 0 },
    })),
  );
  const arrival = await arrivalOf(context, order);
  if (arrival !== null) await openReport(context, { ...arrival, note: body.note }, { receiptId: null, lines: missing });
  return keptOrder(await moveGoodsOrder(context, order, { action: 'writeOff', to: 'CLOSED', note: body.note }));
}

/** Given up before anything was sent: what was promised is free again. */
export async function cancelTransfer(context: CommandContext, step: OrderStep): Promise<CommandOutcome> {
  await endReservations(context.db, step.lines, 'RELEASED');
  return keptOrder(
    await moveGoodsOrder(context, step.order, { action: 'cancel', to: 'CANCELLED', note: step.body.note }),
  );
}
