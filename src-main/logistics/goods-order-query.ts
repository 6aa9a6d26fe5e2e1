import { columnsOf, WAITING_FIRST, type RoomSource } from '../db/room-list.ts';

const TEXT_CONDITION = `(s.orderNo like @contains escape '\\' or s.partText like @contains escape '\\'
  or s.fromName like @contains escape '\\' or s.toName like @contains escape '\\'
  or s.waybill like @starts escape '\\' or s.carrier like @starts escape '\\'
  or (@isLetters and (name_initials(s.fromName) like @contains or name_initials(s.toName) like @contains)))`;

const SUM = (column: string): string => `coalesce(sum(l.${column}), 0)`;

/** Sent and not accounted for yet, of one line `l`. */
export const OPEN_OF_LINE =
  'l.qty_out_milli + l.qty_over_milli - l.qty_in_milli - l.qty_damaged_milli - l.qty_lost_milli';

/** Orders of goods as the list shows them. How long one has stood where it is, is the difference to the moment of asking. */
export const GOODS_ORDERS = `(select o.id, o._v as version, o.order_no as orderNo, o.kind, o.reason, o.status,
    coalesce(f.name, case when o.kind = 'RETURN' then t.name end) as fromName, coalesce(w.name, t.name) as toName,
    (select p.part_no || ' ' || p.name from goods_order_line x join part p on p.id = x.part_id
      where x.order_id = o.id order by x.line_no limit 1) as partText,
    count(l.id) as lineCount, ${SUM('qty_req_milli')} as qtyReqMilli, ${SUM('qty_appr_milli')} as qtyApprMilli,
    ${SUM('qty_out_milli')} as qtyOutMilli, ${SUM('qty_in_milli')} as qtyInMilli,
    case when o.kind = 'TRANSFER' then coalesce(sum(${OPEN_OF_LINE}), 0) else 0 end as transitMilli, ${SUM('transit_value_fen')} as transitValueFen,
    o.amount_fen as amountFen, o.erp_order_no as erpOrderNo, o.invoice_no as invoiceNo, o.holder_role as holderRole, o.since_ms as sinceMs,
    case when o.holder_role is not null then max(0, (unixepoch('now') * 1000 - o.since_ms) / 86400000) end as stayDays,
    o.carrier, o.waybill, o.requested_by_name as requestedByName, o.requested_at_ms as requestedAtMs
  from goods_order o left join warehouse f on f.id = o.from_warehouse_id left join warehouse w on w.id = o.to_warehouse_id
       left join station t on t.id = o.station_id left join goods_order_line l on l.order_id = o.id
 group by o.id) s`;

/** The list of orders; its columns are the fields of `GoodsOrderRow`. */
export const ORDER_LIST: RoomSource = {
  from: GOODS_ORDERS,
  columns: columnsOf(
    'id orderNo kind reason status fromName toName partText holderRole carrier waybill erpOrderNo invoiceNo requestedByName',
    'lineCount qtyReqMilli qtyApprMilli qtyOutMilli qtyInMilli transitMilli transitValueFen amountFen sinceMs stayDays requestedAtMs',
  ),
  textCondition: TEXT_CONDITION,
  firstOrder: WAITING_FIRST,
  totals: `coalesce(sum(s.holderRole is not null), 0) as open, coalesce(sum(s.transitValueFen), 0) as transitValueFen`,
};
