import {
  ApplicationSuspects,
  type ApplicationDetail,
  type ApplicationLine,
  type ApplicationLookup,
  type ApplicationRequest,
  type ApplicationRow,
} from '../../src-shared/contract/logistics.contract.ts';
import { verdictGaps } from '../../src-shared/domain/logistics/application-faults.ts';
import { allowedApplicationActions, needsVerdict } from '../../src-shared/domain/logistics/application-transition.ts';
import { logisticsSettingsOf } from '../../src-shared/domain/logistics/first-logistics.ts';
import { isWholeUnit } from '../../src-shared/domain/parts/movement-types.ts';
import { supersessionEnds } from '../../src-shared/domain/parts/supersession.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { ReadStores } from '../db/stores.ts';
import { APPLICATIONS } from './application-query.ts';

type ReplicaFile = ReadStores['replicaFile'];

interface StoredHead {
  requestedBy: string;
  handledBy: string | null;
  stationCode: string;
  workOrderNo: string | null;
  vin: string | null;
  mileageKm: number | null;
  faultCode: string | null;
  faultText: string | null;
  note: string | null;
  suspectsJson: string;
  dupOfNo: string | null;
  convertedFromNo: string | null;
  convertedToNo: string | null;
  isWithoutErp: number;
  faultName: string | null;
}

/** One application with everything a person needs to take its next step. */
export function applicationDetail(
  stores: ReadStores,
  { id, userId, roles }: { id: string; userId: string; roles: readonly string[] },
): ApplicationDetail {
  const file = stores.replicaFile;
  const row = file.prepare(`select s.* from ${APPLICATIONS} where s.id = ?`).get(id) as ApplicationRow | undefined;
  if (row === undefined) throw new AppError('NOT_FOUND', 'application-unknown', { id });
  const head = file
    .prepare(
      `select a.requested_by as requestedBy, a.handled_by as handledBy, t.code as stationCode, a.work_order_no as workOrderNo, a.vin,
              a.mileage_km as mileageKm, a.fault_code as faultCode, a.fault_text as faultText, a.note,
              a.suspects_json as suspectsJson, a.dup_of_no as dupOfNo, a.converted_from_no as convertedFromNo,
              a.converted_to_no as convertedToNo, a.is_without_erp as isWithoutErp,
              (select f.name from fault_code f where f.code = a.fault_code and f.kind in ('COMPLAINT', 'CAUSE')
                order by f.kind limit 1) as faultName
         from parts_application a join station t on t.id = a.station_id where a.id = ?`,
    )
    .get(id) as StoredHead;
  const lines = linesOf(file, row);
  const photos = file
    .prepare(
      `select id, kind, file_name as fileName, file_sha256 as fileSha256 from attachment
        where owner_id = ? and owner_type = 'APPLICATION' order by uploaded_at_ms, id`,
    )
    .all(id) as ApplicationDetail['photos'];
  const state = {
    ...{ status: row.status, kind: row.kind, requestedBy: head.requestedBy, handledBy: head.handledBy },
    ...{ verdict: row.verdict, convertedToNo: head.convertedToNo, unshippedMilli: row.qtyApprMilli - row.qtyShipMilli },
  };
  return {
    row,
    lines,
    photos,
    request: requestOf(row, head, lines),
    ...{ faultName: head.faultName, isWithoutErp: head.isWithoutErp === 1, dupOfNo: head.dupOfNo },
    ...{ convertedFromNo: head.convertedFromNo, convertedToNo: head.convertedToNo },
    suspects: suspectsOf(file, head.suspectsJson),
    oldParts: oldPartsOf(file, id),
    events: eventsOf(file, id),
    allowedActions: allowedApplicationActions(state, { userId, roles }),
    gaps: needsVerdict(row.kind) ? verdictGaps(head, photos.length, minPhotos(file)) : [],
  };
}

function requestOf(row: ApplicationRow, head: StoredHead, lines: readonly ApplicationLine[]): ApplicationRequest {
  return {
    ...{ kind: row.kind, urgency: row.urgency, stationCode: head.stationCode, mileageKm: head.mileageKm },
    ...{ workOrderNo: head.workOrderNo ?? '', vin: head.vin ?? '', faultCode: head.faultCode ?? '' },
    ...{ faultText: head.faultText ?? '', note: head.note ?? '' },
    lines: lines.map(({ partNo, qtyReqMilli }) => ({ partNo, qtyMilli: qtyReqMilli })),
  };
}

function minPhotos(file: ReplicaFile): number {
  const rows = file.prepare('select setting_key as settingKey, value_json as valueJson from setting').all();
  return logisticsSettingsOf(rows as { settingKey: string; valueJson: string }[]).applicationMinPhotos;
}

type StoredLine = Omit<ApplicationLine, 'stock' | 'erpMilli' | 'isReturnRequired'> & {
  sentPartId: string;
  returnRequired: number;
};

function linesOf(file: ReplicaFile, row: ApplicationRow): ApplicationLine[] {
  const stored = file
    .prepare(
      `select l.id, l.line_no as lineNo, p.part_no as partNo, p.name as partName, p.uom, n.part_no as substituteNo,
              coalesce(l.substitute_part_id, l.part_id) as sentPartId, l.qty_req_milli as qtyReqMilli,
              l.qty_appr_milli as qtyApprMilli, l.qty_ship_milli as qtyShipMilli, l.qty_recv_milli as qtyRecvMilli,
              w.name as warehouseName, l.return_required as returnRequired, l.return_due_date as returnDueDate
         from parts_application_line l join part p on p.id = l.part_id left join part n on n.id = l.substitute_part_id
              left join warehouse w on w.id = l.source_warehouse_id
        where l.application_id = ? order by l.line_no`,
    )
    .all(row.id) as StoredLine[];
  const stock = file.prepare(STOCK);
  const erp = file
    .prepare(
      `select sum(abs(d.qty_milli)) from erp_document_line d join part p on p.part_no = d.part_no
        where d.our_doc_no = ? and p.id = ?`,
    )
    .pluck();
  const pays = needsVerdict(row.kind) ? 1 : 0;
  return stored.map(({ sentPartId, returnRequired, ...line }) => ({
    ...line,
    isReturnRequired: returnRequired === 1,
    stock: stock.all(sentPartId, pays) as ApplicationLine['stock'],
    erpMilli: erp.get(row.appNo, sentPartId) as number | null,
  }));
}

/** What may still be promised by warehouse; a warehouse of which something is withheld is left out, the server knows better. */
const STOCK = `select w.id as warehouseId, w.name as warehouseName,
    sum(b.qty_milli) - coalesce((select sum(h.qty_milli) from stock_reservation h where h.part_id = b.part_id
      and h.warehouse_id = b.warehouse_id and h.state in ('HELD', 'PICKED')), 0) as availableMilli
  from stock_balance b join warehouse w on w.id = b.warehouse_id
 where b.part_id = ? and b.owner = 'HQ' and (b.condition = 'NEW' or (b.condition = 'WARRANTY' and ? = 1))
 group by w.id having count(*) = count(b.qty_milli) order by availableMilli desc, w.code`;

function suspectsOf(file: ReplicaFile, json: string): ApplicationDetail['suspects'] {
  const other = file.prepare(
    `select a.status, t.name as stationName from parts_application a join station t on t.id = a.station_id where a.id = ?`,
  );
  return ApplicationSuspects.parse(JSON.parse(json)).map((suspect) => {
    const found = other.get(suspect.applicationId) as
      Pick<ApplicationDetail['suspects'][number], 'status' | 'stationName'> | undefined;
    return { ...suspect, status: found?.status ?? null, stationName: found?.stationName ?? null };
  });
}

function oldPartsOf(file: ReplicaFile, id: string): ApplicationDetail['oldParts'] {
  return file
    .prepare(
      `select o.id, o.tag_no as tagNo, p.name as partName, o.qty_milli as qtyMilli, o.due_date as dueDate, o.status
         from old_part o join part p on p.id = o.part_id join parts_application_line l on l.id = o.application_line_id
        where l.application_id = ? order by o.tag_no`,
    )
    .all(id) as ApplicationDetail['oldParts'];
}

function eventsOf(file: ReplicaFile, id: string): ApplicationDetail['events'] {
  return file
    .prepare(
      `select id, action, status_to as statusTo, note, done_by_name as doneByName, done_at_ms as doneAtMs
         from parts_application_event where application_id = ? order by done_at_ms desc, id desc`,
    )
    .all(id) as ApplicationDetail['events'];
}

/** What written codes stand for, while they are being written. */
export function applicationLookup(
  { replicaFile: file }: ReadStores,
  asked: { workOrderNo: string; vin: string; faultCode: string; partNos: string[]; nowMs: number },
): ApplicationLookup {
  const one = <T>(sql: string, value: string): T | null =>
    value === '' ? null : ((file.prepare(sql).get(value) as T | undefined) ?? null);
  const vehicle = one<{ name: string }>(
    `select coalesce(v.plate_no || ' ', '') || m.name as name from vehicle v join product_model m on m.id = v.model_id
      where v.vin = ?`,
    asked.vin.toUpperCase(),
  );
  const fault = one<{ name: string }>(
    `select name from fault_code where code = ? and kind in ('COMPLAINT', 'CAUSE') order by kind limit 1`,
    asked.faultCode,
  );
  const workOrder = one<ApplicationLookup['workOrder']>(
    `select o.vin_text as vin, t.code as stationCode, coalesce(o.mileage_in_km, o.mileage_out_km) as mileageKm,
            o.complaint_code as faultCode, o.complaint_text as faultText
       from work_order o left join station t on t.id = o.station_id where o.no = ?`,
    asked.workOrderNo,
  );
  return { vehicle, fault, workOrder, parts: partsOf(file, asked) };
}

interface StoredPart {
  id: string;
  name: string;
  uom: string;
  uomWhole: number | null;
}

function partsOf(
  file: ReplicaFile,
  { partNos, nowMs }: { partNos: string[]; nowMs: number },
): ApplicationLookup['parts'] {
  const part = file.prepare('select id, name, uom, uom_whole as uomWhole from part where part_no = ?');
  const numberOf = file.prepare('select part_no from part where id = ?').pluck();
  const links = file
    .prepare(
      `select old_part_id as oldPartId, new_part_id as newPartId, valid_from_date as validFromDate,
              use_up_first as useUpFirst from part_supersession`,
    )
    .all() as { oldPartId: string; newPartId: string; validFromDate: string; useUpFirst: number }[];
  const ends = supersessionEnds(
    links.map((link) => ({ ...link, useUpFirst: link.useUpFirst === 1 })),
    businessDateOf(nowMs),
  );
  return Object.fromEntries(
    partNos.map((partNo) => {
      const found = part.get(partNo.trim()) as StoredPart | undefined;
      if (found === undefined) return [partNo, null];
      const end = ends.get(found.id);
      const substituteNo = end === undefined || end.useUpFirst ? null : (numberOf.get(end.partId) as string);
      return [partNo, { name: found.name, uom: found.uom, isWhole: isWholeUnit(found), substituteNo }];
    }),
  );
}
