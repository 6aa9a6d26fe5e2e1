import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { updateRows } from '../db/bulk-rows.ts';
import { loadSettings, rejected, type Db, type Refused } from './application.repository.ts';
import type { GoodsLine } from './goods-order.repository.ts';
import { askedOrderLines, type OrderStep } from './order-lines.ts';
import { availableMilli, freeWithoutPromise, warehouseOf } from './warehouse-stock.ts';

const DAY_MS = 86_400_000;

/** Approves quantities and holds them in the warehouse they will leave; else why not. Stock §2.2. */
export async function reserveGoods(context: CommandContext, step: OrderStep, orderNo: string): Promise<Refused | null> {
  const { db, newId, nowMs } = context;
  const { order } = step;
  const asked = await askedOrderLines(db, step);
  if (!Array.isArray(asked)) return asked;
  const warehouse = await warehouseOf(db, order.fromWarehouseId);
  if (warehouse === undefined) return rejected('order-warehouse-missing', {});
  const wanted = asked.filter(({ qtyMilli }) => qtyMilli > 0);
  if (wanted.length === 0) return rejected('order-nothing-approved', {});
  const { reservationDays } = await loadSettings(db);
  const changes: { id: string; qtyApprMilli: number; reservationId: string }[] = [];
  for (const { line, qtyMilli } of wanted) {
    if (qtyMilli > line.qtyReqMilli) return rejected('order-over-request', { lineNo: line.lineNo });
    const freeMilli = await availableMilli(db, line.partId, warehouse.id, false);
    if (freeMilli < qtyMilli)
      return rejected('order-stock-short', { lineNo: line.lineNo, freeQty: Math.max(0, freeMilli) / 1000 });
    const reservationId = newId();
    await db
      .insertInto('stockReservation')
      .values({
        ...rowIdentity(reservationId, `r:${warehouse.regionCode}`),
        ...{ warehouseId: warehouse.id, partId: line.partId, qtyMilli, state: 'HELD' },
        ...{ docType: order.kind, docNo: orderNo, expiresAtMs: nowMs + reservationDays * DAY_MS },
      })
      .execute();
    changes.push({ id: line.id, qtyApprMilli: qtyMilli, reservationId });
  }
  await updateRows(db, 'goodsOrderLine', changes);
  return null;
}

/** What was promised is used up or free again. */
export async function endReservations(
  db: Db,
  lines: readonly GoodsLine[],
  state: 'CONSUMED' | 'RELEASED',
): Promise<void> {
  const ids = lines.flatMap(({ reservationId }) => reservationId ?? []);
  await updateRows(
    db,
    'stockReservation',
    ids.map((id) => ({ id, state })),
  );
}

/** Why a line whose promise has run out may not leave: others are promised what is there. Stock §2.2 (0353). */
export async function promiseRefusal(
  db: Db,
  { line, qtyMilli, warehouseId }: { line: GoodsLine; qtyMilli: number; warehouseId: string },
): Promise<Refused | null> {
  const { reservationId, partId, lineNo } = line;
  const freeMilli = await freeWithoutPromise(db, { reservationId, partId, warehouseId, isWarranty: false });
  if (freeMilli === null || freeMilli >= qtyMilli) return null;
  return rejected('order-promise-ended', { lineNo, freeQty: Math.max(0, freeMilli) / 1000 });
}
