import type { PaperKind } from '../../src-shared/contract/paper.contract.ts';
import { BOX_STATUS, LINKS } from './paper-links.ts';

interface PaperSource {
  /** One row by `@id`; `no` names the paper, the other columns are its facts. */
  head: string;
  /** Which papers it leads to, each list by `@id`. */
  links: readonly string[];
}

const ORDERS_OF_DISPATCH = `w.vehicle_id = (select r.vehicle_id from dispatch d join repair_request r on r.id = d.request_id where d.id = @id)
          and w.request_id = (select request_id from dispatch where id = @id)`;
/** The orders that name the same document as the row of the parts does. */
const ORDERS_OF_ISSUE = `select work_order_id from work_order_part
          where issue_doc = (select issue_doc from work_order_part where id = @id)`;
/** An application asks for an order by its number, and the order is one of its vehicle. */
const ORDERS_OF_APPLICATION = `select w.id from parts_application a join work_order w on w.vehicle_id = a.vehicle_id and w.no = a.work_order_no
          where a.id = @id`;
const applicationsOfOrder = (order: string): string => `select x.id from work_order w
          join parts_application x on x.vehicle_id = w.vehicle_id and x.work_order_no = w.no where w.id = ${order}`;
const applicationsOfOldParts = (where: string): string => `select l.application_id from old_part o
          join parts_application_line l on l.id = o.application_line_id where ${where}`;
/** What the customer answered, as a word; null where it was not asked. */
const answer = (column: string): string => `case ${column} when 1 then 'SAID_YES' when 0 then 'SAID_NO' end`;

/** What stands on each kind of paper, and where it leads. Settlement and service, claims §2, §3. */
export const SOURCES: Readonly<Record<PaperKind, PaperSource>> = {
  claim: {
    head: `select coalesce(no, id) as no, status, claimed_fen as claimedFen, payable_fen as payableFen, approved_fen as approvedFen,
                  claimant_name as claimantName, vin_text as vin, main_item_text as item from claim where id = @id`,
    links: [
      LINKS.workOrder('w.id = (select work_order_id from claim where id = @id)'),
      LINKS.request(
        'r.id = (select w.request_id from claim c join work_order w on w.id = c.work_order_id where c.id = @id)',
      ),
      LINKS.statement('s.id = (select statement_id from claim where id = @id)'),
      LINKS.oldPart('o.claim_id = @id'),
      LINKS.supplierClaim('g.id in (select supplier_claim_id from supplier_claim_line where claim_id = @id)'),
      LINKS.vehicle('v.id = (select vehicle_id from claim where id = @id)'),
      LINKS.station('t.id = (select station_id from claim where id = @id)'),
      LINKS.dispatch(
        `d.request_id = (select w.request_id from claim c join work_order w on w.id = c.work_order_id where c.id = @id)`,
      ),
      LINKS.followUp(`f.work_order_id = (select work_order_id from claim where id = @id)`),
      LINKS.preauth(`a.id = (select preauth_id from claim where id = @id)`),
      LINKS.campaign(`k.id = (select campaign_id from claim where id = @id)`),
      LINKS.partsIssue(`i.work_order_id = (select work_order_id from claim where id = @id)`),
      LINKS.partsApplication(
        `a.id in (${applicationsOfOrder('(select work_order_id from claim where id = @id)')}
          union ${applicationsOfOldParts('o.claim_id = @id')})`,
      ),
      LINKS.box(`b.id in (select box_id from old_part where claim_id = @id)`),
      LINKS.invoice(`i.statement_id = (select statement_id from claim where id = @id)`),
      LINKS.payment(`y.statement_id = (select statement_id from claim where id = @id)`),
      LINKS.adjustment(`j.ref_claim_id = @id`),
    ],
  },
  workOrder: {
    head: `select w.no, w.status, w.vin_text as vin, w.plate_no as plateNo, w.mileage_in_km as mileageInKm, w.mileage_out_km as mileageOutKm,
                  w.start_at_ms as startedAtMs, w.finish_at_ms as finishedAtMs, w.complaint_text as complaint, w.technician
             from work_order w where w.id = @id`,
    links: [
      LINKS.claim('c.vehicle_id = (select vehicle_id from work_order where id = @id) and c.work_order_id = @id'),
      LINKS.request('r.id = (select request_id from work_order where id = @id)'),
      LINKS.vehicle('v.id = (select vehicle_id from work_order where id = @id)'),
      LINKS.station('t.id = (select station_id from work_order where id = @id)'),
      LINKS.dispatch(`d.request_id = (select request_id from work_order where id = @id)`),
      LINKS.followUp(`f.work_order_id = @id`),
      LINKS.partsIssue(`i.work_order_id = @id`),
      LINKS.partsApplication(`a.id in (${applicationsOfOrder('@id')})`),
    ],
  },
  request: {
    head: `select no, status, caller, phone, reported_at_ms as reportedAtMs, complaint_text as complaint, location_text as location
             from repair_request where id = @id`,
    links: [
      LINKS.workOrder('w.vehicle_id = (select vehicle_id from repair_request where id = @id) and w.request_id = @id'),
      LINKS.claim(
        `c.vehicle_id = (select vehicle_id from repair_request where id = @id)
          and c.work_order_id in (select w.id from work_order w where w.vehicle_id = c.vehicle_id and w.request_id = @id)`,
      ),
      LINKS.vehicle('v.id = (select vehicle_id from repair_request where id = @id)'),
      LINKS.station('t.id = (select station_id from repair_request where id = @id)'),
      LINKS.dispatch(`d.request_id = @id`),
    ],
  },
  statement: {
    head: `select no, status, claimant_name as claimantName, period_from_date as fromDate, period_to_date as toDate,
                  claim_count as claims, net_fen as netFen, tax_fen as taxFen, gross_fen as grossFen, payable_fen as payableFen
             from statement where id = @id`,
    links: [
      LINKS.station('t.id = (select station_id from statement where id = @id)'),
      LINKS.claim('c.statement_id = @id'),
      LINKS.invoice(`i.statement_id = @id`),
      LINKS.payment(`y.statement_id = @id`),
      LINKS.adjustment(`j.statement_id = @id`),
    ],
  },
  oldPart: {
    head: `select o.tag_no as no, o.status, p.part_no as partNo, p.name as partName, o.qty_milli as qtyMilli, o.serial,
                  o.due_date as dueDate, b.no as boxNo, o.inspect_result as inspectResult, o.disposition
             from old_part o join part p on p.id = o.part_id left join old_part_box b on b.id = o.box_id where o.id = @id`,
    links: [
      LINKS.claim('c.id = (select claim_id from old_part where id = @id)'),
      LINKS.supplierClaim(
        `g.id in (select l.supplier_claim_id from supplier_claim_line l join old_part o on o.claim_id = l.claim_id
                   where o.id = @id and l.old_part_id = o.id)`,
      ),
      LINKS.station('t.id = (select station_id from old_part where id = @id)'),
      LINKS.box(`b.id = (select box_id from old_part where id = @id)`),
      LINKS.partsApplication(`a.id in (${applicationsOfOldParts('o.id = @id')})`),
    ],
  },
  supplierClaim: {
    head: `select g.no, g.status, s.name as supplierName, g.period_code as period, g.material_fen as materialFen,
                  g.labour_fen as labourFen, g.travel_fen as travelFen, g.mgmt_fee_fen as feeFen, g.total_fen as amountFen,
                  g.accepted_fen as acceptedFen, g.due_date as dueDate
             from supplier_claim g join supplier s on s.id = g.supplier_id where g.id = @id`,
    links: [
      LINKS.claim('c.id in (select claim_id from supplier_claim_line where supplier_claim_id = @id)'),
      LINKS.oldPart('o.id in (select old_part_id from supplier_claim_line where supplier_claim_id = @id)'),
    ],
  },
  vehicle: {
    head: `select v.vin as no, v.status, v.plate_no as plateNo, m.name as modelName, k.name as customerName, v.sale_date as saleDate,
                  v.in_service_date as inServiceDate, v.last_mileage_km as lastMileageKm
             from vehicle v join product_model m on m.id = v.model_id left join customer k on k.id = v.customer_id where v.id = @id`,
    links: [
      LINKS.claim('c.vehicle_id = @id'),
      LINKS.workOrder('w.vehicle_id = @id'),
      LINKS.request('r.vehicle_id = @id'),
      LINKS.preauth(`a.vehicle_id = @id`),
      LINKS.partsApplication(`a.vehicle_id = @id`),
      LINKS.campaign(`k.id in (select campaign_id from campaign_vehicle where vehicle_id = @id)`),
    ],
  },
  station: {
    head: `select t.code as no, t.status, t.name as claimantName, r.name as regionName, t.city, t.phone, t.opened_date as openedDate,
                  case t.auto_eligible when 1 then 'PASSES_BY_RULES' else case t.stopped_by_samples when 1 then 'STOPPED_BY_SAMPLES' else 'READ_BY_PERSONS' end end as passing,
                  t.audit_risk as auditRisk, t.samples_read as samplesRead, t.samples_missed as samplesMissed, t.last_fraud_date as lastFraudDate
             from station t join region r on r.id = t.region_id where t.id = @id`,
    links: [
      LINKS.claim('c.claimant_id = @id'),
      LINKS.statement('s.station_id = @id'),
      LINKS.preauth(`a.station_id = @id`),
      LINKS.partsApplication(`a.station_id = @id`),
      LINKS.box(`b.station_id = @id`),
    ],
  },
  dispatch: {
    head: `select r.no, d.status, coalesce(t.name, n.name, d.target_id) as sentTo, d.dispatched_at_ms as dispatchedAtMs,
                  d.dispatched_by as dispatchedBy, d.accepted_at_ms as acceptedAtMs, d.refused_reason as refusedReason,
                  d.eta_at_ms as etaAtMs, d.arrived_at_ms as arrivedAtMs, d.route_km as routeKm
             from dispatch d join repair_request r on r.id = d.request_id
             left join station t on t.id = d.target_id left join engineer n on n.id = d.target_id where d.id = @id`,
    links: [
      LINKS.request('r.id = (select request_id from dispatch where id = @id)'),
      LINKS.workOrder(ORDERS_OF_DISPATCH),
      LINKS.claim(`c.vehicle_id = (select r.vehicle_id from dispatch d join repair_request r on r.id = d.request_id where d.id = @id)
          and c.work_order_id in (select w.id from work_order w where ${ORDERS_OF_DISPATCH})`),
      LINKS.station('t.id = (select target_id from dispatch where id = @id)'),
    ],
  },
  followUp: {
    head: `select w.no, f.result as status, f.phone, f.due_at_ms as callDueAtMs, f.called_at_ms as calledAtMs, f.called_by as calledBy,
                  f.attempt_count as attempts, f.reached as reachedBy,
                  ${answer('f.repaired')} as saysRepaired, ${answer('f.paid_anything')} as saysPaid, ${answer('f.travel_happened')} as saysTravelled,
                  f.mileage_confirm_km as mileageConfirmKm, f.satisfaction, f.note
             from follow_up_call f join work_order w on w.id = f.work_order_id where f.id = @id`,
    links: [
      LINKS.workOrder('w.id = (select work_order_id from follow_up_call where id = @id)'),
      LINKS.claim(
        `c.vehicle_id = (select w.vehicle_id from follow_up_call f join work_order w on w.id = f.work_order_id where f.id = @id)
          and c.work_order_id = (select work_order_id from follow_up_call where id = @id)`,
      ),
    ],
  },
  preauth: {
    head: `select a.no, a.status, v.vin, t.name as claimantName, a.amount_limit_fen as amountLimitFen, a.valid_from_date as fromDate,
                  a.valid_to_date as toDate
             from preauth a join vehicle v on v.id = a.vehicle_id join station t on t.id = a.station_id where a.id = @id`,
    links: [
      LINKS.claim('c.vehicle_id = (select vehicle_id from preauth where id = @id) and c.preauth_id = @id'),
      LINKS.vehicle('v.id = (select vehicle_id from preauth where id = @id)'),
      LINKS.station('t.id = (select station_id from preauth where id = @id)'),
    ],
  },
  campaign: {
    head: `select k.code as no, k.title as campaignTitle, k.type as campaignType, k.fixed_fee_fen as fixedFeeFen, k.valid_from_date as fromDate,
                  k.valid_to_date as toDate, k.funding, s.name as supplierName,
                  (select count(*) from campaign_vehicle where campaign_id = k.id) as vehicles,
                  (select count(*) from campaign_vehicle where campaign_id = k.id and status = 'DONE') as vehiclesDone
             from campaign k left join supplier s on s.id = k.supplier_id where k.id = @id`,
    links: [
      LINKS.claim(
        'c.vehicle_id in (select vehicle_id from campaign_vehicle where campaign_id = @id) and c.campaign_id = @id',
      ),
      LINKS.vehicle('v.id in (select vehicle_id from campaign_vehicle where campaign_id = @id)'),
    ],
  },
  partsIssue: {
    head: `select i.issue_doc as no, i.part_no_text as partNo, p.name as partName, i.qty_milli as fittedQtyMilli, i.supply_mode as supplyMode,
                  i.old_serial as oldSerial, i.new_serial as newSerial,
                  (select sum(abs(e.qty_milli)) from erp_document_line e where e.doc_no = i.issue_doc and e.part_no = i.part_no_text) as issuedQtyMilli,
                  (select max(e.posting_date) from erp_document_line e where e.doc_no = i.issue_doc) as postingDate,
                  (select max(e.partner_code) from erp_document_line e where e.doc_no = i.issue_doc) as issuedTo
             from work_order_part i left join part p on p.id = i.part_id where i.id = @id and i.issue_doc is not null`,
    links: [
      LINKS.workOrder(`w.id in (${ORDERS_OF_ISSUE})`),
      LINKS.partsApplication(`a.app_no = (select issue_doc from work_order_part where id = @id)`),
      LINKS.claim(
        `c.vehicle_id in (select vehicle_id from work_order where id in (${ORDERS_OF_ISSUE})) and c.work_order_id in (${ORDERS_OF_ISSUE})`,
      ),
    ],
  },
  partsApplication: {
    head: `select coalesce(a.app_no, a.id) as no, a.status, a.kind as applicationKind, a.urgency, t.name as claimantName, a.vin,
                  a.mileage_km as mileageKm, a.work_order_no as workOrderNo, a.fault_text as complaint,
                  a.warranty_verdict as applicationVerdict, a.erp_order_no as erpOrderNo, a.requested_by_name as requestedBy,
                  a.requested_at_ms as requestedAtMs,
                  (select sum(l.qty_req_milli) from parts_application_line l where l.application_id = a.id) as qtyRequestedMilli,
                  (select sum(l.qty_ship_milli) from parts_application_line l where l.application_id = a.id) as qtyShippedMilli
             from parts_application a join station t on t.id = a.station_id where a.id = @id`,
    links: [
      LINKS.workOrder(`w.id in (${ORDERS_OF_APPLICATION})`),
      LINKS.claim(
        `c.id in (select k.id from parts_application a join claim k on k.vehicle_id = a.vehicle_id
            and k.work_order_id in (${ORDERS_OF_APPLICATION}) where a.id = @id
          union select o.claim_id from parts_application_line l join old_part o on o.application_line_id = l.id
           where l.application_id = @id)`,
      ),
      LINKS.vehicle('v.id = (select vehicle_id from parts_application where id = @id)'),
      LINKS.station('t.id = (select station_id from parts_application where id = @id)'),
      LINKS.oldPart('o.application_line_id in (select id from parts_application_line where application_id = @id)'),
      LINKS.partsIssue(`i.issue_doc = (select app_no from parts_application where id = @id)`),
      LINKS.partsApplication(
        `a.app_no in (select value from parts_application s, json_each(json_array(s.converted_from_no, s.converted_to_no, s.dup_of_no))
           where s.id = @id and value is not null)`,
      ),
    ],
  },
  box: {
    head: `select b.no, ${BOX_STATUS} as status, t.name as claimantName, w.name as warehouseName, b.carrier, b.waybill, b.shipped_at_ms as shippedAtMs,
                  b.received_at_ms as arrivedAtMs, b.freight_fen as freightFen,
                  (select count(*) from old_part where box_id = b.id) as oldParts
             from old_part_box b join station t on t.id = b.station_id join warehouse w on w.id = b.warehouse_id where b.id = @id`,
    links: [
      LINKS.oldPart('o.box_id = @id'),
      LINKS.claim('c.id in (select claim_id from old_part where box_id = @id)'),
      LINKS.station('t.id = (select station_id from old_part_box where id = @id)'),
    ],
  },
  invoice: {
    head: `select i.invoice_no as no, i.status, i.invoice_code as invoiceCode, i.kind as invoiceKind, i.issue_date as issueDate,
                  i.seller_tax_no as sellerTaxNo, i.buyer_tax_no as buyerTaxNo, i.net_fen as netFen, i.tax_rate_bp as taxRateBp,
                  i.tax_fen as taxFen, i.gross_fen as grossFen, i.received_at_ms as invoiceReceivedAtMs
             from invoice i where i.id = @id`,
    links: [
      LINKS.statement('s.id = (select statement_id from invoice where id = @id)'),
      LINKS.invoice('i.id = (select red_of_id from invoice where id = @id)'),
      LINKS.invoice('i.statement_id = (select statement_id from invoice where id = @id) and i.red_of_id = @id'),
      LINKS.payment('y.statement_id = (select statement_id from invoice where id = @id)'),
      LINKS.claim('c.statement_id = (select statement_id from invoice where id = @id)'),
    ],
  },
  payment: {
    head: `select coalesce(y.bank_ref, y.erp_doc, s.no) as no, y.amount_fen as amountFen, y.paid_at_ms as paidAtMs, y.bank_ref as bankRef,
                  y.erp_doc as erpDoc, s.claimant_name as claimantName, s.bank_name as bankName, s.bank_account as bankAccount,
                  s.payable_fen as payableFen
             from payment y join statement s on s.id = y.statement_id where y.id = @id`,
    links: [
      LINKS.statement('s.id = (select statement_id from payment where id = @id)'),
      LINKS.invoice('i.statement_id = (select statement_id from payment where id = @id)'),
      LINKS.claim('c.statement_id = (select statement_id from payment where id = @id)'),
    ],
  },
  adjustment: {
    head: `select coalesce(c.no, s.no, j.id) as no, j.status, j.kind as adjustment, j.stage as adjustmentStage, j.amount_fen as amountFen,
                  j.tax_rate_bp as taxRateBp, j.reason_code as reasonCode, j.note, j.created_at_ms as madeAtMs
             from statement_adjustment j left join statement s on s.id = j.statement_id left join claim c on c.id = j.ref_claim_id
            where j.id = @id`,
    links: [
      LINKS.statement('s.id = (select statement_id from statement_adjustment where id = @id)'),
      LINKS.claim('c.id = (select ref_claim_id from statement_adjustment where id = @id)'),
      LINKS.station('t.id = (select station_id from statement_adjustment where id = @id)'),
    ],
  },
};
