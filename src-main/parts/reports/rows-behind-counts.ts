import { BEFORE, EXPECTED_FEN, SHEETS } from './count-reports.ts';
import { MOVEMENT, OF_COUNT_LINE } from './ledger-key.ts';
import { PLACE } from './report-place.ts';

/** When the sheet of a line was last judged: what is booked later is not in what was expected of it (stock §4.1). */
const JUDGED_AT = `(select max(e.done_at_ms) from count_event e where e.sheet_id = s.id and e.action in ('submit', 'late'))`;
/** What the ledger had when the difference of a line was posted to it; nothing comes between the last look and that (stock §3.1). */
const POSTED_SEQ = `(select min(m.seq) from count_adjustment_line a join stock_movement m on m.id = a.movement_id where a.line_id = l.id)`;

/**
 * 1.1. What a line of report 1 is made of: the ledger up to the snapshot is its book, up to the moment of the count what was
 * expected; every count of it, of which the last of a round stands in its column; and the count that holds.
 */
export const COUNT_LINE_ROWS = `
  with lines as (
    select l.*, s.snap_seq, p.mode, ${JUDGED_AT} as judged_at_ms, ${POSTED_SEQ} as posted_seq
      from count_line l join ${SHEETS} s on s.id = l.sheet_id join count_plan p on p.id = s.plan_id where l.variance_milli <> 0),
  moves as (
    select l.id as lineKey, ${MOVEMENT}, case when m.seq <= l.snap_seq then m.qty_milli else 0 end as bookMilli,
           case when case when l.mode = 'ROLL' then m.effective_at_ms <= l.counted_at_ms
                            and coalesce(m.seq < l.posted_seq, m.posted_at_ms <= l.judged_at_ms, 1)
                          else m.seq <= l.snap_seq end then m.qty_milli else 0 end as expectedMilli
      from lines l join stock_movement m on ${OF_COUNT_LINE}),
  counts as (
    select e.*, row_number() over (partition by e.line_id, e.round order by e.id desc) as back
      from count_entry e join lines l on l.id = e.line_id where e.kind = 'COUNT')
  select lineKey, 'LEDGER' as source, atMs, type, docNo, byName, bookMilli, expectedMilli - bookMilli as movedMilli, expectedMilli,
         null as firstMilli, null as secondMilli, null as thirdMilli, null as finalMilli, -expectedMilli as varianceMilli, seq as place_no
    from moves where bookMilli <> 0 or expectedMilli <> 0
  union all
  select c.line_id, 'COUNT', c.counted_at_ms, null, null, u.name, null, null, null,
         case when c.round = 1 and c.back = 1 then c.qty_milli end, case when c.round = 2 and c.back = 1 then c.qty_milli end,
         case when c.round = 3 and c.back = 1 then c.qty_milli end, null, null, 1e15 + c.round
    from counts c left join app_user u on u.id = c.counted_by
  union all
  select l.id, 'FINAL', l.counted_at_ms, null, null, u.name, null, null, null, null, null, null, l.final_milli, l.final_milli, 2e15
    from lines l left join app_user u on u.id = l.counted_by
   order by 1, place_no, atMs`;

/** 2.1. The counted lines of a row of report 2, those of the days before among them. */
export const COUNT_LINES = `
  select ${PLACE}, c.name as category, g.abc_class as abcClass, s.sheet_no as sheetNo, l.counted_at_ms as atMs, n.code as binCode,
         p.part_no as partNo, p.name as partName, p.uom, l.final_milli as finalMilli, l.variance_milli as varianceMilli,
         not s.isBefore as lines, not s.isBefore and l.variance_milli = 0 as exactLines,
         not s.isBefore and (l.variance_milli = 0 or coalesce(l.within, 0) = 1) as withinLines,
         case when not s.isBefore then cast(round(${EXPECTED_FEN}) as integer) else 0 end as expectedFen,
         case when not s.isBefore then max(l.variance_fen, 0) else 0 end as gainFen,
         case when not s.isBefore then min(l.variance_fen, 0) else 0 end as lossFen,
         case when not s.isBefore then l.variance_fen else 0 end as netFen,
         case when not s.isBefore then abs(l.variance_fen) else 0 end as grossFen,
         case when s.isBefore then l.variance_fen else 0 end as beforeFen
    from count_line l
         join (select *, 0 as isBefore from ${SHEETS} union all select *, 1 from ${BEFORE}) s on s.id = l.sheet_id
         join warehouse w on w.id = l.warehouse_id join part p on p.id = l.part_id
         left join part_category c on c.id = p.category_id left join warehouse_bin n on n.id = l.bin_id
         left join part_warehouse_setting g on g.part_id = l.part_id and g.warehouse_id = l.warehouse_id
   where l.final_milli is not null and l.variance_milli is not null order by s.isBefore, s.sheet_no, l.line_no`;

/** 3.1. The movements that made up the book of a line of report 3 when its sheet was given out. */
export const BOOK_ROWS = `
  select l.id as lineKey, ${MOVEMENT}, m.qty_milli as bookMilli, m.value_fen as bookFen
    from count_line l join ${SHEETS} s on s.id = l.sheet_id join stock_movement m on ${OF_COUNT_LINE} and m.seq <= s.snap_seq
   order by l.id, m.seq`;
