import type { GoodsOrderRequest } from '../../src-shared/contract/goods-orders.contract.ts';
import { orderFaults } from '../../src-shared/domain/logistics/order-faults.ts';
import { writableOrderKinds } from '../../src-shared/domain/logistics/order-transition.ts';
import { isWholeUnit } from '../../src-shared/domain/parts/movement-types.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { insertRows, isAnyOf } from '../db/bulk-rows.ts';
import { rejected, type Db } from './application.repository.ts';
import {
  keptOrder,
  lockGoodsOrder,
  moveGoodsOrder,
  orderStepRefusal,
  UNKNOWN_ORDER,
  type GoodsOrder,
} from './goods-order.repository.ts';
import { warehouseOf } from './warehouse-stock.ts';

/** Keeps a draft as it is written; what is wrong with it is told field by field, all at once. Stock §2.4. */
export async function saveGoodsOrder(
  context: CommandContext,
  { orderId, version, request }: BodyOf<'goodsOrder.save'>,
): Promise<CommandOutcome> {
  const { db, user } = context;
  if (!writableOrderKinds(user.roles).includes(request.kind)) return rejected('order-not-your-role', { no: '' });
  const found = await foundThings(db, request);
  const faults = orderFaults({ ...request, ...found });
  const place = request.kind === 'TRANSFER' ? found.toWarehouse : found.station;
  if (Object.keys(faults).length > 0 || place === null) return rejected('order-faulty', faults);
  const columns = {
    ...{ kind: request.kind, reason: request.reason, regionId: place.regionId },
    ...{ fromWarehouseId: request.fromWarehouseId, toWarehouseId: request.toWarehouseId },
    stationId: found.station?.id ?? null,
    note: request.note.trim() === '' ? null : request.note.trim(),
  };
  const scope = `r:${place.regionCode}`;
  if (orderId === null) {
    const draft = await insertDraft(context, scope, columns);
    await insertLines(context, draft, found.lines);
    return keptOrder(await moveGoodsOrder(context, draft, { action: 'save', to: 'DRAFT' }));
  }
  const known = await lockGoodsOrder(db, orderId);
  if (known === undefined) return UNKNOWN_ORDER;
  const refusal = orderStepRefusal(context, known.order, { action: 'save', version });
  if (refusal !== null) return refusal;
  if (known.order.kind !== request.kind) return rejected('order-other-kind', {});
  await db.deleteFrom('goodsOrderLine').where('orderId', '=', orderId).execute();
  await db.updateTable('goodsOrderEvent').set({ _scope: scope }).where('orderId', '=', orderId).execute();
  const change = { ...columns, _scope: scope };
  const order = await moveGoodsOrder(context, known.order, { action: 'save', to: 'DRAFT', change });
  await insertLines(context, order, found.lines);
  return keptOrder(order);
}

type Columns = Pick<
  GoodsOrder,
  'kind' | 'reason' | 'regionId' | 'fromWarehouseId' | 'toWarehouseId' | 'stationId' | 'note'
>;

async function insertDraft(
  { db, user, nowMs, newId }: CommandContext,
  scope: string,
  columns: Columns,
): Promise<GoodsOrder> {
  const row = await db
    .insertInto('goodsOrder')
    .values({
      ...rowIdentity(newId(), scope),
      ...{ ...columns, status: 'DRAFT', sinceMs: nowMs },
      ...{ requestedBy: user.id, requestedByName: user.name, requestedAtMs: nowMs },
      ...{ changedByName: user.name, changedAtMs: nowMs },
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return row as GoodsOrder;
}

async function insertLines(
  { db, newId }: CommandContext,
  { id: orderId, _scope }: { id: string; _scope: string },
  lines: Found['lines'],
): Promise<void> {
  await insertRows(
    db,
    'goodsOrderLine',
    lines.flatMap(({ part, qtyMilli }, index) =>
      part === null || qtyMilli === null
        ? []
        : [
            {
              ...rowIdentity(newId(), _scope, orderId),
              ...{ orderId, lineNo: index + 1, partId: part.id, qtyReqMilli: qtyMilli },
            },
          ],
    ),
  );
}

type Warehouse = NonNullable<Awaited<ReturnType<typeof warehouseOf>>>;

interface Found {
  fromWarehouse: Warehouse | null;
  toWarehouse: Warehouse | null;
  station: { id: string; status: string; regionId: string; regionCode: string } | null;
  lines: { partNo: string; qtyMilli: number | null; part: { id: string; isWhole: boolean } | null }[];
}

/** What the written codes stand for. */
async function foundThings(db: Db, request: GoodsOrderRequest): Promise<Found> {
  const numbers = request.lines.map(({ partNo }) => partNo.trim());
  const parts = await db
    .selectFrom('part')
    .select(['id', 'partNo', 'uom', 'uomWhole'])
    .where(isAnyOf('partNo', numbers))
    .execute();
  const byNo = new Map(parts.map((part) => [part.partNo, { id: part.id, isWhole: isWholeUnit(part) }]));
  const station = await db
    .selectFrom('station')
    .innerJoin('region', 'region.id', 'station.regionId')
    .select(['station.id', 'station.status', 'station.regionId', 'region.code as regionCode'])
    .where('station.code', '=', request.kind === 'TRANSFER' ? '' : request.stationCode.trim())
    .executeTakeFirst();
  return {
    station: station ?? null,
    fromWarehouse: (await warehouseOf(db, request.fromWarehouseId)) ?? null,
    toWarehouse: (await warehouseOf(db, request.toWarehouseId)) ?? null,
    lines: request.lines.map(({ partNo, qtyMilli }) => {
      return { partNo: partNo.trim(), qtyMilli, part: byNo.get(partNo.trim()) ?? null };
    }),
  };
}
