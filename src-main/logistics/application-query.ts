import type { GridColumnSource } from '../db/grid-filter.ts';

const text = (name: string): GridColumnSource => ({ sql: `s.${name}`, kind: 'text' });
const number = (name: string): GridColumnSource => ({ sql: `s.${name}`, kind: 'number' });

/** The allow-list: keys are the fields of `ApplicationRow`. */
export const APPLICATION_COLUMNS: Readonly<Record<string, GridColumnSource>> = {
  id: text('id'),
  appNo: text('appNo'),
  kind: text('kind'),
  urgency: text('urgency'),
  urgencyRank: number('urgencyRank'),
  status: text('status'),
  stationName: text('stationName'),
  regionName: text('regionName'),
  vin: text('vin'),
  plateNo: text('plateNo'),
  workOrderNo: text('workOrderNo'),
  partText: text('partText'),
  lineCount: number('lineCount'),
  qtyReqMilli: number('qtyReqMilli'),
  qtyApprMilli: number('qtyApprMilli'),
  qtyShipMilli: number('qtyShipMilli'),
  qtyRecvMilli: number('qtyRecvMilli'),
  holderRole: text('holderRole'),
  holderName: text('holderName'),
  sinceMs: number('sinceMs'),
  stayDays: number('stayDays'),
  verdict: text('verdict'),
  erpOrderNo: text('erpOrderNo'),
  returnDueDate: text('returnDueDate'),
  requestedByName: text('requestedByName'),
  requestedAtMs: number('requestedAtMs'),
};

export const APPLICATION_TEXT_CONDITION = `(s.appNo like @contains escape '\\' or s.vin like @contains escape '\\'
  or s.workOrderNo like @contains escape '\\' or s.partText like @contains escape '\\'
  or s.stationName like @contains escape '\\' or s.plateNo like @starts escape '\\'
  or s.erpOrderNo like @starts escape '\\' or (@isLetters and name_initials(s.stationName) like @contains))`;

const SUM = (column: string): string => `coalesce(sum(l.${column}), 0)`;

/** Applications as the list shows them. How long one has stood where it is, is the difference to the moment of asking. */
export const APPLICATIONS = `(select a.id, a._v as version, a.app_no as appNo, a.kind, a.urgency, a.status,
    case a.urgency when 'VOR' then 0 when 'URGENT' then 1 else 2 end as urgencyRank,
    t.name as stationName, r.name as regionName, a.vin, v.plate_no as plateNo, a.work_order_no as workOrderNo,
    (select p.part_no || ' ' || p.name from parts_application_line f join part p on p.id = f.part_id
      where f.application_id = a.id order by f.line_no limit 1) as partText,
    count(l.id) as lineCount, ${SUM('qty_req_milli')} as qtyReqMilli, ${SUM('qty_appr_milli')} as qtyApprMilli,
    ${SUM('qty_ship_milli')} as qtyShipMilli, ${SUM('qty_recv_milli')} as qtyRecvMilli,
    a.holder_role as holderRole, a.holder_name as holderName, a.since_ms as sinceMs,
    case when a.holder_role is not null then max(0, (unixepoch('now') * 1000 - a.since_ms) / 86400000) end as stayDays,
    a.warranty_verdict as verdict, a.erp_order_no as erpOrderNo, min(l.return_due_date) as returnDueDate,
    a.requested_by_name as requestedByName, a.requested_at_ms as requestedAtMs
  from parts_application a join station t on t.id = a.station_id join region r on r.id = a.region_id
       left join vehicle v on v.id = a.vehicle_id left join parts_application_line l on l.application_id = a.id
 group by a.id) s`;
