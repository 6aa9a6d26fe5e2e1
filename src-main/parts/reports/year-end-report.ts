import { movementTypesOf, type RollKind } from '../../../src-shared/domain/counts/roll-forward.ts';
import { OF_COUNT_LINE } from './ledger-key.ts';
import { PLACE } from './report-place.ts';

const typesOf = (kind: RollKind): string =>
  movementTypesOf(kind)
    .map((type) => `'${type}'`)
    .join(', ');

/** Movements between the count and the balance date; after a count that came later, they are taken back. */
const rolled = (kind: RollKind): string =>
  `coalesce(sum(case when m.type in (${typesOf(kind)}) then m.qty_milli * l.direction end), 0)`;

/**
 * The full counts posted since the first day asked for, rolled to the end of the second one, the balance date: what was counted,
 * what moved between, and what lay there then, beside the book of that date as it is known now. Of several counts of a key the last
 * one up to the date, else the first one after it. What is withheld makes a sum unknown. Design §8 Periods.
 */
export const YEAR_END_ROLL = `
  with counted as (
    select l.*, s.sheet_no, case when l.counted_at_ms <= @to then 1 else -1 end as direction,
           row_number() over (partition by l.warehouse_id, coalesce(l.bin_id, ''), l.part_id, l.owner, l.condition, l.batch_no,
             l.serial_no order by l.counted_at_ms > @to, abs(l.counted_at_ms - @to)) as nearest
      from count_line l join count_sheet s on s.id = l.sheet_id join count_plan c on c.id = s.plan_id
     where c.type = 'FULL' and s.status in ('POSTED', 'CLOSED') and s.snap_at_ms >= @from and l.counted_at_ms is not null
       and (@warehouseId is null or s.warehouse_id = @warehouseId)),
  l as (select * from counted where nearest = 1),
  moved as (
    select l.id, case when count(*) = count(m.qty_milli) or max(m.id) is null then 1 end as isKnown,
           ${rolled('received')} as received, ${rolled('issued')} as issued, ${rolled('moved')} as moved,
           ${rolled('other')} as other,
           coalesce(sum(case when l.direction = 1 and m.type in (${typesOf('counted')}) then m.qty_milli end), 0) as corrected
      from l left join stock_movement m on ${OF_COUNT_LINE}
       and m.effective_at_ms > min(l.counted_at_ms, @to) and m.effective_at_ms <= max(l.counted_at_ms, @to)
     group by l.id),
  book as (
    select l.id, case when count(*) = count(m.qty_milli) then coalesce(sum(m.qty_milli), 0) end as bookMilli
      from l join stock_movement m on ${OF_COUNT_LINE} and m.effective_at_ms <= @to group by l.id),
  lines as (
    select l.*, r.received, r.issued, r.moved, r.other, r.corrected,
           case when r.isKnown = 1 then l.final_milli + r.received + r.issued + r.moved + r.other + r.corrected end as rolledMilli,
           case when k.id is null then 0 else k.bookMilli end as bookAtMilli
      from l join moved r on r.id = l.id left join book k on k.id = l.id)
  select ${PLACE}, l.sheet_no as sheetNo, w.name as warehouseName, n.code as binCode, p.part_no as partNo, p.name as partName, p.uom,
         l.counted_at_ms as countedAtMs, l.final_milli as countedMilli, l.received as receivedMilli, l.issued as issuedMilli,
         l.moved as movedMilli, l.other as otherMilli, l.corrected as correctedMilli, l.rolledMilli, l.bookAtMilli,
         l.rolledMilli - l.bookAtMilli as openMilli, l.unit_cost_fen as unitFen,
         cast(round(l.rolledMilli * l.unit_cost_fen / 1000.0) as integer) as rolledFen
    from lines l join warehouse w on w.id = l.warehouse_id join part p on p.id = l.part_id
         left join warehouse_bin n on n.id = l.bin_id
   order by w.code, l.sheet_no, l.line_no`;
