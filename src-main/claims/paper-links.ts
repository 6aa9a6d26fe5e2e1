import type { PaperKind } from '../../src-shared/contract/paper.contract.ts';

/** So many of a kind are shown; one more is read, to know that there are more. */
export const MOST_LINKS = 200;
const READ = MOST_LINKS + 1;
/** The business day of an instant, in the time zone of the company. */
const day = (column: string): string => `date(${column} / 1000, 'unixepoch', '+8 hours')`;

/** A box has no status of its own: where it is follows from its two instants. */
export const BOX_STATUS = `case when b.received_at_ms is not null then 'RECEIVED' when b.shipped_at_ms is not null then 'SHIPPED' else 'PACKED' end`;

/** Columns of a link: kind, id, no, text, status, businessDate, amountFen. */
export const LINKS = {
  claim: (where: string): string =>
    `select 'claim' as kind, c.id, coalesce(c.no, c.id) as no, c.main_item_text as text, c.status, c.repair_finish_date as businessDate,
            case when c.decided_at_ms is null then c.payable_fen else c.approved_fen end as amountFen
       from claim c where ${where} order by c.repair_finish_date desc, c.id limit ${String(READ)}`,
  workOrder: (where: string): string =>
    `select 'workOrder' as kind, w.id, w.no, w.complaint_text as text, w.status, ${day('w.finish_at_ms')} as businessDate, null as amountFen
       from work_order w where ${where} order by w.finish_at_ms desc limit ${String(READ)}`,
  request: (where: string): string =>
    `select 'request' as kind, r.id, r.no, r.complaint_text as text, r.status, ${day('r.reported_at_ms')} as businessDate, null as amountFen
       from repair_request r where ${where} limit ${String(READ)}`,
  statement: (where: string): string =>
    `select 'statement' as kind, s.id, s.no, s.claimant_name as text, s.status, s.period_to_date as businessDate, s.payable_fen as amountFen
       from statement s where ${where} order by s.period_to_date desc limit ${String(READ)}`,
  oldPart: (where: string): string =>
    `select 'oldPart' as kind, o.id, o.tag_no as no, p.name as text, o.status, o.due_date as businessDate, null as amountFen
       from old_part o join part p on p.id = o.part_id where ${where} order by o.tag_no limit ${String(READ)}`,
  supplierClaim: (where: string): string =>
    `select 'supplierClaim' as kind, g.id, g.no, s.name as text, g.status, g.due_date as businessDate, g.total_fen as amountFen
       from supplier_claim g join supplier s on s.id = g.supplier_id where ${where} order by g.no limit ${String(READ)}`,
  vehicle: (where: string): string =>
    `select 'vehicle' as kind, v.id, v.vin as no, v.plate_no as text, v.status, v.in_service_date as businessDate, null as amountFen
       from vehicle v where ${where}`,
  station: (where: string): string =>
    `select 'station' as kind, t.id, t.code as no, t.name as text, t.status, t.opened_date as businessDate, null as amountFen
       from station t where ${where}`,
  dispatch: (where: string): string =>
    `select 'dispatch' as kind, d.id, r.no, coalesce(t.name, d.target_id) as text, d.status,
            ${day('d.dispatched_at_ms')} as businessDate, null as amountFen
       from dispatch d join repair_request r on r.id = d.request_id left join station t on t.id = d.target_id
      where ${where} order by d.dispatched_at_ms limit ${String(READ)}`,
  followUp: (where: string): string =>
    `select 'followUp' as kind, f.id, w.no, f.note as text, f.result as status,
            ${day('coalesce(f.called_at_ms, f.due_at_ms)')} as businessDate, null as amountFen
       from follow_up_call f join work_order w on w.id = f.work_order_id
      where ${where} order by f.due_at_ms limit ${String(READ)}`,
  preauth: (where: string): string =>
    `select 'preauth' as kind, a.id, a.no, a.valid_to_date as text, a.status, a.valid_from_date as businessDate,
            a.amount_limit_fen as amountFen
       from preauth a where ${where} order by a.valid_from_date desc limit ${String(READ)}`,
  campaign: (where: string): string =>
    `select 'campaign' as kind, k.id, k.code as no, k.title as text, null as status, k.valid_from_date as businessDate,
            k.fixed_fee_fen as amountFen
       from campaign k where ${where} order by k.code limit ${String(READ)}`,
  partsIssue: (where: string): string =>
    `select 'partsIssue' as kind, i.id, i.issue_doc as no, coalesce(p.name, i.part_no_text) as text, null as status,
            null as businessDate, null as amountFen
       from work_order_part i left join part p on p.id = i.part_id
      where i.issue_doc is not null and ${where} order by i.issue_doc, i.seq limit ${String(READ)}`,
  partsApplication: (where: string): string =>
    `select 'partsApplication' as kind, a.id, coalesce(a.app_no, a.id) as no,
            (select group_concat(p.name, ' / ') from parts_application_line l join part p on p.id = l.part_id
              where l.application_id = a.id) as text, a.status, ${day('a.requested_at_ms')} as businessDate, null as amountFen
       from parts_application a where ${where} order by a.requested_at_ms desc limit ${String(READ)}`,
  box: (where: string): string =>
    `select 'box' as kind, b.id, b.no, coalesce(b.waybill, b.carrier) as text, ${BOX_STATUS} as status,
            ${day('coalesce(b.received_at_ms, b.shipped_at_ms)')} as businessDate, b.freight_fen as amountFen
       from old_part_box b where ${where} order by b.no desc limit ${String(READ)}`,
  invoice: (where: string): string =>
    `select 'invoice' as kind, i.id, i.invoice_no as no, null as text, i.status, i.issue_date as businessDate, i.gross_fen as amountFen
       from invoice i where ${where} order by i.invoice_no limit ${String(READ)}`,
  payment: (where: string): string =>
    `select 'payment' as kind, y.id, coalesce(y.bank_ref, y.erp_doc, s.no) as no, y.erp_doc as text, null as status,
            ${day('y.paid_at_ms')} as businessDate, y.amount_fen as amountFen
       from payment y join statement s on s.id = y.statement_id
      where ${where} order by y.paid_at_ms limit ${String(READ)}`,
  adjustment: (where: string): string =>
    `select 'adjustment' as kind, j.id, coalesce(c.no, s.no, j.id) as no, j.note as text, j.status,
            ${day('j.created_at_ms')} as businessDate, j.amount_fen as amountFen
       from statement_adjustment j left join statement s on s.id = j.statement_id left join claim c on c.id = j.ref_claim_id
      where ${where} order by j.created_at_ms limit ${String(READ)}`,
} satisfies Record<PaperKind, (where: string) => string>;
