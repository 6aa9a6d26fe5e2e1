import { REPORTED_CLASSES } from '../../../src-shared/contract/report-columns.ts';
import { MOVEMENT, OF_COUNT_LINE } from './ledger-key.ts';
import { ITEMS } from './recon-reports.ts';
import { PLACE } from './report-place.ts';

/** Goods on the way lie in no warehouse (stock §4.11). */
const LIES_HERE = `m.condition <> 'IN_TRANSIT'`;
const NO_CLASS = REPORTED_CLASSES.map((name) => `null as "class_${name}"`).join(', ');
const EACH_CLASS = REPORTED_CLASSES.map(
  (name) =>
    `case when json_extract(c.value, '$.class') = '${name}' then json_extract(c.value, '$.qtyMilli') end as "class_${name}"`,
).join(', ');

/**
 * 4.1. What the three sides of a key of report 4 are made of: the ledger's movements, the ERP's balances, the last count of each place
 * with what moved since; and the classes the difference of the first two is put down to.
 */
export const RECON_ROWS = `
  with items as (
    select i.*, ${PLACE}, p.part_no as partNo, r.cutoff_at_ms, r.cutoff_date, r.erp_system, r.ledger_seq, r.started_at_ms
      from ${ITEMS} i join recon_run r on r.id = i.run_id join warehouse w on w.id = i.warehouse_id join part p on p.id = i.part_id
     where i.verdict <> 'AGREE' or i.difference_milli <> 0),
  counted as (
    select l.*, i.id as item_id, s.sheet_no, row_number() over (partition by i.id, coalesce(l.bin_id, ''), l.owner, l.condition, l.batch_no,
             l.serial_no order by l.counted_at_ms desc) as back
      from items i join count_line l on l.warehouse_id = i.warehouse_id and l.part_id = i.part_id join count_sheet s on s.id = l.sheet_id
     where i.counted_milli is not null and l.final_milli is not null and l.counted_at_ms <= i.cutoff_at_ms
       and s.status in ('REVIEW', 'POSTED', 'CLOSED')),
  l as (select * from counted where back = 1)
  select i.place, i.partNo, 'LEDGER' as source, ${MOVEMENT}, m.qty_milli as ledgerMilli, null as erpMilli, null as countedMilli,
         null as differenceMilli, case when i.counted_milli is not null then -m.qty_milli end as shelfDifferenceMilli, ${NO_CLASS},
         null as unexplainedMilli, 1 as side
    from items i join stock_movement m on m.part_id = i.part_id and m.warehouse_id = i.warehouse_id
     and m.effective_at_ms <= i.cutoff_at_ms and m.seq <= i.ledger_seq and ${LIES_HERE}
  union all
  select i.place, i.partNo, 'ERP_BALANCE', null, e.taken_at_ms, null, b.plant || '/' || b.sloc, null, null, b.qty_milli, null, null, null,
         ${NO_CLASS}, null, 2
    from items i join erp_balance b on b.part_id = i.part_id and b.warehouse_id = i.warehouse_id and b.erp_system = i.erp_system
     and b.extract_date = i.cutoff_date left join erp_extract e on e.id = b.extract_id
  union all
  select i.place, i.partNo, 'COUNT', null, l.counted_at_ms, null, l.sheet_no, (select u.name from app_user u where u.id = l.counted_by), null,
         null, l.final_milli, null, l.final_milli, ${NO_CLASS}, null, 3
    from l join items i on i.id = l.item_id
  union all
  select i.place, i.partNo, 'AFTER_COUNT', ${MOVEMENT}, null, null, m.qty_milli, null, m.qty_milli, ${NO_CLASS}, null, 4
    from l join items i on i.id = l.item_id join stock_movement m on ${OF_COUNT_LINE} and m.effective_at_ms > l.counted_at_ms
     and m.effective_at_ms <= i.cutoff_at_ms and m.seq <= i.ledger_seq
  union all
  select i.place, i.partNo, 'CLASS', null, null, null, null, null, null, null, null, json_extract(c.value, '$.qtyMilli'), null,
         ${EACH_CLASS}, case when json_extract(c.value, '$.class') = 'UNEXPLAINED' then json_extract(c.value, '$.qtyMilli') end, 5
    from items i join json_each(coalesce(i.contributions_json, '[]')) c
   order by 1, 2, side, atMs`;

const documents = (side: 'ours' | 'erp', source: string): string => `
  select i.id || '/' || g.key as documentKey, '${source}' as source, json_extract(d.value, '$.atMs') as atMs,
         json_extract(d.value, '$.docNo') as docNo, json_extract(d.value, '$.line') as line,
         ${side === 'ours' ? `json_extract(d.value, '$.qtyMilli')` : 'null'} as ourMilli,
         ${side === 'erp' ? `json_extract(d.value, '$.qtyMilli')` : 'null'} as erpMilli
    from ${ITEMS} i join json_each(coalesce(i.documents_json, '[]')) g join json_each(g.value, '$.${side}') d`;

/** 5.1. The documents one by one that a row of report 5 puts together. */
export const RECON_DOCUMENT_ROWS = `${documents('ours', 'OUR_DOC')} union all ${documents('erp', 'ERP_DOC')} order by 1, 2 desc, 3`;
