import { PLACE } from './report-place.ts';

/** The last step of that kind that was taken with a paper. */
const lastOf = (table: string, key: string, actions: string): string =>
  `(select v.id from ${table} v where v.${key} and v.action in (${actions}) order by v.done_at_ms desc, v.id desc limit 1)`;
const AGREED = lastOf(
  'parts_application_event',
  'application_id = a.id',
  `'regionApprove', 'inWarranty', 'goodwill', 'allocate', 'endShipping'`,
);
const SIGNED = lastOf('parts_application_event', 'application_id = a.id', `'sign'`);

const LINES = `parts_application a join parts_application_line l on l.application_id = a.id`;

/** 9.1. What was asked for, agreed to, sent and signed for on a line of report 9: by whom, when, and each delivery by itself. */
export const APPLICATION_ROWS = `
  select l.id as lineKey, 'ASKED' as source, coalesce(a.submitted_at_ms, a.requested_at_ms) as atMs, a.app_no as docNo,
         a.requested_by_name as byName, l.qty_req_milli as qtyReqMilli, null as qtyApprMilli, null as qtyShipMilli, null as qtyRecvMilli,
         a.note, 1 as step from ${LINES}
  union all
  select l.id, 'AGREED', v.done_at_ms, a.app_no, v.done_by_name, null, l.qty_appr_milli, null, null, v.note, 2
    from ${LINES} left join parts_application_event v on v.id = ${AGREED} where l.qty_appr_milli <> 0
  union all
  select l.id, 'SENT', m.effective_at_ms, coalesce(m.erp_doc_no, m.doc_no), (select u.name from app_user u where u.id = m.user_id), null,
         null, -m.qty_milli, null, m.note, 3
    from ${LINES} join stock_movement m on m.part_id = coalesce(l.substitute_part_id, l.part_id)
     and m.warehouse_id = l.source_warehouse_id and m.doc_type = 'APPLICATION' and m.line_uid = l.id
  union all
  select l.id, 'SIGNED', v.done_at_ms, a.app_no, v.done_by_name, null, null, null, l.qty_recv_milli, v.note, 4
    from ${LINES} left join parts_application_event v on v.id = ${SIGNED} where l.qty_recv_milli <> 0
   order by 1, step, atMs`;

const REPORTS = `damage_report d join damage_report_line l on l.report_id = d.id join warehouse w on w.id = d.warehouse_id`;
const IS_FIRST = `l.line_no = (select min(f.line_no) from damage_report_line f where f.report_id = d.id)`;

/** 12.1. What a line of report 12 says: the goods, what is claimed for the paper (with its first line), and each picture of it. */
export const DAMAGE_ROWS = `
  select l.id as lineKey, ${PLACE}, 'GOODS' as source, d.reported_at_ms as atMs, d.reported_by_name as byName, l.qty_milli as qtyMilli,
         l.value_fen as valueFen, null as claimFen, null as photoCount, null as note, 1 as step from ${REPORTS}
  union all
  select l.id, ${PLACE}, 'CLAIM', v.done_at_ms, v.done_by_name, null, null, d.claim_fen, null, coalesce(d.claim_no, v.note), 2
    from ${REPORTS} left join damage_report_event v on v.id = ${lastOf('damage_report_event', 'report_id = d.id', `'claim'`)}
   where ${IS_FIRST} and d.claim_fen <> 0
  union all
  select l.id, ${PLACE}, 'PHOTO', v.done_at_ms, v.done_by_name, null, null, null, 1, v.note, 3
    from ${REPORTS} join damage_report_event v on v.report_id = d.id and v.action = 'photo'
   order by 1, step, atMs`;
