import { OF_COUNT_LINE } from './ledger-key.ts';
import { PLACE } from './report-place.ts';

/** Reports 1 to 3 of stock §6. `@from` and `@to` are the first and the last instant of the days asked for. */

/** The sheets of the days asked for. */
export const SHEETS = `(select s.* from count_sheet s where (@warehouseId is null or s.warehouse_id = @warehouseId)
    and s.snap_at_ms between @from and @to and s.status <> 'CANCELLED')`;
/** Those of as many days before them. */
export const BEFORE = `(select s.* from count_sheet s where (@warehouseId is null or s.warehouse_id = @warehouseId)
    and s.snap_at_ms >= @from - (@to - @from) - 1 and s.snap_at_ms < @from and s.status <> 'CANCELLED')`;

const round = (number: number): string => `(select e.qty_milli from count_entry e
    where e.line_id = l.id and e.round = ${String(number)} and e.kind = 'COUNT' order by e.id desc limit 1)`;
const by = (number: number): string => `(select u.name from count_entry e left join app_user u on u.id = e.counted_by
    where e.line_id = l.id and e.round = ${String(number)} and e.kind = 'COUNT' order by e.id desc limit 1)`;
/** What was there should have been worth. */
export const EXPECTED_FEN = `l.expected_milli * l.unit_cost_fen / 1000.0`;

/** 1. Every line whose count differs from what should have lain there, with all counts of it and who made them. */
export const COUNT_VARIANCE = `
  select l.id as lineKey, ${PLACE}, s.sheet_no as sheetNo, w.name as warehouseName, n.code as binCode, p.part_no as partNo, p.name as partName, p.uom,
         g.abc_class as abcClass, l.book_qty_milli as bookMilli, l.expected_milli - l.book_qty_milli as movedMilli,
         l.expected_milli as expectedMilli, ${round(1)} as firstMilli, ${round(2)} as secondMilli, ${round(3)} as thirdMilli,
         l.final_milli as finalMilli, l.variance_milli as varianceMilli, l.variance_bp as variancePctCenti,
         l.unit_cost_fen as unitFen, l.variance_fen as varianceFen,
         (select group_concat(t.value, ' ') from json_each(coalesce(l.triggers_json, '[]')) t) as triggers,
         coalesce(r.name, l.reason_text) as reason, ${by(1)} as firstBy, ${by(2)} as secondBy, d.name as approvedBy,
         (select a.adj_no from count_adjustment_line x join count_adjustment a on a.id = x.adjustment_id
           where x.line_id = l.id limit 1) as adjNo
    from count_line l join ${SHEETS} s on s.id = l.sheet_id join warehouse w on w.id = l.warehouse_id
         join part p on p.id = l.part_id left join warehouse_bin n on n.id = l.bin_id
         left join part_warehouse_setting g on g.part_id = l.part_id and g.warehouse_id = l.warehouse_id
         left join variance_reason r on r.code = l.reason_code left join app_user d on d.id = l.decided_by
   where l.variance_milli <> 0 order by s.sheet_no, l.line_no`;

/** 2. Accuracy, gains and losses by warehouse, category and class, and what the days of the same number before came to. */
export const COUNT_SUMMARY = `
  with judged as (
    select ${PLACE}, w.name as warehouseName, c.name as category, g.abc_class as abcClass, l.*, s.isBefore
      from count_line l
           join (select *, 0 as isBefore from ${SHEETS} union all select *, 1 from ${BEFORE}) s on s.id = l.sheet_id
           join warehouse w on w.id = l.warehouse_id join part p on p.id = l.part_id
           left join part_category c on c.id = p.category_id
           left join part_warehouse_setting g on g.part_id = l.part_id and g.warehouse_id = l.warehouse_id
     where l.final_milli is not null and l.variance_milli is not null)
  select l.place, l.warehouseName, l.category, l.abcClass, sum(not l.isBefore) as lines,
         cast(round(10000.0 * sum(not l.isBefore and l.variance_milli = 0) / nullif(sum(not l.isBefore), 0)) as integer)
           as accuracyPctCenti,
         cast(round(10000.0 * sum(not l.isBefore and (l.variance_milli = 0 or l.within = 1))
           / nullif(sum(not l.isBefore), 0)) as integer) as withinPctCenti,
         coalesce(sum(case when not l.isBefore and l.variance_fen > 0 then l.variance_fen end), 0) as gainFen,
         coalesce(sum(case when not l.isBefore and l.variance_fen < 0 then l.variance_fen end), 0) as lossFen,
         coalesce(sum(case when not l.isBefore then l.variance_fen end), 0) as netFen,
         cast(round(10000.0 * sum(case when not l.isBefore then abs(l.variance_fen) end)
           / nullif(sum(case when not l.isBefore then ${EXPECTED_FEN} end), 0)) as integer) as grossPctCenti,
         cast(round(10000.0 * sum(case when not l.isBefore then l.variance_fen end)
           / nullif(sum(case when not l.isBefore then ${EXPECTED_FEN} end), 0)) as integer) as netPctCenti,
         coalesce(sum(case when l.isBefore then l.variance_fen end), 0) as beforeFen
    from judged l group by 1, 2, 3, 4 having sum(not l.isBefore) > 0 order by 1, 3, 4`;

/** 3. Lines nobody has counted, and goods that were found where the sheet had none; the value is the ledger's at the snapshot. */
export const NOT_COUNTED = `
  select l.id as lineKey, ${PLACE}, s.sheet_no as sheetNo, w.name as warehouseName, n.code as binCode, p.part_no as partNo, p.name as partName, p.uom,
         l.book_qty_milli as bookMilli, (select case when count(*) = count(m.qty_milli) then coalesce(sum(m.value_fen), 0) end
           from stock_movement m where ${OF_COUNT_LINE} and m.seq <= s.snap_seq) as bookFen,
         case when l.origin = 'FOUND' then 'FOUND'
              when exists (select 1 from count_entry e where e.line_id = l.id and e.kind = 'UNREACHABLE') then 'UNREACHABLE'
              else 'NOT_COUNTED' end as state,
         (select e.note from count_entry e where e.line_id = l.id and e.note is not null order by e.id desc limit 1) as note,
         u.name as owner
    from count_line l join ${SHEETS} s on s.id = l.sheet_id join warehouse w on w.id = l.warehouse_id
         join part p on p.id = l.part_id left join warehouse_bin n on n.id = l.bin_id
         left join app_user u on u.id = s.counter_user_id
   where l.origin = 'FOUND' or not exists (select 1 from count_entry e where e.line_id = l.id and e.kind = 'COUNT')
   order by s.sheet_no, l.line_no`;

/** Why shelves differed from the book: lines and money of each reason, its share of all that differed, and the days before. */
export const COUNT_REASONS = `
  with judged as (
    select ${PLACE}, w.name as warehouseName, l.reason_code as reasonCode, r.name as reasonName, l.variance_milli, l.variance_fen, s.isBefore
      from count_line l
           join (select *, 0 as isBefore from ${SHEETS} union all select *, 1 from ${BEFORE}) s on s.id = l.sheet_id
           join warehouse w on w.id = l.warehouse_id left join variance_reason r on r.code = l.reason_code
     where s.status in ('POSTED', 'CLOSED') and l.variance_milli <> 0),
  sums as (
    select place, warehouseName, reasonCode, reasonName, sum(not isBefore) as lines,
           sum(not isBefore and variance_milli > 0) as gainLines, sum(not isBefore and variance_milli < 0) as lossLines,
           coalesce(sum(case when not isBefore and variance_fen > 0 then variance_fen end), 0) as gainFen,
           coalesce(sum(case when not isBefore and variance_fen < 0 then variance_fen end), 0) as lossFen,
           coalesce(sum(case when not isBefore then abs(variance_fen) end), 0) as grossFen, sum(isBefore) as beforeLines
      from judged group by 1, 2, 3, 4)
  select place, warehouseName, reasonName as reason, lines, gainLines, lossLines, gainFen, lossFen, gainFen + lossFen as netFen, grossFen,
         cast(round(10000.0 * grossFen / nullif(sum(grossFen) over (), 0)) as integer) as sharePctCenti, beforeLines
    from sums order by grossFen desc, place, reasonCode`;

/** The number at the end of a sheet's, and what stands before it: the series it was given out in. */
const SERIES = `substr(s.sheet_no, 1, length(s.sheet_no) - 3)`;

/**
 * Every number of a sheet that was given out, and what became of it: used, void, spoiled on paper, still out, or missing where a
 * series has a hole. A number is of the days for which its sheet was planned; a missing one of the days of its neighbours.
 */
export const SHEET_NUMBERS = `
  with recursive numbered as (
    select s.*, p.type, p.planned_from_date as plannedDate, ${SERIES} as series,
           cast(substr(s.sheet_no, length(s.sheet_no) - 2) as integer) as place
      from count_sheet s join count_plan p on p.id = s.plan_id
     where (@warehouseId is null or s.warehouse_id = @warehouseId)),
  ofDays as (select * from numbered where plannedDate between @fromDate and @toDate),
  places(series, warehouse_id, place, last) as (
    select series, min(warehouse_id), 1, max(place) from ofDays group by series
    union all select series, warehouse_id, place + 1, last from places where place < last),
  holes as (
    select p.series || printf('%03d', p.place) as sheet_no, p.warehouse_id from places p
     where not exists (select 1 from numbered n where n.series = p.series and n.place = p.place)),
  printed as (
    select document_id as id, max(case when outcome = 'PRINTED' and form_key = 'countSheet' then copy_to end) as copies,
           max(case when outcome = 'PRINTED' and form_key = 'countList' then copy_to end) as lists,
           sum(outcome = 'SPOILED') as spoiled, group_concat(distinct serial_from) filter (where outcome = 'SPOILED') as spoiledNos
      from print_log where document_type = 'countSheet' group by document_id)
  select h.sheet_no as sheetNo, ${PLACE}, w.name as warehouseName, 'MISSING' as numberState, null as type, null as plannedDate,
         null as counterName, null as recounterName, null as lines, null as exports, null as copies, null as lists, null as spoiled,
         null as spoiledNos, null as adjNo, null as note
    from holes h join warehouse w on w.id = h.warehouse_id
  union all
  select s.sheet_no, ${PLACE}, w.name, case s.status when 'POSTED' then 'USED' when 'CLOSED' then 'USED' when 'CANCELLED' then 'VOID' when 'DRAFT' then 'PLANNED'
           else 'OUT' end, s.type, s.plannedDate, c.name, r.name, s.line_count, s.export_rev, x.copies, x.lists, x.spoiled, x.spoiledNos,
         (select a.adj_no from count_adjustment a where a.sheet_id = s.id order by a.id desc limit 1),
         (select e.note from count_event e where e.sheet_id = s.id and e.action = 'cancel' order by e.id desc limit 1)
    from ofDays s join warehouse w on w.id = s.warehouse_id left join app_user c on c.id = s.counter_user_id
         left join app_user r on r.id = s.recounter_user_id left join printed x on x.id = s.id
   order by 1`;
