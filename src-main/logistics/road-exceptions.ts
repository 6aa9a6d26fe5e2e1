import { ROAD } from './goods-on-the-road.repository.ts';

/** What is longer on the road than is allowed for where it comes from. Stock §3.2, §5. */
export const ROAD_EXCEPTIONS = `select s.id, s.sentAtMs as atMs, coalesce(s.toName, s.fromName) as warehouseName, s.docNo,
    s.partText, s.openMilli as qtyMilli, s.valueFen, s.holderRole as note, 'logistics' as room,
    coalesce('order.' || s.orderId, 'road') as thing, case when s.orderId is null then s.docNo end as search
  from ${ROAD} where s.overdueDays > 0`;

const ENDED = (paper: 'order' | 'application', no: string, table: string, open: string): string => `
  select e.id, e.done_at_ms as atMs, (select w.name from stock_reservation h join warehouse w on w.id = h.warehouse_id
      where h.doc_no = o.${no} order by h.id desc limit 1) as warehouseName, o.${no} as docNo,
    (select group_concat(p.part_no || ' ' || p.name, '、') from ${table}_line l join part p on p.id = l.part_id
      where l.${paper}_id = o.id and instr(', ' || e.note || ',', ', ' || l.line_no || ',') > 0) as partText,
    null as qtyMilli, null as valueFen, o.holder_role as note, 'logistics' as room,
    ${paper === 'order' ? "'order.' || o.id" : 'o.id'} as thing, null as search
  from ${table}_event e join ${table} o on o.id = e.${paper}_id
 where e.action = 'promiseEnds' and o.status in (${open})
   and not exists (select 1 from ${table}_event f where f.${paper}_id = o.id and f.action = 'promiseEnds' and f.id > e.id)`;

/** Papers whose goods are held for them no longer, as long as they wait to leave. Stock §2.2 (0353). */
export const PROMISE_EXCEPTIONS = `${ENDED('order', 'order_no', 'goods_order', "'APPROVED', 'ERP_SENT'")}
  union all ${ENDED('application', 'app_no', 'parts_application', "'ALLOCATED', 'ERP_SENT', 'SHIPPED'")}`;
