import type { ArrivalDocument, PurchaseDocument, RoadRow } from '../../src-shared/contract/goods-receipts.contract.ts';
import type { ListOrder } from '../../src-shared/contract/query.ts';
import { ROAD_RULES } from '../../src-shared/domain/logistics/arrival-transition.ts';
import { FIRST_LOGISTICS_SETTINGS } from '../../src-shared/domain/logistics/first-logistics.ts';
import { columnsOf, listOrder, listPage, type RoomSource, type OrderAsked, type PageAsked } from '../db/room-list.ts';
import type { ReadStores } from '../db/stores.ts';
import { OPEN_OF_LINE } from './goods-order-query.ts';
import { purchaseDocument } from './goods-receipts.repository.ts';

const bySource = (of: (rule: (typeof ROAD_RULES)[number]) => string): string =>
  `case r.source ${ROAD_RULES.map((rule) => `when '${rule.source}' then ${of(rule)}`).join(' ')} end`;

/** A row of table `setting`, or what a new company starts with. */
const LIMIT_DAYS = bySource(
  ({ days }) =>
    `coalesce((select cast(g.value_json as integer) from setting g where g.setting_key = '${days}'),
      ${String(FIRST_LOGISTICS_SETTINGS[days])})`,
);

const FIRST_PART = (from: string): string => `(select p.part_no || ' ' || p.name from ${from} limit 1)`;

/** Our own papers whose goods have left and are not signed for. */
const ORDERS = `select o.kind || '.' || o.id as id, o.kind as source, o.order_no as docNo, o.id as orderId,
    coalesce(f.name, case when o.kind = 'RETURN' then t.name end) as fromName, coalesce(w.name, t.name) as toName,
    o.to_warehouse_id as warehouseId,
    ${FIRST_PART('goods_order_line x join part p on p.id = x.part_id where x.order_id = o.id order by x.line_no')} as partText,
    count(l.id) as lineCount,
    sum(case when o.kind = 'TRANSFER' then ${OPEN_OF_LINE} else l.qty_out_milli end) as openMilli,
    case when o.kind = 'TRANSFER' then sum(l.transit_value_fen) else o.amount_fen end as valueFen,
    o.carrier, o.waybill, coalesce(o.shipped_at_ms, o.since_ms) as sentAtMs
  from goods_order o join goods_order_line l on l.order_id = o.id left join warehouse f on f.id = o.from_warehouse_id
       left join warehouse w on w.id = o.to_warehouse_id left join station t on t.id = o.station_id
 where (o.kind = 'TRANSFER' and o.status in ('IN_TRANSIT', 'PARTLY_IN')) or (o.kind = 'RETURN' and o.status = 'SENT')
    or (o.kind = 'SALE' and o.status = 'SHIPPED')
 group by o.id`;

/** What earlier receipts of a document account for of a part. */
const RECEIVED = `coalesce((select sum(l.qty_ok_milli + l.qty_damaged_milli - l.qty_over_milli)
    from goods_receipt h join goods_receipt_line l on l.receipt_id = h.id
   where h.source = 'PURCHASE' and h.source_doc_no = d.doc_no and l.part_id = p.id), 0)`;

/** Suppliers' documents as the ERP announces them, with what has not come of them. */
const PURCHASES = `select 'PURCHASE.' || e.docNo as id, 'PURCHASE' as source, e.docNo, null as orderId, e.fromName, null as toName,
    null as warehouseId, min(e.partText) as partText, count(*) as lineCount, sum(e.openMilli) as openMilli,
    sum(cast(max(0, e.openMilli) * e.priceMicro / 10000000 as integer)) as valueFen, null as carrier, null as waybill,
    min(unixepoch(e.postingDate) - 28800) * 1000 as sentAtMs
  from (select d.doc_no as docNo, u.name as fromName, p.part_no || ' ' || p.name as partText, min(d.posting_date) as postingDate,
               sum(d.qty_milli) - ${RECEIVED} as openMilli,
               coalesce(max(d.unit_price_micro), p.supply_price_fen * 10000) as priceMicro
          from supplier u join erp_document_line d on d.partner_code = u.code join part p on p.part_no = d.part_no
         where d.qty_milli > 0 and d.posting_date is not null group by d.doc_no, p.id) e
 where e.openMilli > 0 group by e.docNo`;

const DAY_MS = 86_400_000;
/** Up to its arrival, or until now. */
const ROAD_DAYS = `max(0, (coalesce((unixepoch(r.arrivedDate) - 28800) * 1000, unixepoch('now') * 1000) - r.sentAtMs) / ${String(DAY_MS)})`;
const IS_OVERDUE = `r.status = 'EXPECTED' and ${ROAD_DAYS} > ${LIMIT_DAYS}`;

/** Everything on the road, and what has arrived and is not posted; whoever must act follows from how long it takes (stock §3.2). */
export const ROAD = `(select r.*, ${ROAD_DAYS} as roadDays, ${LIMIT_DAYS} as limitDays,
    case when ${IS_OVERDUE} then ${ROAD_DAYS} - ${LIMIT_DAYS} else 0 end as overdueDays,
    case when ${IS_OVERDUE} then ${bySource(({ overdueHolder }) => `'${overdueHolder}'`)}
         else ${bySource(({ holder }) => `'${holder}'`)} end as holderRole
  from (select b.id, b.source, coalesce(a.status, 'EXPECTED') as status, b.docNo, b.orderId, a.id as arrivalId,
               a._v as arrivalVersion, b.fromName, coalesce(b.toName, w.name) as toName,
               coalesce(b.warehouseId, a.warehouse_id) as warehouseId, b.partText, b.lineCount, b.openMilli, b.valueFen,
               coalesce(a.carrier, b.carrier) as carrier, coalesce(a.waybill, b.waybill) as waybill, b.sentAtMs,
               case when a.status in ('ARRIVED', 'CHECKED') then a.arrived_date end as arrivedDate
          from (${ORDERS} union all ${PURCHASES}) b
               left join goods_arrival a on a.source_doc_no = b.docNo and a.source = b.source and a.status <> 'POSTED'
               left join warehouse w on w.id = a.warehouse_id) r) s`;

/** The list of what is on the road; its columns are the fields of `RoadRow`. */
const ROAD_LIST: RoomSource = {
  from: ROAD,
  columns: columnsOf(
    'id source status docNo fromName toName partText carrier waybill arrivedDate holderRole',
    'lineCount openMilli valueFen sentAtMs roadDays limitDays overdueDays',
  ),
  textCondition: `(s.docNo like @contains escape '\\' or s.partText like @contains escape '\\'
    or s.fromName like @contains escape '\\' or s.toName like @contains escape '\\'
    or s.waybill like @starts escape '\\' or s.carrier like @starts escape '\\'
    or (@isLetters and (name_initials(s.fromName) like @contains or name_initials(s.toName) like @contains)))`,
  firstOrder: ['s.overdueDays desc', "s.status = 'EXPECTED'", 's.sentAtMs'],
  totals: `coalesce(sum(s.valueFen), 0) as valueFen, coalesce(sum(s.overdueDays > 0), 0) as overdue,
    coalesce(sum(case when s.overdueDays > 0 then s.valueFen end), 0) as overdueValueFen`,
};

/** One page of what is on the road, what is overdue first, with what it is worth. */
export function roadPage(
  stores: ReadStores,
  asked: PageAsked,
): { rows: RoadRow[]; total: number; totals: { valueFen: number; overdue: number; overdueValueFen: number } } {
  return listPage(stores, ROAD_LIST, asked);
}

/** The ids of everything on the road that the query finds, in its order. */
export function roadOrder(stores: ReadStores, asked: OrderAsked): ListOrder {
  return listOrder(stores, ROAD_LIST, asked);
}

/** What of a transfer or a supplier's document has not come, and what was found of it where it has been checked. */
export function arrivalDocument(
  stores: ReadStores,
  { source, sourceDocNo }: { source: 'TRANSFER' | 'PURCHASE'; sourceDocNo: string },
): ArrivalDocument {
  const { replicaFile: file } = stores;
  const docNo = sourceDocNo.trim();
  const foundJson = file
    .prepare(`select found_json from goods_arrival where source_doc_no = ? and status = 'CHECKED'`)
    .pluck()
    .get(docNo) as string | undefined;
  const found = foundJson === undefined ? [] : (JSON.parse(foundJson) as ArrivalDocument['found']);
  if (source === 'PURCHASE') return { ...purchaseDocument(stores, { sourceDocNo: docNo }), found };
  const lines = file
    .prepare(
      `select p.part_no as partNo, p.name as partName, p.uom, l.qty_out_milli + l.qty_over_milli as sentMilli,
              ${OPEN_OF_LINE} as openMilli
         from goods_order o join goods_order_line l on l.order_id = o.id join part p on p.id = l.part_id
        where o.order_no = ? order by l.line_no`,
    )
    .all(docNo) as PurchaseDocument['lines'];
  return { supplierName: null, lines, found };
}
