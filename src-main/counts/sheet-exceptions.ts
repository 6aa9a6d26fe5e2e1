/** Count sheets that wait for somebody: to be approved, to be counted again, or left behind their plan. Stock §5. */
export const SHEET_EXCEPTIONS = `select c.id, coalesce((select max(e.done_at_ms) from count_event e where e.sheet_id = c.id),
      c.snap_at_ms, 0) as atMs, w.name as warehouseName, c.sheet_no as docNo, p.name as partText, null as qtyMilli,
    (select sum(abs(l.variance_fen)) from count_line l where l.sheet_id = c.id) as valueFen, c.status as note,
    'counts' as room, c.id as thing, null as search
  from count_sheet c join count_plan p on p.id = c.plan_id join warehouse w on w.id = c.warehouse_id
 where c.status in ('REVIEW', 'RECOUNT')
    or (c.status in ('RELEASED', 'COUNTING') and p.planned_to_date < date('now', '+8 hours'))`;
