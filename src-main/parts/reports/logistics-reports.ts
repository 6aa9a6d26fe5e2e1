import { APPLICATION_KINDS, needsVerdict } from '../../../src-shared/domain/logistics/application-transition.ts';
import { PLACE, placeOfStation } from './report-place.ts';

/** Reports 9 and 12 of stock §6: papers handed in during the days, and earlier ones that somebody still has to work on. */
const IS_SHOWN = (at: string, holder: string): string => `${at} <= @to and (${at} >= @from or ${holder} is not null)`;
const daysBetween = (since: string, until: string): string =>
  `max(0, cast((${until} - ${since}) / 86400000 as integer))`;

/** The stations the warehouse belongs to or stands above: its own, and those of all warehouses it supplies. */
export const SERVED_STATIONS = `(with recursive served(id) as (select @warehouseId union
    select w.id from warehouse w join served s on w.parent_id = s.id)
  select w.station_id from warehouse w join served s on s.id = w.id where w.station_id is not null)`;

const PLACE_OF_SOURCE = `(select w.code || ' ' || w.name from warehouse w where w.id = l.source_warehouse_id)`;

const WARRANTY_KINDS = APPLICATION_KINDS.filter(needsVerdict)
  .map((kind) => `'${kind}'`)
  .join(', ');

/** 9. Every line of the applications the warranty may pay for: how far it is, who has it and since when. */
export const APPLICATIONS_REPORT = `
  select l.id as lineKey, coalesce(${PLACE_OF_SOURCE}, ${placeOfStation('a.station_id')}) as place, a.app_no as appNo, t.name as stationName, r.name as regionName, a.vin, a.work_order_no as workOrderNo,
         p.part_no as partNo, p.name as partName, p.uom, l.qty_req_milli as qtyReqMilli, l.qty_appr_milli as qtyApprMilli,
         l.qty_ship_milli as qtyShipMilli, l.qty_recv_milli as qtyRecvMilli, a.status,
         case when a.holder_role is not null then ${daysBetween('a.since_ms', '@cutoff')} end as stayDays,
         a.holder_role as holderRole, a.holder_name as holderName, a.erp_order_no as erpOrderNo,
         l.return_due_date as returnDueDate
    from parts_application a join station t on t.id = a.station_id join region r on r.id = a.region_id
         join parts_application_line l on l.application_id = a.id join part p on p.id = l.part_id
   where a.kind in (${WARRANTY_KINDS}) and ${IS_SHOWN('a.submitted_at_ms', 'a.holder_role')}
     and (@warehouseId is null or l.source_warehouse_id = @warehouseId
       or (l.source_warehouse_id is null and a.station_id in ${SERVED_STATIONS}))
   order by a.submitted_at_ms, a.app_no, l.line_no`;

/** 12. Every line of the reports of damage; what is claimed for the whole paper stands in its first line. */
export const DAMAGES_REPORT = `
  select l.id as lineKey, ${PLACE}, d.report_no as reportNo, d.carrier, p.part_no as partNo, p.name as partName, p.uom, l.qty_milli as qtyMilli,
         d.liability, l.value_fen as valueFen,
         case when l.line_no = (select min(f.line_no) from damage_report_line f where f.report_id = d.id)
              then d.claim_fen end as claimFen,
         d.photo_count as photoCount, d.status,
         ${daysBetween('d.reported_at_ms', 'case when d.holder_role is null then d.since_ms else @cutoff end')} as days
    from damage_report d join damage_report_line l on l.report_id = d.id join part p on p.id = l.part_id
         join warehouse w on w.id = d.warehouse_id
   where ${IS_SHOWN('d.reported_at_ms', 'd.holder_role')} and (@warehouseId is null or d.warehouse_id = @warehouseId)
   order by d.reported_at_ms, d.report_no, l.line_no`;
