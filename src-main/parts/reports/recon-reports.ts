import { REPORTED_CLASSES } from '../../../src-shared/contract/report-columns.ts';
import { PLACE } from './report-place.ts';

/** Reports 4 and 5 of stock §6: of the last run up to the day, or of that of the warehouse. */
export const RECON_RUN = `(select r.id from recon_run r where r.status <> 'CANCELLED' and r.cutoff_at_ms <= @to
    and (@warehouseId is null or exists (select 1 from recon_item i where i.run_id = r.id and i.warehouse_id = @warehouseId))
   order by r.cutoff_at_ms desc, r.id desc limit 1)`;

/** The keys of that run. */
export const ITEMS = `(select i.* from recon_item i where i.run_id = ${RECON_RUN}
    and (@warehouseId is null or i.warehouse_id = @warehouseId))`;

const ofClass = (name: string): string => `(select sum(json_extract(c.value, '$.qtyMilli'))
    from json_each(i.contributions_json) c where json_extract(c.value, '$.class') = '${name}')`;

/** 4. Ledger, ERP and shelf of every key that does not agree, with what the difference is made of and who answers for it. */
export const RECON = `
  select ${PLACE}, w.name as warehouseName, p.part_no as partNo, p.name as partName, p.uom, i.ledger_milli as ledgerMilli,
         i.erp_milli as erpMilli, i.counted_milli as countedMilli, i.difference_milli as differenceMilli,
         i.counted_milli - i.ledger_milli as shelfDifferenceMilli,
         ${REPORTED_CLASSES.map((name) => `${ofClass(name)} as "class_${name}"`).join(', ')},
         nullif(i.unexplained_milli, 0) as unexplainedMilli, i.verdict, u.name as owner, i.due_date as dueDate,
         i.resolution_doc as resolution
    from ${ITEMS} i join warehouse w on w.id = i.warehouse_id join part p on p.id = i.part_id
         left join app_user u on u.id = i.owner_user_id
   where i.verdict <> 'AGREE' or i.difference_milli <> 0 order by w.code, p.part_no`;

const docs = (side: string): string => `(select group_concat(json_extract(d.value, '$.docNo')
      || coalesce('/' || json_extract(d.value, '$.line'), ''), ' + ') from json_each(g.value, '$.${side}') d)`;
const sum = (side: string): string =>
  `(select sum(json_extract(d.value, '$.qtyMilli')) from json_each(g.value, '$.${side}') d)`;
const first = (side: string): string =>
  `(select min(json_extract(d.value, '$.atMs')) from json_each(g.value, '$.${side}') d)`;

/** 5. The documents behind these keys as they were put together, or stand alone. */
export const RECON_DOCUMENTS = `
  select i.id || '/' || g.key as documentKey, ${PLACE}, w.name as warehouseName, p.part_no as partNo, p.name as partName, p.uom, ${docs('ours')} as ourDocs,
         ${docs('erp')} as erpDocs, case when coalesce(${sum('ours')}, ${sum('erp')}) < 0 then 'OUT' else 'IN' end as direction,
         ${sum('ours')} as ourMilli, ${sum('erp')} as erpMilli, ${first('ours')} as ourAtMs, ${first('erp')} as erpAtMs,
         json_extract(g.value, '$.rule') as rule, json_extract(g.value, '$.class') as class
    from ${ITEMS} i join json_each(coalesce(i.documents_json, '[]')) g join warehouse w on w.id = i.warehouse_id
         join part p on p.id = i.part_id order by w.code, p.part_no, g.key`;
