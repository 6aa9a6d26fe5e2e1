import { FIRST_COUNT_SETTINGS } from '../../src-shared/domain/counts/first-counts.ts';

/** Count sheets that wait for somebody: to be approved, to be counted again, or left behind their plan. Stock §5. */
export const SHEET_EXCEPTIONS = `select c.id, coalesce((select max(e.done_at_ms) from count_event e where e.sheet_id = c.id),
      c.snap_at_ms, 0) as atMs, w.name as warehouseName, c.sheet_no as docNo, p.name as partText, null as qtyMilli,
    (select sum(abs(l.variance_fen)) from count_line l where l.sheet_id = c.id) as valueFen, c.status as note,
    'counts' as room, c.id as thing, null as search
  from count_sheet c join count_plan p on p.id = c.plan_id join warehouse w on w.id = c.warehouse_id
 where c.status in ('REVIEW', 'RECOUNT')
    or (c.status in ('RELEASED', 'COUNTING') and p.planned_to_date < date('now', '+8 hours'))`;

/**
 * Posted sheets of a warehouse the ERP keeps, whose adjustment it has no document of after `countErpMostDays` days: what to book there,
 * and who approved it. The number is the one its document has to name (0352, 0381).
 */
export const UNBOOKED_EXCEPTIONS = `select c.id, v.done_at_ms as atMs, w.name as warehouseName, a.adj_no as docNo,
    c.sheet_no || ' ' || p.name as partText, null as qtyMilli,
    (select sum(x.value_fen) from count_adjustment_line x where x.adjustment_id = a.id) as valueFen, v.done_by_name as note,
    'counts' as room, c.id as thing, null as search
  from count_sheet c join count_plan p on p.id = c.plan_id join warehouse w on w.id = c.warehouse_id
       join count_adjustment a on a.sheet_id = c.id and a.status = 'POSTED'
       join count_event v on v.id = (select max(e.id) from count_event e where e.sheet_id = c.id and e.action = 'approve')
 where c.status = 'POSTED' and w.erp_plant is not null
   and exists (select 1 from count_adjustment_line x where x.adjustment_id = a.id)
   and v.done_at_ms < (unixepoch('now') - 86400 * coalesce((select cast(value_json as integer) from setting
         where setting_key = 'countErpMostDays'), ${String(FIRST_COUNT_SETTINGS.countErpMostDays)})) * 1000`;

/** Sheets that are not posted yet and were counted with a clock that is off by more than may be, by device (0354). */
export const CLOCK_EXCEPTIONS = `select c.id || '.' || e.device_id as id, max(e.counted_at_ms) as atMs, w.name as warehouseName,
    c.sheet_no as docNo, p.name as partText, null as qtyMilli, null as valueFen, max(u.name) as note,
    'counts' as room, c.id as thing, null as search
  from count_entry e indexed by count_entry_clock join count_line l on l.id = e.line_id join count_sheet c on c.id = l.sheet_id
       join count_plan p on p.id = c.plan_id join warehouse w on w.id = c.warehouse_id
       left join app_user u on u.id = e.counted_by
 where e.clock_offset_ms <> 0 and c.status in ('COUNTING', 'RECOUNT', 'REVIEW')
   and abs(e.clock_offset_ms) > 1000 * coalesce((select cast(value_json as integer) from setting
         where setting_key = 'countClockMostSeconds'), ${String(FIRST_COUNT_SETTINGS.countClockMostSeconds)})
 group by c.id, e.device_id`;
