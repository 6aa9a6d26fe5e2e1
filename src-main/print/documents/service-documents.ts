import type { FormDocument } from '../../../src-shared/domain/print/form-template.ts';
import type { ReadStores } from '../../db/stores.ts';
import { linesByOwner, rowsOf, type Row } from './document-rows.ts';

/** What a work order says of station, vehicle and customer; the claim fills in what an imported order lacks. */
const WORK_ORDER = `
  select w.id, w.no, coalesce(s.name, c.claimant_name) as stationName, s.phone as stationPhone, w.pay_type as payType,
         w.vin_text as vin, coalesce(w.plate_no, v.plate_no) as plateNo, m.name as modelName,
         coalesce(w.engine_no, v.engine_no) as engineNo, u.name as customerName, w.in_at_ms as inAtMs,
         w.finish_at_ms as finishAtMs, w.mileage_in_km as mileageInKm,
         coalesce(w.complaint_text, (select f.name from fault_code f where f.kind = 'COMPLAINT' and f.code = w.complaint_code),
                  w.complaint_code) as complaintText, g.name as engineerName
    from work_order w left join station s on s.id = w.station_id left join vehicle v on v.id = w.vehicle_id
         left join product_model m on m.id = v.model_id left join customer u on u.id = v.customer_id
         left join engineer g on g.id = w.engineer_id
         left join claim c on c.id = (select k.id from claim k where k.work_order_id = w.id order by k.id desc limit 1)
   where w.id in (select value from json_each(?))`;

/** 维修单 of work orders: labour first, then parts. */
export function workOrderDocuments(stores: ReadStores, ids: readonly string[]): FormDocument[] {
  const labour = linesByOwner(
    stores,
    ids,
    `select l.work_order_id as owner, 'LABOUR' as kind, o.op_code as code, coalesce(o.name, l.description) as name,
            l.hours_centi as hoursCenti, l.technician
       from work_order_labour l left join labour_operation o on o.id = l.op_id
      where l.work_order_id in (select value from json_each(?)) order by l.work_order_id, l.seq`,
  );
  const parts = linesByOwner(
    stores,
    ids,
    `select l.work_order_id as owner, 'PART' as kind, l.part_no_text as code, p.name, l.qty_milli as qtyMilli,
            l.supply_mode as supplyMode
       from work_order_part l left join part p on p.id = l.part_id
      where l.work_order_id in (select value from json_each(?)) order by l.work_order_id, l.seq`,
  );
  return rowsOf(stores, ids, WORK_ORDER).map((row) => {
    const id = String(row.id);
    return asDocument('workOrder', row, [...(labour.get(id) ?? []), ...(parts.get(id) ?? [])]);
  });
}

/** 外出服务单: the trips of work orders. */
export function fieldServiceDocuments(stores: ReadStores, ids: readonly string[]): FormDocument[] {
  const trips = linesByOwner(
    stores,
    ids,
    `select t.work_order_id as owner, t.from_text as fromText, t.to_text as toText, t.depart_at_ms as departAtMs,
            t.return_at_ms as returnAtMs, t.km_out as kmOut, t.km_back as kmBack, t.people, t.toll_fen as tollFen,
            t.lodging_fen as lodgingFen, t.night, t.holiday
       from work_order_travel t where t.work_order_id in (select value from json_each(?))
      order by t.work_order_id, t.seq`,
  );
  const sum = (rows: readonly Row[], keys: readonly string[]): number =>
    rows.reduce((total, row) => total + keys.reduce((part, key) => part + Number(row[key] ?? 0), 0), 0);
  return rowsOf(stores, ids, WORK_ORDER).map((row) => {
    const lines = trips.get(String(row.id)) ?? [];
    const kmTotal = sum(lines, ['kmOut', 'kmBack']);
    return asDocument('workOrder', { ...row, kmTotal, feeTotalFen: sum(lines, ['tollFen', 'lodgingFen']) }, lines);
  });
}

/** 派工单 of dispatches. */
export function dispatchDocuments(stores: ReadStores, ids: readonly string[]): FormDocument[] {
  const rows = rowsOf(
    stores,
    ids,
    `select d.id, r.no, r.no as requestNo, r.reported_at_ms as reportedAtMs, r.channel, r.caller, r.phone,
            coalesce(r.plate_no, v.plate_no) as plateNo, coalesce(v.vin, r.vin_text) as vin, m.name as modelName,
            r.mileage_claimed_km as mileageKm, r.location_text as locationText,
            coalesce(r.complaint_text, r.complaint_code) as complaintText, coalesce(s.name, g.name) as targetName,
            coalesce(s.phone, g.phone) as targetPhone, d.dispatched_at_ms as dispatchedAtMs, d.eta_at_ms as etaAtMs,
            u.name as dispatcherName, r.breakdown,
            case when d.accepted_at_ms is not null then 1 when d.status = 'REFUSED' then 0 end as accepted
       from dispatch d join repair_request r on r.id = d.request_id left join vehicle v on v.id = r.vehicle_id
            left join product_model m on m.id = v.model_id
            left join station s on d.target_type = 'STATION' and s.id = d.target_id
            left join engineer g on d.target_type = 'ENGINEER' and g.id = d.target_id
            left join app_user u on u.id = d.dispatched_by
      where d.id in (select value from json_each(?))`,
  );
  return rows.map((row) => asDocument('dispatch', row, []));
}

/** 回访单 of follow-up calls. */
export function followUpDocuments(stores: ReadStores, ids: readonly string[]): FormDocument[] {
  const rows = rowsOf(
    stores,
    ids,
    `select f.id, w.no, s.name as stationName, u.name as customerName, coalesce(f.phone, u.phone) as phone,
            w.vin_text as vin, coalesce(w.plate_no, v.plate_no) as plateNo, w.finish_at_ms as finishAtMs,
            f.due_at_ms as dueAtMs, coalesce(w.complaint_text, w.complaint_code) as complaintText,
            f.called_at_ms as calledAtMs, a.name as calledByName, f.reached, f.repaired,
            f.paid_anything as paidAnything, f.travel_happened as travelHappened,
            f.mileage_confirm_km as mileageConfirmKm, f.satisfaction, f.result, f.note
       from follow_up_call f join work_order w on w.id = f.work_order_id left join station s on s.id = w.station_id
            left join vehicle v on v.id = w.vehicle_id left join customer u on u.id = v.customer_id
            left join app_user a on a.id = f.called_by
      where f.id in (select value from json_each(?))`,
  );
  return rows.map((row) => asDocument('followUp', row, []));
}

function asDocument(type: FormDocument['type'], row: Row, lines: readonly Row[]): FormDocument {
  return { type, id: String(row.id), no: String(row.no ?? ''), values: row, lines };
}
