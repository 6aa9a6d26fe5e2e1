import type { GridColumnSource } from '../db/grid-filter.ts';

const text = (name: string): GridColumnSource => ({ sql: `s.${name}`, kind: 'text' });
const number = (name: string): GridColumnSource => ({ sql: `s.${name}`, kind: 'number' });

/** The allow-list for planning: keys are the fields of `PlanningRow`. */
export const PLANNING_COLUMNS: Readonly<Record<string, GridColumnSource>> = {
  id: text('id'),
  warehouseName: text('warehouseName'),
  sourceName: text('sourceName'),
  partNo: text('partNo'),
  partName: text('partName'),
  uom: text('uom'),
  abcClass: text('abcClass'),
  serviceLevelBp: number('serviceLevelBp'),
  computedMethod: text('computedMethod'),
  method: text('method'),
  weekMeanMilli: number('weekMeanMilli'),
  computedSafetyMilli: number('computedSafetyMilli'),
  computedReorderMilli: number('computedReorderMilli'),
  computedMaxMilli: number('computedMaxMilli'),
  safetyMilli: number('safetyMilli'),
  reorderMilli: number('reorderMilli'),
  maxMilli: number('maxMilli'),
  packMilli: number('packMilli'),
  approvedAtMs: number('approvedAtMs'),
  onHandMilli: number('onHandMilli'),
  availableMilli: number('availableMilli'),
  onOrderMilli: number('onOrderMilli'),
  inTransitMilli: number('inTransitMilli'),
  backlogMilli: number('backlogMilli'),
  positionMilli: number('positionMilli'),
  orderMilli: number('orderMilli'),
  valueFen: number('valueFen'),
  issuedMilli: number('issuedMilli'),
  issuedFen: number('issuedFen'),
  averageStockFen: number('averageStockFen'),
  turnsCenti: number('turnsCenti'),
  daysTenths: number('daysTenths'),
  lastIssueAtMs: number('lastIssueAtMs'),
  firstMoveAtMs: number('firstMoveAtMs'),
  movementClass: text('movementClass'),
  excessMilli: number('excessMilli'),
};

/** What the quick search of planning looks through. */
export const PLANNING_TEXT_CONDITION = `(s.partNo like @contains escape '\\' or s.partName like @contains escape '\\'
  or (@isLetters and name_initials(s.partName) like @contains))`;

/** A sum that is known only where nothing of it is withheld. */
const known = (column: string): string => `case when count(*) = count(${column}) then sum(${column}) end`;
const held = (condition: string): string => `(select part_id, warehouse_id, ${known('qty_milli')} as milli,
    sum(value_fen) as fen from stock_balance where ${condition} group by part_id, warehouse_id)`;

/** What was ordered outside and has not come: order lines of the ERP with an open rest. */
const ON_ORDER = `(select p.id as part_id, w.id as warehouse_id, sum(e.qty_milli - e.received_milli) as milli
    from erp_document_line e join part p on p.part_no = e.part_no
         join warehouse w on w.erp_plant = e.plant and coalesce(w.erp_sloc, '') = coalesce(e.sloc, '')
   where e.received_milli is not null and e.qty_milli > e.received_milli
     and upper(coalesce(e.status, '')) not in ('CANCELLED', 'CANCELED', 'VOID', 'CLOSED')
   group by p.id, w.id)`;

/** Goods that are promised come out of what is there; what is promised beyond it is not filled. Stock §4.8. */
const PLACES = `(select g.*, w.code || ' ' || w.name as place, w.name as warehouseName, u.name as sourceName, p.part_no as partNo, p.name as partName, p.uom,
    case when b.part_id is null then 0 else b.milli end as onHandMilli, coalesce(b.fen, 0) as valueFen,
    coalesce(r.milli, 0) as reservedMilli, coalesce(o.milli, 0) as onOrderMilli,
    case when i.part_id is null then 0 else i.milli end as inTransitMilli,
    x.old_part_id is not null as superseded, coalesce(x.use_up, 0) as useUp
  from part_warehouse_setting g join part p on p.id = g.part_id join warehouse w on w.id = g.warehouse_id
       left join warehouse u on u.id = w.parent_id
       left join ${held(`condition in ('NEW', 'WARRANTY')`)} b on b.part_id = g.part_id and b.warehouse_id = g.warehouse_id
       left join ${held(`condition = 'IN_TRANSIT'`)} i on i.part_id = g.part_id and i.warehouse_id = g.warehouse_id
       left join (select part_id, warehouse_id, sum(qty_milli) as milli from stock_reservation
                   where state in ('HELD', 'PICKED') group by part_id, warehouse_id) r
         on r.part_id = g.part_id and r.warehouse_id = g.warehouse_id
       left join (select old_part_id, max(use_up_first) as use_up from part_supersession
                   where type <> 'INTERCHANGE' group by old_part_id) x on x.old_part_id = g.part_id
       left join ${ON_ORDER} o on o.part_id = g.part_id and o.warehouse_id = g.warehouse_id)`;

const POSITION = `k.onHandMilli - k.reservedMilli + k.onOrderMilli + k.inTransitMilli`;

/** Every planned key; the proposals, the classes and the excess are the domain's, asked for row by row. */
export const PLANNING = `(select k.id, k.part_id as partId, k.warehouse_id as warehouseId, k.place, k.warehouseName, k.sourceName,
    k.partNo, k.partName, k.uom, k.abc_class as abcClass, k.service_level_bp as serviceLevelBp,
    k.computed_method as computedMethod, k.method, k.week_mean_milli as weekMeanMilli,
    k.computed_safety_milli as computedSafetyMilli, k.computed_reorder_milli as computedReorderMilli,
    k.computed_max_milli as computedMaxMilli, k.safety_milli as safetyMilli, k.reorder_milli as reorderMilli,
    k.max_milli as maxMilli, k.pack_milli as packMilli, k.moq_milli as moqMilli, k.approved_at_ms as approvedAtMs,
    k.onHandMilli, max(k.onHandMilli - k.reservedMilli, 0) as availableMilli, k.onOrderMilli, k.inTransitMilli,
    max(k.reservedMilli - k.onHandMilli, 0) as backlogMilli, ${POSITION} as positionMilli,
    order_milli(${POSITION}, coalesce(k.min_milli, k.computed_reorder_milli), coalesce(k.max_milli, k.computed_max_milli),
      k.pack_milli, k.moq_milli) as orderMilli,
    case when k.onHandMilli is null then null else k.valueFen end as valueFen, k.issued_milli as issuedMilli,
    k.issued_fen as issuedFen, k.average_stock_fen as averageStockFen, k.turns_centi as turnsCenti,
    k.days_tenths as daysTenths, k.first_move_at_ms as firstMoveAtMs, k.last_issue_at_ms as lastIssueAtMs,
    movement_class(k.onHandMilli, k.issued_milli, k.last_issue_at_ms, k.first_move_at_ms, k.computed_at_ms, k.superseded,
      k.useUp) as movementClass,
    excess_milli(k.onHandMilli, coalesce(k.max_milli, k.computed_max_milli), k.issued_milli) as excessMilli,
    k.computed_at_ms as computedAtMs, k.explain_json as explainJson from ${PLACES} k) s`;

/** Where a part is at its reorder point or below while it lies in excess here. */
export const SHORT_AT = `coalesce((select group_concat(w.name, '、') from part_warehouse_setting g
    join warehouse w on w.id = g.warehouse_id
   where s.excessMilli > 0 and g.part_id = s.partId and g.warehouse_id <> s.warehouseId
     and coalesce((select sum(b.qty_milli) from stock_balance b where b.part_id = g.part_id
        and b.warehouse_id = g.warehouse_id and b.condition in ('NEW', 'WARRANTY')), 0)
        <= coalesce(g.min_milli, g.computed_reorder_milli)
     and coalesce(g.min_milli, g.computed_reorder_milli) > 0), '')`;
