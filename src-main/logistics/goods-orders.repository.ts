import type {
  GoodsOrderDetail,
  GoodsOrderLine,
  GoodsOrderRow,
} from '../../src-shared/contract/goods-orders.contract.ts';
import type { ListOrder } from '../../src-shared/contract/query.ts';
import { allowedOrderActions } from '../../src-shared/domain/logistics/order-transition.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { ReadStores } from '../db/stores.ts';
import { GOODS_ORDERS, OPEN_OF_LINE, ORDER_LIST } from './goods-order-query.ts';
import { listOrder, listPage, type OrderAsked, type PageAsked } from '../db/room-list.ts';

type ReplicaFile = ReadStores['replicaFile'];

/** One page of orders, with how many somebody still has to work on and what all that is on the road is worth. */
export function goodsOrderPage(
  stores: ReadStores,
  asked: PageAsked,
): { rows: GoodsOrderRow[]; total: number; totals: { open: number; transitValueFen: number } } {
  return listPage(stores, ORDER_LIST, asked);
}

/** The ids of all orders the query finds, in its order. */
export function goodsOrderOrder(stores: ReadStores, asked: OrderAsked): ListOrder {
  return listOrder(stores, ORDER_LIST, asked);
}

interface StoredHead {
  requestedBy: string;
  fromWarehouseId: string | null;
  toWarehouseId: string | null;
  note: string | null;
  stationCode: string | null;
}

/** One order with everything a person needs to take its next step. */
export function goodsOrderDetail(
  { replicaFile: file }: ReadStores,
  { id, userId, roles }: { id: string; userId: string; roles: readonly string[] },
): GoodsOrderDetail {
  const row = file.prepare(`select s.* from ${GOODS_ORDERS} where s.id = ?`).get(id) as GoodsOrderRow | undefined;
  if (row === undefined) throw new AppError('NOT_FOUND', 'order-unknown', { id });
  const { requestedBy, note, stationCode, ...places } = file
    .prepare(
      `select requested_by as requestedBy, from_warehouse_id as fromWarehouseId, to_warehouse_id as toWarehouseId, note,
              (select t.code from station t where t.id = station_id) as stationCode
         from goods_order where id = ?`,
    )
    .get(id) as StoredHead;
  const lines = linesOf(file, { id, fromWarehouseId: places.fromWarehouseId });
  return {
    row,
    lines,
    request: {
      ...{ kind: row.kind, reason: row.reason, ...places, note: note ?? '', stationCode: stationCode ?? '' },
      lines: lines.map(({ partNo, qtyReqMilli }) => ({ partNo, qtyMilli: qtyReqMilli })),
    },
    events: file
      .prepare(
        `select id, action, status_to as statusTo, note, done_by_name as doneByName, done_at_ms as doneAtMs
           from goods_order_event where order_id = ? order by done_at_ms desc, id desc`,
      )
      .all(id) as GoodsOrderDetail['events'],
    movements: movementsOf(file, row),
    allowedActions: allowedOrderActions({ kind: row.kind, status: row.status, requestedBy }, { userId, roles }),
  };
}

/** What the sending warehouse may still promise; null where something of it is withheld, the server knows better. */
const AVAILABLE = `(select case when count(*) = count(b.qty_milli) then sum(b.qty_milli)
      - coalesce((select sum(h.qty_milli) from stock_reservation h where h.part_id = l.part_id
          and h.warehouse_id = @fromWarehouseId and h.state in ('HELD', 'PICKED')), 0) end
    from stock_balance b where b.part_id = l.part_id and b.warehouse_id = @fromWarehouseId and b.owner = 'HQ'
     and b.condition = 'NEW')`;

function linesOf(file: ReplicaFile, asked: { id: string; fromWarehouseId: string | null }): GoodsOrderLine[] {
  return file
    .prepare(
      `select l.id, l.line_no as lineNo, p.part_no as partNo, p.name as partName, p.uom, l.qty_req_milli as qtyReqMilli,
              l.qty_appr_milli as qtyApprMilli, l.qty_out_milli as qtyOutMilli, l.qty_over_milli as qtyOverMilli,
              l.qty_in_milli as qtyInMilli, l.qty_damaged_milli as qtyDamagedMilli, l.qty_lost_milli as qtyLostMilli,
              ${OPEN_OF_LINE} as transitMilli, l.transit_value_fen as transitValueFen,
              l.price_fen as priceFen, ${AVAILABLE} as availableMilli
         from goods_order_line l join part p on p.id = l.part_id where l.order_id = @id order by l.line_no`,
    )
    .all(asked) as GoodsOrderLine[];
}

/** The rows of the ledger with the order's number; history arrives after the open work. */
function movementsOf(file: ReplicaFile, { orderNo }: GoodsOrderRow): GoodsOrderDetail['movements'] {
  return file
    .prepare(
      `select m.id, m.seq, m.type, w.name as warehouseName, m.condition, p.part_no as partNo, m.qty_milli as qtyMilli,
              m.value_fen as valueFen, m.effective_at_ms as effectiveAtMs
         from goods_order_line l join stock_movement m on m.part_id = l.part_id and m.line_uid = l.id
              join warehouse w on w.id = m.warehouse_id join part p on p.id = m.part_id
        where l.order_id = (select id from goods_order where order_no = ?) order by m.seq desc limit 200`,
    )
    .all(orderNo) as GoodsOrderDetail['movements'];
}

interface Options {
  warehouses: { id: string; code: string; name: string; level: number | null }[];
  stations: { code: string; name: string }[];
}

/** The warehouses of all three levels between which goods go, and the stations they are sold to. */
export function goodsOrderOptions({ replicaFile }: ReadStores, _input: null): Options {
  const warehouses = replicaFile
    .prepare(
      `select id, code, name, level from warehouse where coalesce(status, 'ACTIVE') = 'ACTIVE'
        order by coalesce(level, 2), code`,
    )
    .all() as Options['warehouses'];
  const stations = replicaFile
    .prepare(`select code, name from station where status = 'ACTIVE' order by code`)
    .all() as Options['stations'];
  return { warehouses, stations };
}
