/** Rows of the ERP to which nothing of ours belongs, key by key of the runs that are worked on. Stock §4.11, §5. */
export const ERP_EXCEPTIONS = `select i.id, min(json_extract(d.value, '$.atMs')) as atMs, w.name as warehouseName,
    min(json_extract(d.value, '$.docNo')) as docNo, p.part_no || ' ' || p.name as partText,
    sum(json_extract(d.value, '$.qtyMilli')) as qtyMilli,
    cast(round(sum(abs(json_extract(d.value, '$.qtyMilli'))) * p.std_cost_fen / 1000.0) as integer) as valueFen,
    r.run_no as note, 'reconciliation' as room, r.id as thing, p.part_no as search
  from recon_run r join recon_item i on i.run_id = r.id join warehouse w on w.id = i.warehouse_id
       join part p on p.id = i.part_id, json_each(i.documents_json) g, json_each(g.value, '$.erp') d
 where r.status not in ('SIGNED', 'CANCELLED') and i.verdict <> 'AGREE' and json_array_length(g.value, '$.ours') = 0
 group by i.id`;
