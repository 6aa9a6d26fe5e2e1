import type { ImportKind } from '../../src-shared/contract/exchange.contract.ts';
import type { ReadStores } from '../db/stores.ts';

/** What is stored of a kind, with the columns named as its fields are; kinds that are documents are exported by their rooms. */
const SELECTS: Partial<Record<ImportKind, string>> = {
  stations: `select s.code, s.name, s.short_code as shortCode, r.code as regionCode, s.type, t.grade,
      t.taxpayer_type as taxpayerType, t.tax_no as taxNo, t.bank_name as bankName, t.bank_account as bankAccount,
      t.contract_no as contractNo, t.contract_from_date as contractFromDate, t.contract_to_date as contractToDate,
      t.valid_from_date as termsFromDate, s.opened_date as openedDate, t.product_lines as productLines,
      t.skill_class as skillClass, t.electronic_invoice as electronicInvoice, s.province, s.city, s.address, s.phone,
      s.lat_micro as latMicro, s.lng_micro as lngMicro, s.service_radius_km as serviceRadiusKm, s.status
    from station s join region r on r.id = s.region_id
    left join station_terms t on t.id = (select id from station_terms x where x.station_id = s.id
      order by x.valid_from_date desc limit 1) order by s.code`,
  customers: `select c.code, c.name, c.type, r.code as regionCode, c.phone, c.address, c.status
    from customer c left join region r on r.id = c.region_id order by c.code`,
  suppliers: `select code, name, tax_no as taxNo, contact, phone, bank_name as bankName, bank_account as bankAccount,
      address, status from supplier order by code`,
  vehicles: `select v.vin, v.plate_no as plateNo, c.name as customerName, m.name as modelName,
      v.product_line as productLine, v.engine_no as engineNo, v.mfg_date as mfgDate, v.sale_date as saleDate,
      v.invoice_date as invoiceDate, v.in_service_date as inServiceDate, v.last_mileage_km as lastMileageKm, v.status
    from vehicle v join product_model m on m.id = v.model_id left join customer c on c.id = v.customer_id order by v.vin`,
  parts: `select p.part_no as partNo, p.name, p.uom, p.spec, p.drawing_no as drawingNo, p.oem_code as oemCode, p.brand,
      p.origin, s.code as supplierCode, p.issue_price_fen as issuePriceFen, p.supply_price_fen as supplyPriceFen,
      p.std_cost_fen as stdCostFen, p.price_l1_fen as priceL1Fen, p.price_l2_fen as priceL2Fen,
      p.price_l3_fen as priceL3Fen, p.uom_whole as uomWhole, p.is_wear as isWear, p.is_safety as isSafety, p.serialised,
      p.old_part_policy as oldPartPolicy, p.return_days as returnDays, p.weight_g as weightG,
      p.warranty_months as warrantyMonths, p.warranty_km as warrantyKm, p.critical, p.status
    from part p left join supplier s on s.id = p.supplier_id order by p.part_no`,
  prices: `select p.part_no as partNo, x.price_kind as priceKind, x.amount_fen as amountFen,
      x.valid_from_date as validFromDate, x.valid_to_date as validToDate
    from part_price x join part p on p.id = x.part_id order by p.part_no, x.price_kind, x.valid_from_date`,
  applicability: `select p.part_no as partNo, x.model_code as modelCode, x.chassis_from as chassisFrom,
      x.chassis_to as chassisTo, x.position, x.qty_per_vehicle_milli as qtyPerVehicleMilli,
      x.valid_from_date as validFromDate, x.valid_to_date as validToDate
    from part_fitment x join part p on p.id = x.part_id order by p.part_no, x.model_code`,
  labourOperations: `select o.op_code as opCode, o.name, o.std_hours_centi as stdHoursCenti,
      o.product_line as productLine, o.overlap_group as overlapGroup, o.overlap_deduct_centi as overlapDeductCenti,
      o.max_per_claim as maxPerClaim, r.op_code as repairOpCode, o.repair_parts_fen as repairPartsFen,
      o.valid_from_date as validFromDate, o.valid_to_date as validToDate
    from labour_operation o left join labour_operation r on r.id = o.repair_op_id order by o.op_code`,
  erpBalances: `select erp_system as erpSystem, extract_date as extractDate, plant, sloc, bin, part_no as partNo,
      qty_milli as qtyMilli, value_micro as valueMicro from erp_balance order by 1, 2, 3, 4, 5, 6`,
  erpDocuments: `select erp_system as erpSystem, doc_type as docType, doc_no as docNo, line_no as lineNo,
      doc_year as docYear, part_no as partNo, partner_code as partnerCode, plant, sloc, qty_milli as qtyMilli,
      received_milli as receivedMilli, rejected_milli as rejectedMilli, unit_price_micro as unitPriceMicro,
      amount_micro as amountMicro, tax_micro as taxMicro, freight_micro as freightMicro, total_micro as totalMicro,
      posting_date as postingDate, due_date as dueDate, status, our_doc_no as ourDocNo, vin, serial_no as serialNo
      from erp_document_line order by 1, 2, 3, 4, 5`,
  // the work list of the service desk: whom nobody has reached yet
  followUpCalls: `select coalesce(c.no, w.no) as docNo, f.phone, null as calledAtMs, null as calledBy,
      null as attemptCount, null as reached, null as repaired, null as paidAnything, null as travelHappened,
      null as mileageConfirmKm, null as satisfaction, f.note
    from follow_up_call f join work_order w on w.id = f.work_order_id left join claim c on c.id = f.claim_id
    where f.result is null or f.result = 'UNREACHED' order by f.due_at_ms, w.no`,
  // what the warehouse waits for
  oldPartReceipts: `select o.tag_no as tagNo, p.part_no as partNo, o.qty_milli as receivedQtyMilli, o.serial,
      null as inspectResult, null as inspector, null as inspectedAtMs
    from old_part o join part p on p.id = o.part_id
    where o.status in ('DUE', 'TAGGED', 'BOXED', 'SHIPPED', 'OVERDUE', 'HELD', 'RECEIVED') order by o.due_date, o.tag_no`,
  preauths: `select a.no, v.vin, s.code as stationCode, a.amount_limit_fen as amountLimitFen, a.valid_from_date as validFromDate,
      a.valid_to_date as validToDate, case a.status when 'USED' then 'GRANTED' when 'REFUSED' then 'DECLINED' else a.status end as status
    from preauth a join vehicle v on v.id = a.vehicle_id join station s on s.id = a.station_id order by a.no`,
  // those of which the road is not known yet come first
  dispatches: `select r.no as requestNo, s.code as stationCode, d.dispatched_at_ms as dispatchedAtMs, d.dispatched_by as dispatchedBy,
      d.accepted_at_ms as acceptedAtMs, d.arrived_at_ms as arrivedAtMs, d.refused_reason as refusedReason, d.route_km as routeKm,
      d.arrive_lat_micro as arriveLatMicro, d.arrive_lng_micro as arriveLngMicro
    from dispatch d join repair_request r on r.id = d.request_id join station s on s.id = d.target_id
    order by d.route_km is not null, d.dispatched_at_ms desc, r.no`,
  divisions: `select code, name, level, parent_code as parentCode from admin_division order by code`,
};

export type KindRow = Readonly<Record<string, string | number | null>>;

/** The stored rows of a kind by the names of its fields; nothing for a kind whose rows are documents. */
export function kindRows(stores: ReadStores, kind: ImportKind): Iterable<KindRow> {
  const select = SELECTS[kind];
  return select === undefined ? [] : (stores.replicaFile.prepare(select).iterate() as Iterable<KindRow>);
}
