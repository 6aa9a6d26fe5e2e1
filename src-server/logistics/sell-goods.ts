import { pickStock } from '../../src-shared/domain/logistics/pick-stock.ts';
import type { MovementDraft } from '../../src-shared/domain/parts/movement-draft.ts';
import { refusedStock } from '../../src-shared/domain/parts/stock-refusal.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { updateRows } from '../db/bulk-rows.ts';
import { rejected } from './application.repository.ts';
import {
  keptOrder,
  moveGoodsOrder,
  takeOrderNumber,
  type GoodsLine,
  type GoodsOrder,
} from './goods-order.repository.ts';
import { draftOf } from './goods-in-transit.ts';
import {
  amountOf,
  appendEntries,
  holdCredit,
  lockAccount,
  pricesOf,
  releaseCredit,
  releaseHeld,
  useHeld,
} from './limit.repository.ts';
import { askedOrderLines, type OrderStep } from './order-lines.ts';
import { endReservations, promiseRefusal, reserveGoods } from './reserve-goods.ts';
import { lockedBalances, warehouseOf } from './warehouse-stock.ts';

const paperOf = ({
  stationId,
  orderNo,
}: Pick<GoodsOrder, 'stationId' | 'orderNo'>): { stationId: string; docType: string; docNo: string } => ({
  ...{ stationId: stationId ?? '', docType: 'SALE', docNo: orderNo ?? '' },
});

/** What these lines cost the station, by one of their quantities. */
function costOf(lines: readonly GoodsLine[], quantity: 'qtyReqMilli' | 'qtyApprMilli' | 'qtyOutMilli'): number {
  return lines.reduce((sum, line) => sum + amountOf(line[quantity], line.priceFen ?? 0), 0);
}

/** A number, the station's prices, and its credit: within the limit the amount is held, beyond it the order waits. Stock §4.12. */
export async function submitSale(context: CommandContext, { order, lines }: OrderStep): Promise<CommandOutcome> {
  const { db } = context;
  const orderNo = await takeOrderNumber(context, order.kind);
  const prices = await pricesOf(
    db,
    order.stationId ?? '',
    lines.map(({ partId }) => partId),
  );
  const priced = lines.map((line) => ({ ...line, priceFen: prices.get(line.partId) ?? 0 }));
  await updateRows(
    db,
    'goodsOrderLine',
    priced.map(({ id, priceFen }) => ({ id, priceFen })),
  );
  const amountFen = costOf(priced, 'qtyReqMilli');
  const refusal = await holdCredit(context, { ...paperOf({ ...order, orderNo }), amountFen });
  const to = refusal === null ? 'CREDIT_OK' : 'CREDIT_HOLD';
  const note = refusal === null ? '' : shortText(refusal.details);
  const change = { orderNo, amountFen };
  return keptOrder(await moveGoodsOrder(context, order, { action: 'submit', to, note, change }));
}

/** By how much it is over, in yuan, as it stands in the history. */
function shortText({ shortFen }: { shortFen?: unknown }): string {
  return typeof shortFen === 'number' && shortFen > 0 ? `− ${(shortFen / 100).toFixed(2)}` : '';
}

/** Over the limit and let through by name, with a reason and until a day. Stock §3.2. */
export async function releaseSale(context: CommandContext, { order, body }: OrderStep): Promise<CommandOutcome> {
  const { db, today } = context;
  const account = await lockAccount(db, order.stationId ?? '');
  if (account === undefined) return rejected('credit-no-account', { no: order.orderNo });
  const untilDate = body.untilDate ?? today;
  if (untilDate < today) return rejected('credit-release-past', {});
  const { orderNo: docNo, amountFen } = order;
  await releaseCredit(context, account, { docNo: docNo ?? '', amountFen, untilDate, reason: body.note });
  const refusal = await holdCredit(context, { ...paperOf(order), amountFen });
  if (refusal !== null) return refusal;
  return keptOrder(await moveGoodsOrder(context, order, { action: 'releaseCredit', to: 'CREDIT_OK', note: body.note }));
}

/** What is approved is held in the warehouse; credit for what is not is free again. */
export async function approveSale(context: CommandContext, step: OrderStep): Promise<CommandOutcome> {
  const { order, body } = step;
  const refusal = await reserveGoods(context, step, order.orderNo ?? '');
  if (refusal !== null) return refusal;
  const amountFen = await costNow(context, order, 'qtyApprMilli');
  await releaseHeld(context, paperOf(order), amountFen);
  const change = { amountFen };
  return keptOrder(
    await moveGoodsOrder(context, order, { action: 'approve', to: 'APPROVED', note: body.note, change }),
  );
}

async function costNow(
  { db }: CommandContext,
  order: GoodsOrder,
  quantity: 'qtyApprMilli' | 'qtyOutMilli',
): Promise<number> {
  const lines = await db.selectFrom('goodsOrderLine').selectAll().where('orderId', '=', order.id).execute();
  return costOf(lines, quantity);
}

/** The ERP has the sale under this number. */
export async function sendSaleToErp(context: CommandContext, { order, body }: OrderStep): Promise<CommandOutcome> {
  const erpOrderNo = body.number.trim();
  if (erpOrderNo === '') return rejected('order-number-missing', {});
  const change = { erpOrderNo };
  return keptOrder(
    await moveGoodsOrder(context, order, { action: 'sendErp', to: 'ERP_SENT', note: erpOrderNo, change }),
  );
}

/** Goods leave as sold, and what was held for them is used; what is not sent is free again. Stock §4.10, §4.12. */
export async function shipSale(context: CommandContext, step: OrderStep): Promise<CommandOutcome> {
  const { db, nowMs } = context;
  const { order, lines, body } = step;
  const asked = await askedOrderLines(db, step);
  if (!Array.isArray(asked)) return asked;
  const going = asked.filter(({ qtyMilli }) => qtyMilli > 0);
  if (going.length === 0) return rejected('order-nothing-to-ship', {});
  const from = await warehouseOf(db, order.fromWarehouseId);
  if (from === undefined) return rejected('order-warehouse-missing', {});
  const drafts: MovementDraft[] = [];
  for (const { line, qtyMilli } of going) {
    if (qtyMilli > line.qtyApprMilli) return rejected('order-over-approved', { lineNo: line.lineNo });
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
    for (const pick of picks) {
      const balance = byId.get(pick.balanceId);
      if (balance === undefined) continue;
      const { binId, owner, condition, batchNo, serialNo } = balance;
      drafts.push(
        draftOf(context, { order, line, stem: balance.id })('out', {
          ...{ warehouseId: from.id, regionCode: from.regionCode, binId, owner, condition, batchNo, serialNo },
          ...{ type: 'ISSUE_SALE', qtyMilli: -pick.qtyMilli, valueFen: -pick.valueFen },
        }),
      );
    }
  }
  await step.postMovements(context, drafts);
  await endReservations(db, lines, 'CONSUMED');
  await updateRows(
    db,
    'goodsOrderLine',
    going.map(({ line, qtyMilli }) => ({ id: line.id, qtyOutMilli: qtyMilli })),
  );
  const amountFen = await costNow(context, order, 'qtyOutMilli');
  await useHeld(context, { ...paperOf(order), amountFen });
  await releaseHeld(context, paperOf(order));
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const change = { carrier: orNull(body.carrier), waybill: orNull(body.waybill), shippedAtMs: nowMs, amountFen };
  return keptOrder(await moveGoodsOrder(context, order, { action: 'ship', to: 'SHIPPED', note: body.note, change }));
}

/** The station has the goods; less than was sent is said why. */
export async function signSale(context: CommandContext, step: OrderStep): Promise<CommandOutcome> {
  const { db } = context;
  const { order, body } = step;
  const asked = await askedOrderLines(db, step);
  if (!Array.isArray(asked)) return asked;
  const over = asked.find(({ line, qtyMilli }) => qtyMilli > line.qtyOutMilli);
  if (over !== undefined) return rejected('order-over-sent', { lineNo: over.line.lineNo });
  if (asked.some(({ line, qtyMilli }) => qtyMilli < line.qtyOutMilli) && body.note.trim() === '')
    return rejected('order-needs-note', { no: order.orderNo, status: order.status });
  await updateRows(
    db,
    'goodsOrderLine',
    asked.map(({ line, qtyMilli }) => ({ id: line.id, qtyInMilli: qtyMilli })),
  );
  return keptOrder(await moveGoodsOrder(context, order, { action: 'sign', to: 'SIGNED', note: body.note }));
}

/** What of the order was paid from cash, and the whole. */
async function usedOf({ db }: CommandContext, order: GoodsOrder): Promise<{ amountFen: number; cashPartFen: number }> {
  const rows = await db
    .selectFrom('limitEntry')
    .select(['amountFen', 'cashPartFen'])
    .where('docNo', '=', order.orderNo)
    .where('type', '=', 'USE')
    .execute();
  return {
    amountFen: rows.reduce((sum, row) => sum + row.amountFen, 0),
    cashPartFen: rows.reduce((sum, row) => sum + row.cashPartFen, 0),
  };
}

/** Invoiced under its number: from this day its age counts. Stock §4.12. */
export async function invoiceSale(context: CommandContext, { order, body }: OrderStep): Promise<CommandOutcome> {
  const invoiceNo = body.number.trim();
  if (invoiceNo === '') return rejected('order-number-missing', {});
  const account = await lockAccount(context.db, order.stationId ?? '');
  if (account === undefined) return rejected('credit-no-account', { no: order.orderNo });
  const used = await usedOf(context, order);
  const { docType, docNo } = paperOf(order);
  await appendEntries(context, account, [{ type: 'INVOICE', ...used, docType, docNo, note: invoiceNo }]);
  const change = { invoiceNo };
  return keptOrder(
    await moveGoodsOrder(context, order, { action: 'invoice', to: 'INVOICED', note: invoiceNo, change }),
  );
}

/** What was owed beside the cash has been paid. */
export async function paySale(context: CommandContext, { order, body }: OrderStep): Promise<CommandOutcome> {
  const account = await lockAccount(context.db, order.stationId ?? '');
  if (account === undefined) return rejected('credit-no-account', { no: order.orderNo });
  const used = await usedOf(context, order);
  const { docType, docNo } = paperOf(order);
  const amountFen = used.amountFen - used.cashPartFen;
  await appendEntries(context, account, [{ type: 'PAYMENT', amountFen, docType, docNo, note: body.note }]);
  return keptOrder(await moveGoodsOrder(context, order, { action: 'pay', to: 'PAID', note: body.note }));
}

/** Given up before it went to the ERP: stock and credit are free again. */
export async function cancelSale(context: CommandContext, { order, lines, body }: OrderStep): Promise<CommandOutcome> {
  await endReservations(context.db, lines, 'RELEASED');
  if (order.orderNo !== null) await releaseHeld(context, paperOf(order));
  return keptOrder(await moveGoodsOrder(context, order, { action: 'cancel', to: 'CANCELLED', note: body.note }));
}
