import { columnsOf, type RoomSource } from '../db/room-list.ts';

/** A sum that is known only where nothing of it is withheld. */
const KNOWN_VALUE = `case when count(*) = count(l.value_fen) then coalesce(sum(l.value_fen), 0) end`;

/** Purchase requests as the list shows them. */
export const PURCHASES = `(select r.id, r._v as version, r.request_no as requestNo, r.status, r.plan_id as planId,
    n.plan_no as planNo, w.name as warehouseName, count(l.id) as lineCount, ${KNOWN_VALUE} as valueFen,
    r.erp_order_no as erpOrderNo, r.step_note as stepNote, r.made_by_name as madeByName, r.made_at_ms as madeAtMs,
    r.released_by_name as releasedByName, r.released_at_ms as releasedAtMs, r.ordered_by_name as orderedByName,
    r.ordered_at_ms as orderedAtMs
  from purchase_request r join preparation_plan n on n.id = r.plan_id join warehouse w on w.id = r.warehouse_id
       join purchase_request_line l on l.request_id = r.id
 group by r.id) s`;

/** The list of requests; its columns are the fields of `PurchaseRow`. What somebody still has to do stands first. */
export const PURCHASE_LIST: RoomSource = {
  from: PURCHASES,
  columns: columnsOf(
    'id requestNo status planId planNo warehouseName erpOrderNo stepNote madeByName releasedByName orderedByName',
    'lineCount valueFen madeAtMs releasedAtMs orderedAtMs',
  ),
  textCondition: `(s.requestNo like @contains escape '\\' or s.planNo like @contains escape '\\'
    or s.warehouseName like @contains escape '\\' or s.erpOrderNo like @contains escape '\\'
    or (@isLetters and name_initials(s.warehouseName) like @contains))`,
  firstOrder: [`s.status in ('ORDERED', 'CANCELLED')`, 's.madeAtMs desc', 's.requestNo desc'],
  totals: `coalesce(sum(s.status in ('DRAFT', 'RELEASED')), 0) as open`,
};

/** The lines of all requests; a list asks for those of one by its id. The fields are those of `PurchaseLineRow`. */
export const PURCHASE_LINE_LIST: RoomSource = {
  from: `(select l.id, l.request_id as requestId, r.request_no as requestNo, l.line_no as lineNo, p.part_no as partNo,
      p.name as partName, p.spec, p.uom, p.uom_whole as uomWhole, u.name as supplierName, w.name as warehouseName, l.pack_milli as packMilli,
      l.moq_milli as moqMilli, l.wanted_milli as wantedMilli, l.supply_milli as supplyMilli, l.short_milli as shortMilli,
      l.above_milli as aboveMilli, l.open_milli as openMilli, l.qty_milli as qtyMilli, l.proposed_milli as proposedMilli,
      l.change_reason as changeReason, l.changed_by_name as changedByName, l.value_fen as valueFen
    from purchase_request_line l join purchase_request r on r.id = l.request_id join part p on p.id = l.part_id
         join warehouse w on w.id = r.warehouse_id left join supplier u on u.id = p.supplier_id) s`,
  columns: columnsOf(
    'id requestId requestNo partNo partName spec uom supplierName warehouseName changeReason changedByName',
    'lineNo packMilli moqMilli wantedMilli supplyMilli shortMilli aboveMilli openMilli qtyMilli proposedMilli valueFen',
  ),
  textCondition: `(s.partNo like @contains escape '\\' or s.partName like @contains escape '\\'
    or s.supplierName like @contains escape '\\' or (@isLetters and name_initials(s.partName) like @contains))`,
  firstOrder: ['s.requestNo', 's.lineNo'],
  totals: `coalesce(sum(s.valueFen), 0) as valueFen, coalesce(sum(s.qtyMilli is null), 0) as withheld`,
};
