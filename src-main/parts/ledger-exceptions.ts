const KEY_OF = (other: string): string => `b.part_id = ${other}.part_id and b.warehouse_id = ${other}.warehouse_id
  and coalesce(b.bin_id, '') = coalesce(${other}.bin_id, '') and b.owner = ${other}.owner and b.condition = ${other}.condition
  and b.batch_no = ${other}.batch_no and b.serial_no = ${other}.serial_no`;

/** What the ledger itself has to say: keys that failed the last proof, postings that were refused, movements that came behind a count. */
export const LEDGER_EXCEPTIONS = {
  PROOF: `select 'PROOF.' || j.value as id, f.proved_at_ms as atMs, null as warehouseName, null as docNo,
      j.value || coalesce(' ' || p.name, '') as partText, null as qtyMilli, null as valueFen, null as note,
      'parts' as room, null as thing, j.value as search
    from (select * from stock_proof order by proved_date desc limit 1) f, json_each(f.wrong_json) j
         left join part p on p.part_no = j.value`,
  REFUSED: `select f.id, f.refused_at_ms as atMs, w.name as warehouseName, f.doc_no as docNo,
      p.part_no || ' ' || p.name as partText, f.qty_milli as qtyMilli,
      cast(round(f.qty_milli * p.std_cost_fen / 1000.0) as integer) as valueFen, f.refused_by_name as note,
      'parts' as room, null as thing, p.part_no as search
    from stock_refusal f join warehouse w on w.id = f.warehouse_id join part p on p.id = f.part_id
   where f.refused_at_ms >= @sinceMs`,
  LATE: `select m.id, m.posted_at_ms as atMs, w.name as warehouseName, m.doc_no as docNo,
      p.part_no || ' ' || p.name as partText, -m.qty_milli as qtyMilli, -m.value_fen as valueFen,
      (select s.sheet_no from count_line l join count_sheet s on s.id = l.sheet_id where l.id = m.line_uid) as note,
      'parts' as room, b.id as thing, case when b.id is null then p.part_no end as search
    from stock_movement m join warehouse w on w.id = m.warehouse_id join part p on p.id = m.part_id
         left join stock_balance b on ${KEY_OF('m')}
   where m.type = 'COUNT_REANCHOR' and m.posted_at_ms >= @sinceMs`,
};
