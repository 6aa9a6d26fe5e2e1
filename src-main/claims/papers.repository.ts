import type { Paper, PaperKind, PaperLink } from '../../src-shared/contract/paper.contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { ReadStores } from '../db/stores.ts';

type Facts = Paper['facts'];

interface PaperSource {
  /** One row by `@id`; `no` names the paper, the other columns are its facts. */
  head: string;
  /** Which papers it leads to, each list by `@id`. */
  links: readonly string[];
}

const MOST_LINKS = 200;
const day = (column: string): string => `date(${column} / 1000, 'unixepoch', '+8 hours')`;

/** Columns of a link: kind, id, no, text, status, businessDate, amountFen. */
const LINKS = {
  claim: (where: string): string =>
    `select 'claim' as kind, c.id, coalesce(c.no, c.id) as no, c.main_item_text as text, c.status, c.repair_finish_date as businessDate,
            case when c.decided_at_ms is null then c.payable_fen else c.approved_fen end as amountFen
       from claim c where ${where} order by c.repair_finish_date desc, c.id limit ${String(MOST_LINKS)}`,
  workOrder: (where: string): string =>
    `select 'workOrder' as kind, w.id, w.no, w.complaint_text as text, w.status, ${day('w.finish_at_ms')} as businessDate, null as amountFen
       from work_order w where ${where} order by w.finish_at_ms desc limit ${String(MOST_LINKS)}`,
  request: (where: string): string =>
    `select 'request' as kind, r.id, r.no, r.complaint_text as text, r.status, ${day('r.reported_at_ms')} as businessDate, null as amountFen
       from repair_request r where ${where} limit ${String(MOST_LINKS)}`,
  statement: (where: string): string =>
    `select 'statement' as kind, s.id, s.no, s.claimant_name as text, s.status, s.period_to_date as businessDate, s.payable_fen as amountFen
       from statement s where ${where} order by s.period_to_date desc limit ${String(MOST_LINKS)}`,
  oldPart: (where: string): string =>
    `select 'oldPart' as kind, o.id, o.tag_no as no, p.name as text, o.status, o.due_date as businessDate, null as amountFen
       from old_part o join part p on p.id = o.part_id where ${where} order by o.tag_no limit ${String(MOST_LINKS)}`,
  supplierClaim: (where: string): string =>
    `select 'supplierClaim' as kind, g.id, g.no, s.name as text, g.status, g.due_date as businessDate, g.total_fen as amountFen
       from supplier_claim g join supplier s on s.id = g.supplier_id where ${where} order by g.no limit ${String(MOST_LINKS)}`,
  vehicle: (where: string): string =>
    `select 'vehicle' as kind, v.id, v.vin as no, v.plate_no as text, v.status, v.in_service_date as businessDate, null as amountFen
       from vehicle v where ${where}`,
  station: (where: string): string =>
    `select 'station' as kind, t.id, t.code as no, t.name as text, t.status, t.opened_date as businessDate, null as amountFen
       from station t where ${where}`,
} satisfies Record<PaperKind, (where: string) => string>;

const SOURCES: Readonly<Record<PaperKind, PaperSource>> = {
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
    ],
  },
  request: {
    head: `select no, status, caller, phone, reported_at_ms as reportedAtMs, complaint_text as complaint, location_text as location
             from repair_request where id = @id`,
    links: [
      LINKS.workOrder('w.vehicle_id = (select vehicle_id from repair_request where id = @id) and w.request_id = @id'),
      LINKS.vehicle('v.id = (select vehicle_id from repair_request where id = @id)'),
      LINKS.station('t.id = (select station_id from repair_request where id = @id)'),
    ],
  },
  statement: {
    head: `select no, status, claimant_name as claimantName, period_from_date as fromDate, period_to_date as toDate,
                  claim_count as claims, net_fen as netFen, tax_fen as taxFen, gross_fen as grossFen, payable_fen as payableFen
             from statement where id = @id`,
    links: [
      LINKS.station('t.id = (select station_id from statement where id = @id)'),
      LINKS.claim('c.statement_id = @id'),
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
    links: [LINKS.claim('c.vehicle_id = @id'), LINKS.workOrder('w.vehicle_id = @id')],
  },
  station: {
    head: `select t.code as no, t.status, t.name as claimantName, r.name as regionName, t.city, t.phone, t.opened_date as openedDate,
                  case t.auto_eligible when 1 then 'PASSES_BY_RULES' else case t.stopped_by_samples when 1 then 'STOPPED_BY_SAMPLES' else 'READ_BY_PERSONS' end end as passing,
                  t.audit_risk as auditRisk, t.samples_read as samplesRead, t.samples_missed as samplesMissed, t.last_fraud_date as lastFraudDate
             from station t join region r on r.id = t.region_id where t.id = @id`,
    links: [LINKS.claim('c.claimant_id = @id'), LINKS.statement('s.station_id = @id')],
  },
};

/** One paper with its facts and everything it leads to, all from this computer (联查). */
export function paper(stores: ReadStores, { kind, id }: { kind: PaperKind; id: string }): Paper {
  const source = SOURCES[kind];
  const row = stores.replicaFile.prepare(source.head).get({ id }) as (Facts & { no: string }) | undefined;
  if (row === undefined) throw new AppError('NOT_FOUND', 'paper-not-here', { id });
  const { no, ...facts } = row;
  const links = source.links.flatMap((sql) => stores.replicaFile.prepare(sql).all({ id }) as PaperLink[]);
  return { kind, id, no, facts, links };
}
