import type { FormDocument } from '../../../src-shared/domain/print/form-template.ts';
import { listControlNumber } from '../../../src-shared/domain/counts/list-control-number.ts';
import type { ReadStores } from '../../db/stores.ts';
import { linesByOwner, rowsOf } from './document-rows.ts';

const SHEETS = `select s.id, s.sheet_no as no, w.code || ' ' || w.name as warehouseName, p.name as planName,
       p.planned_from_date as countDate, c.name as counterName, r.name as recounterName, s.line_count as lineCount
  from count_sheet s join count_plan p on p.id = s.plan_id join warehouse w on w.id = s.warehouse_id
       left join app_user c on c.id = s.counter_user_id left join app_user r on r.id = s.recounter_user_id
 where s.id in (select value from json_each(?))`;

/** 盘点表 of count sheets: where to count what. A count stands on the sheet only when it was entered already. */
export function countSheetDocuments(stores: ReadStores, ids: readonly string[]): FormDocument[] {
  const lines = linesByOwner(
    stores,
    ids,
    `select l.sheet_id as owner, l.line_no as seq, b.code as bin, p.part_no as partNo, p.name as partName,
            coalesce(l.uom_entered, p.uom) as uom,
            (select e.qty_milli from count_entry e where e.line_id = l.id order by e.round desc, e.id desc limit 1) as countedQtyMilli,
            l.reason_text as note
       from count_line l left join warehouse_bin b on b.id = l.bin_id join part p on p.id = l.part_id
      where l.sheet_id in (select value from json_each(?)) order by l.sheet_id, l.line_no`,
  );
  return rowsOf(stores, ids, SHEETS).map((row) => ({
    type: 'countSheet',
    id: String(row.id),
    no: String(row.no),
    values: row,
    lines: lines.get(String(row.id)) ?? [],
  }));
}

/** 盘点结果签字表 of sheets whose counts are over: what stands for each line, and the control number the screen shows as well. */
export function countListDocuments(stores: ReadStores, ids: readonly string[]): FormDocument[] {
  const lines = linesByOwner(
    stores,
    ids,
    `select l.sheet_id as owner, l.id, l.state, l.line_no as seq, b.code as bin, p.part_no as partNo, p.name as partName, p.uom,
            l.expected_milli as expectedMilli, l.final_milli as finalMilli, l.variance_milli as varianceMilli,
            l.variance_fen as varianceFen, coalesce(r.name, l.reason_text) as reason
       from count_line l left join warehouse_bin b on b.id = l.bin_id join part p on p.id = l.part_id
            left join variance_reason r on r.code = l.reason_code
      where l.sheet_id in (select value from json_each(?)) order by l.sheet_id, l.line_no`,
  );
  return rowsOf(stores, ids, SHEETS).map((row) => {
    const own = lines.get(String(row.id)) ?? [];
    const counted = own.map(({ id, finalMilli, state }) => {
      const quantity = finalMilli === null ? null : Number(finalMilli);
      return { id: String(id), finalMilli: quantity, isWithheld: quantity === null && state !== 'UNREACHABLE' };
    });
    const sumOf = (sign: number): number =>
      own.reduce((sum, { varianceFen }) => sum + Math.max(0, sign * Number(varianceFen ?? 0)), 0);
    return {
      ...{ type: 'countSheet', id: String(row.id), no: String(row.no), lines: own },
      values: { ...row, gainFen: sumOf(1), lossFen: sumOf(-1), control: listControlNumber(counted) ?? '' },
    };
  });
}
