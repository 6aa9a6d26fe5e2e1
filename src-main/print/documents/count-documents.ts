import type { FormDocument } from '../../../src-shared/domain/print/form-template.ts';
import type { ReadStores } from '../../db/stores.ts';
import { linesByOwner, rowsOf } from './document-rows.ts';

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
  const sheets = rowsOf(
    stores,
    ids,
    `select s.id, s.sheet_no as no, w.code || ' ' || w.name as warehouseName, p.name as planName,
            p.planned_from_date as countDate, c.name as counterName, r.name as recounterName, s.line_count as lineCount
       from count_sheet s join count_plan p on p.id = s.plan_id join warehouse w on w.id = s.warehouse_id
            left join app_user c on c.id = s.counter_user_id left join app_user r on r.id = s.recounter_user_id
      where s.id in (select value from json_each(?))`,
  );
  return sheets.map((row) => ({
    type: 'countSheet',
    id: String(row.id),
    no: String(row.no),
    values: row,
    lines: lines.get(String(row.id)) ?? [],
  }));
}
