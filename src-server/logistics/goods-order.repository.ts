import type { Selectable } from 'kysely';
import {
  isListedOrderMove,
  orderHolderOf,
  orderRefusal,
  type OrderAction,
  type OrderKind,
  type OrderReason,
  type OrderStatus,
} from '../../src-shared/domain/logistics/order-transition.ts';
import { businessMinuteOf } from '../../src-shared/domain/units/business-date.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import type { GoodsOrderLineTable, GoodsOrderTable } from '../db/central-tables.generated.ts';
import { takeDocumentNumbers } from '../db/bulk-rows.ts';
import { rejected, type Db, type Refused } from './application.repository.ts';

export type GoodsOrder = Selectable<GoodsOrderTable> & {
  kind: OrderKind;
  reason: OrderReason | null;
  status: OrderStatus;
};
export type GoodsLine = Selectable<GoodsOrderLineTable>;

export const UNKNOWN_ORDER = rejected('order-unknown', {});

/** The order with its lines, locked: whoever takes a step waits here for whoever is taking one. */
export async function lockGoodsOrder(
  db: Db,
  id: string,
): Promise<{ order: GoodsOrder; lines: GoodsLine[] } | undefined> {
  const order = await db.selectFrom('goodsOrder').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (order === undefined) return undefined;
  const lines = await db.selectFrom('goodsOrderLine').selectAll().where('orderId', '=', id).orderBy('lineNo').execute();
  return { order: order as GoodsOrder, lines };
}

/** Why this person may not take this step on this version; a stale version names who changed it and when (stock §3). */
export function orderStepRefusal(
  { user }: CommandContext,
  order: GoodsOrder,
  asked: { action: OrderAction; version: number; note?: string },
): Refused | null {
  const no = order.orderNo ?? '';
  if (user.regionId !== null && user.regionId !== order.regionId) return rejected('order-other-region', { no });
  if (asked.version !== order._v) {
    const details = {
      ...{ no, byName: order.changedByName, at: businessMinuteOf(order.changedAtMs), status: order.status },
    };
    return { status: 'conflict', reason: 'order-changed', details, current: { version: order._v } };
  }
  const reason = orderRefusal(order, asked.action, { userId: user.id, roles: user.roles }, asked.note);
  return reason === null ? null : rejected(reason, { no, status: order.status });
}

type Change = Partial<Omit<GoodsOrder, 'id' | '_v' | '_k' | '_bucket'>>;

/** Moves an order along its whitelist and writes down who did it; the holder follows from where it stands then. */
export async function moveGoodsOrder(
  context: CommandContext,
  order: GoodsOrder,
  move: { action: OrderAction; to: OrderStatus; note?: string; change?: Change },
): Promise<GoodsOrder> {
  const { db, user, nowMs, newId } = context;
  const { action, to, note = '' } = move;
  if (!isListedOrderMove(order.kind, action, [order.status, to]))
    throw new Error(`${action} may not lead from ${order.status} to ${to}`);
  const holderRole = orderHolderOf({ kind: order.kind, status: to });
  const isSame = to === order.status && holderRole === order.holderRole;
  const row = await db
    .updateTable('goodsOrder')
    .set({
      ...move.change,
      ...{ status: to, holderRole, sinceMs: isSame ? order.sinceMs : nowMs },
      ...{ changedByName: user.name, changedAtMs: nowMs },
    })
    .where('id', '=', order.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await db
    .insertInto('goodsOrderEvent')
    .values({
      ...rowIdentity(newId(), row._scope, order.id),
      ...{ orderId: order.id, action, statusFrom: order.status, statusTo: to },
      ...{ note: note.trim() === '' ? null : note.trim() },
      ...{ doneBy: user.id, doneByName: user.name, doneAtMs: nowMs },
    })
    .execute();
  return row as GoodsOrder;
}

const NUMBER_PREFIX: Readonly<Record<OrderKind, string>> = { TRANSFER: 'DB', SALE: 'XS', RETURN: 'TH' };

/** `DB-2603-00012` for a transfer, XS for a sale, TH for a return; the server alone gives numbers (stock §2). */
export async function takeOrderNumber({ db, today }: CommandContext, kind: OrderKind): Promise<string> {
  const month = today.slice(2, 7).replace('-', '');
  const key = `goodsOrder${NUMBER_PREFIX[kind]}:${month}`;
  const taken = await takeDocumentNumbers(db, new Map([[key, 1]]));
  return `${NUMBER_PREFIX[kind]}-${month}-${String(taken.get(key) ?? 0).padStart(5, '0')}`;
}

/** What a step answers its sender with. */
export function keptOrder({ id, orderNo, status }: Pick<GoodsOrder, 'id' | 'orderNo' | 'status'>): CommandOutcome {
  return { status: 'applied', output: { orderId: id, orderNo, status } };
}
