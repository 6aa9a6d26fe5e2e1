import { columnsOf, type RoomSource } from '../db/room-list.ts';

const count = (condition: string): string => `coalesce(sum(${condition}), 0)`;

/** Preparation plans as the list shows them. */
export const PREPARATIONS = `(select n.id, n._v as version, n.plan_no as planNo, n.status, w.name as warehouseName,
    n.from_date as fromDate, n.to_date as toDate, n.weeks, n.season_bp as seasonBp, count(l.id) as lineCount,
    ${count('l.confirmed_milli < l.want_milli')} as shortCount, ${count('l.change_reason is not null')} as changedCount,
    count(distinct l.order_id) as transferCount,
    (select group_concat(q.request_no, ' ') from purchase_request q where q.plan_id = n.id) as purchaseNo, n.note, n.step_note as stepNote, n.made_by_name as madeByName,
    n.made_at_ms as madeAtMs, n.reviewed_by_name as reviewedByName, n.reviewed_at_ms as reviewedAtMs,
    n.approved_by_name as approvedByName, n.approved_at_ms as approvedAtMs, n.released_by_name as releasedByName,
    n.released_at_ms as releasedAtMs
  from preparation_plan n join warehouse w on w.id = n.warehouse_id left join preparation_line l on l.plan_id = n.id
 group by n.id) s`;

/** The list of plans; its columns are the fields of `PreparationRow`. Who has to do something stands first. */
export const PREPARATION_LIST: RoomSource = {
  from: PREPARATIONS,
  columns: columnsOf(
    'id planNo status warehouseName fromDate toDate note stepNote madeByName reviewedByName approvedByName releasedByName purchaseNo',
    'weeks seasonBp lineCount shortCount changedCount transferCount madeAtMs reviewedAtMs approvedAtMs releasedAtMs',
  ),
  textCondition: `(s.planNo like @contains escape '\\' or s.warehouseName like @contains escape '\\'
    or s.note like @contains escape '\\' or (@isLetters and name_initials(s.warehouseName) like @contains))`,
  firstOrder: [`s.status in ('DONE', 'CANCELLED')`, 's.madeAtMs desc'],
  totals: `coalesce(sum(s.status in ('COMPUTED', 'REVIEWED', 'APPROVED')), 0) as open`,
};

/** How the proposal of a line came about; the fields are those of `PreparationLineRow`. */
const OUTCOME = `case when l.want_milli is null then 'WITHHELD' when l.proposed_milli >= l.want_milli then 'FULL'
    when l.proposed_milli = 0 then 'NONE' when l.vor_want_milli > 0 then 'VOR_FIRST' else 'SHARED' end`;

/** The lines of all plans; a list asks for those of one by its number. */
export const PREPARATION_LINE_LIST: RoomSource = {
  from: `(select l.id, l.plan_id as planId, n.plan_no as planNo, l.line_no as lineNo, p.part_no as partNo,
      p.name as partName, p.uom, w.name as warehouseName, n.weeks, n.season_bp as seasonBp,
      l.week_mean_milli as weekMeanMilli, l.safety_milli as safetyMilli, l.pack_milli as packMilli,
      l.available_milli as availableMilli, l.on_order_milli as onOrderMilli, l.in_transit_milli as inTransitMilli,
      l.backlog_milli as backlogMilli, l.position_milli as positionMilli, l.gross_milli as grossMilli,
      l.net_milli as netMilli, l.want_milli as wantMilli, l.vor_want_milli as vorWantMilli, l.supply_milli as supplyMilli,
      l.wanted_milli as wantedMilli, l.proposed_milli as proposedMilli, l.confirmed_milli as confirmedMilli,
      ${OUTCOME} as outcome, l.change_reason as changeReason, l.changed_by_name as changedByName,
      l.changed_at_ms as changedAtMs, l.order_id as orderId, o.order_no as orderNo
    from preparation_line l join preparation_plan n on n.id = l.plan_id join part p on p.id = l.part_id
         join warehouse w on w.id = l.warehouse_id left join goods_order o on o.id = l.order_id) s`,
  columns: columnsOf(
    'id planId planNo partNo partName uom warehouseName outcome changeReason changedByName orderId orderNo',
    `lineNo weeks seasonBp weekMeanMilli safetyMilli packMilli availableMilli onOrderMilli inTransitMilli backlogMilli
     positionMilli grossMilli netMilli wantMilli vorWantMilli supplyMilli wantedMilli proposedMilli confirmedMilli changedAtMs`,
  ),
  textCondition: `(s.partNo like @contains escape '\\' or s.partName like @contains escape '\\'
    or s.warehouseName like @contains escape '\\' or (@isLetters and name_initials(s.partName) like @contains))`,
  firstOrder: ['s.planNo', 's.lineNo'],
  totals: `coalesce(sum(s.confirmedMilli < s.wantMilli), 0) as short,
    coalesce(sum(s.changeReason is not null), 0) as changed, coalesce(sum(s.wantMilli is null), 0) as withheld`,
};
