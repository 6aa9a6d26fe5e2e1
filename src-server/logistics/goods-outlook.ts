import { sql } from 'kysely';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { Db } from './application.repository.ts';
import { saveGoodsOrder } from './save-goods-order.ts';

/** What a station has asked for of a part and what nothing is promised for yet; thousandths, `vorMilli` is part of it. */
interface OpenDemand {
  stationId: string;
  regionId: string;
  partId: string;
  qtyMilli: number;
  vorMilli: number;
}

/** Applications that are handed in and not allocated: their goods are in no reservation. Stock §4.8. */
async function openDemand(db: Db): Promise<OpenDemand[]> {
  const { rows } = await sql<Record<string, string>>`
    select a.station_id, a.region_id, coalesce(l.substitute_part_id, l.part_id) as part_id,
           sum(l.qty_req_milli)::bigint as qty,
           coalesce(sum(l.qty_req_milli) filter (where a.urgency = 'VOR'), 0)::bigint as vor
      from parts_application a join parts_application_line l on l.application_id = a.id
     where a.status in ('SUBMITTED', 'REGION_OK', 'WARRANTY_OK') and a.converted_to_no is null
     group by 1, 2, 3`.execute(db.withoutPlugins());
  return rows.map((row) => ({
    ...{ stationId: String(row.station_id), regionId: String(row.region_id), partId: String(row.part_id) },
    ...{ qtyMilli: Number(row.qty), vorMilli: Number(row.vor) },
  }));
}

/** Goods a transfer is written for and that have not left; `isHeld` where a reservation holds them already. */
interface WrittenTransfer {
  fromWarehouseId: string;
  toWarehouseId: string;
  partId: string;
  qtyMilli: number;
  isHeld: boolean;
}

/** What drafted and approved transfers will take out of the warehouse. Stock §4.8. */
async function writtenTransfers(db: Db, toWarehouseIds: readonly string[], from: string): Promise<WrittenTransfer[]> {
  const rows = await db
    .selectFrom('goodsOrder')
    .innerJoin('goodsOrderLine', 'goodsOrderLine.orderId', 'goodsOrder.id')
    .select(['goodsOrder.fromWarehouseId', 'goodsOrder.toWarehouseId', 'goodsOrder.status', 'goodsOrderLine.partId'])
    .select(['goodsOrderLine.qtyReqMilli', 'goodsOrderLine.qtyApprMilli'])
    .where('goodsOrder.kind', '=', 'TRANSFER')
    .where('goodsOrder.status', 'in', ['DRAFT', 'APPROVED'])
    .where((where) =>
      where.or([isAnyOf('goodsOrder.toWarehouseId', toWarehouseIds), where('goodsOrder.fromWarehouseId', '=', from)]),
    )
    .execute();
  return rows.map(({ fromWarehouseId, toWarehouseId, partId, status, qtyReqMilli, qtyApprMilli }) => ({
    ...{ fromWarehouseId: fromWarehouseId ?? '', toWarehouseId: toWarehouseId ?? '', partId },
    ...{ qtyMilli: status === 'DRAFT' ? qtyReqMilli : qtyApprMilli, isHeld: status === 'APPROVED' },
  }));
}

/** How many of these orders are still on their way through the whitelist. Stock §3.2. */
async function openOrderCount(db: Db, orderIds: readonly string[]): Promise<number> {
  const rows = await db
    .selectFrom('goodsOrder')
    .select('id')
    .where(isAnyOf('id', orderIds))
    .where('status', 'not in', ['CLOSED', 'CANCELLED'])
    .execute();
  return rows.length;
}

/** What planning is given of this room. */
export const goodsRoom = { openDemand, writtenTransfers, openOrderCount, saveOrder: saveGoodsOrder };
