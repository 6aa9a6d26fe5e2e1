import type {
  DamageDetail,
  DamageRow,
  PurchaseDocument,
  ReceiptRow,
} from '../../src-shared/contract/goods-receipts.contract.ts';
import type { ListOrder } from '../../src-shared/contract/query.ts';
import { allowedDamageActions, photosNeeded } from '../../src-shared/domain/logistics/damage-transition.ts';
import { logisticsSettingsOf } from '../../src-shared/domain/logistics/first-logistics.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { ReadStores } from '../db/stores.ts';
import {
  columnsOf,
  listOrder,
  listPage,
  WAITING_FIRST,
  type RoomSource,
  type OrderAsked,
  type PageAsked,
} from '../db/room-list.ts';

type ReplicaFile = ReadStores['replicaFile'];

const SUM = (column: string): string => `coalesce(sum(l.${column}), 0)`;
const FIRST_PART = (table: string, key: string, owner: string): string =>
  `(select p.part_no || ' ' || p.name from ${table} x join part p on p.id = x.part_id where x.${key} = ${owner}.id
     order by x.line_no limit 1) as partText`;

const RECEIPT_LIST: RoomSource = {
  from: `(select r.id, r.receipt_no as receiptNo, r.source, r.source_doc_no as sourceDocNo,
      coalesce(f.name, u.name) as fromName, w.name as warehouseName, ${FIRST_PART('goods_receipt_line', 'receipt_id', 'r')},
      ${SUM('qty_sent_milli')} as qtySentMilli, ${SUM('qty_ok_milli')} as qtyOkMilli,
      ${SUM('qty_short_milli')} as qtyShortMilli, ${SUM('qty_over_milli')} as qtyOverMilli,
      ${SUM('qty_damaged_milli')} as qtyDamagedMilli, ${SUM('qty_wrong_milli')} as qtyWrongMilli,
      ${SUM('value_fen')} as valueFen, r.carrier, r.waybill, r.arrived_date as arrivedDate,
      r.received_by_name as receivedByName, r.received_at_ms as receivedAtMs, d.id as reportId, d.report_no as reportNo
    from goods_receipt r join warehouse w on w.id = r.warehouse_id left join goods_order o on o.id = r.order_id
         left join warehouse f on f.id = o.from_warehouse_id left join supplier u on u.id = r.supplier_id
         left join damage_report d on d.receipt_id = r.id left join goods_receipt_line l on l.receipt_id = r.id
   group by r.id) s`,
  columns: columnsOf(
    `id receiptNo source sourceDocNo fromName warehouseName partText carrier waybill arrivedDate receivedByName reportId
     reportNo`,
    `qtySentMilli qtyOkMilli qtyShortMilli qtyOverMilli qtyDamagedMilli qtyWrongMilli valueFen receivedAtMs`,
  ),
  textCondition: `(s.receiptNo like @contains escape '\\' or s.sourceDocNo like @contains escape '\\'
    or s.partText like @contains escape '\\' or s.fromName like @contains escape '\\'
    or s.warehouseName like @contains escape '\\' or s.waybill like @starts escape '\\'
    or (@isLetters and name_initials(s.warehouseName) like @contains))`,
  firstOrder: ['s.receivedAtMs desc'],
  totals: 'coalesce(sum(s.valueFen), 0) as valueFen',
};

const DAMAGE_LIST: RoomSource = {
  from: `(select d.id, d._v as version, d.report_no as reportNo, d.status, d.source_doc_no as sourceDocNo,
      r.receipt_no as receiptNo, w.name as warehouseName, d.carrier, d.waybill, u.name as supplierName,
      ${FIRST_PART('damage_report_line', 'report_id', 'd')}, ${SUM('qty_milli')} as qtyMilli, d.liability,
      d.value_fen as valueFen, d.claim_fen as claimFen, d.claim_no as claimNo, d.disposition,
      d.photo_count as photoCount, d.is_late as isLate, d.holder_role as holderRole, d.since_ms as sinceMs,
      case when d.holder_role is not null then max(0, (unixepoch('now') * 1000 - d.since_ms) / 86400000) end as stayDays,
      d.arrived_date as arrivedDate, d.reported_by_name as reportedByName, d.reported_at_ms as reportedAtMs
    from damage_report d join warehouse w on w.id = d.warehouse_id left join goods_receipt r on r.id = d.receipt_id
         left join supplier u on u.id = d.supplier_id left join damage_report_line l on l.report_id = d.id
   group by d.id) s`,
  columns: columnsOf(
    `id reportNo status sourceDocNo receiptNo warehouseName carrier waybill supplierName partText liability claimNo
     disposition holderRole arrivedDate reportedByName`,
    'qtyMilli valueFen claimFen photoCount isLate sinceMs stayDays reportedAtMs',
  ),
  textCondition: `(s.reportNo like @contains escape '\\' or s.sourceDocNo like @contains escape '\\'
    or s.partText like @contains escape '\\' or s.warehouseName like @contains escape '\\'
    or s.carrier like @contains escape '\\' or s.claimNo like @starts escape '\\'
    or (@isLetters and name_initials(s.warehouseName) like @contains))`,
  firstOrder: WAITING_FIRST,
  totals: `coalesce(sum(s.holderRole is not null), 0) as open,
    coalesce(sum(case when s.holderRole is not null then s.claimFen end), 0) as claimFen`,
};

/** One page of receipts with what all that was taken in is worth. */
export function receiptPage(
  stores: ReadStores,
  asked: PageAsked,
): { rows: ReceiptRow[]; total: number; totals: { valueFen: number } } {
  return listPage(stores, RECEIPT_LIST, asked);
}

/** The ids of all receipts the query finds, in its order. */
export function receiptOrder(stores: ReadStores, asked: OrderAsked): ListOrder {
  return listOrder(stores, RECEIPT_LIST, asked);
}

/** One page of reports of damage, with how many are open and what is claimed by them. */
export function damagePage(
  stores: ReadStores,
  asked: PageAsked,
): { rows: DamageRow[]; total: number; totals: { open: number; claimFen: number } } {
  return listPage(stores, DAMAGE_LIST, asked);
}

/** The ids of all reports the query finds, in its order. */
export function damageOrder(stores: ReadStores, asked: OrderAsked): ListOrder {
  return listOrder(stores, DAMAGE_LIST, asked);
}

/** One report with everything a person needs to take its next step. */
export function damageDetail(
  { replicaFile: file }: ReadStores,
  { id, userId, roles }: { id: string; userId: string; roles: readonly string[] },
): DamageDetail {
  const row = file.prepare(`select s.* from ${DAMAGE_LIST.from} where s.id = ?`).get(id) as DamageRow | undefined;
  if (row === undefined) throw new AppError('NOT_FOUND', 'damage-unknown', { id });
  const reportedBy = file.prepare('select reported_by from damage_report where id = ?').pluck().get(id) as string;
  const lines = file
    .prepare(
      `select l.id, l.line_no as lineNo, p.part_no as partNo, p.name as partName, p.uom, l.defect,
              l.qty_milli as qtyMilli, l.value_fen as valueFen
         from damage_report_line l join part p on p.id = l.part_id where l.report_id = ? order by l.line_no`,
    )
    .all(id) as DamageDetail['lines'];
  const minPhotos = photosNeeded(
    lines.map(({ defect }) => defect),
    settingsOf(file).damageMinPhotos,
  );
  const { status, liability, photoCount } = row;
  return {
    ...{ row, lines, photosMissing: status === 'DRAFT' ? Math.max(0, minPhotos - photoCount) : 0 },
    photos: file
      .prepare(
        `select id, file_name as fileName, file_sha256 as fileSha256 from attachment
          where owner_id = ? and owner_type = 'DAMAGE' order by uploaded_at_ms, id`,
      )
      .all(id) as DamageDetail['photos'],
    events: file
      .prepare(
        `select id, action, status_to as statusTo, note, done_by_name as doneByName, done_at_ms as doneAtMs
           from damage_report_event where report_id = ? order by done_at_ms desc, id desc`,
      )
      .all(id) as DamageDetail['events'],
    allowedActions: allowedDamageActions({ status, reportedBy, liability, photoCount, minPhotos }, { userId, roles }),
  };
}

function settingsOf(file: ReplicaFile): ReturnType<typeof logisticsSettingsOf> {
  const rows = file.prepare('select setting_key as settingKey, value_json as valueJson from setting').all();
  return logisticsSettingsOf(rows as { settingKey: string; valueJson: string }[]);
}

/** What a document of the ERP announces by part, less what earlier receipts of it account for. */
export function purchaseDocument(
  { replicaFile: file }: ReadStores,
  { sourceDocNo }: { sourceDocNo: string },
): PurchaseDocument {
  const lines = file
    .prepare(
      `select p.part_no as partNo, p.name as partName, p.uom, sum(d.qty_milli) as sentMilli,
              sum(d.qty_milli) - coalesce((select sum(l.qty_ok_milli + l.qty_damaged_milli - l.qty_over_milli)
                from goods_receipt r join goods_receipt_line l on l.receipt_id = r.id
               where r.source = 'PURCHASE' and r.source_doc_no = d.doc_no and l.part_id = p.id), 0) as openMilli
         from erp_document_line d join part p on p.part_no = d.part_no
        where d.doc_no = ? and d.qty_milli > 0 group by p.id order by p.part_no`,
    )
    .all(sourceDocNo.trim()) as PurchaseDocument['lines'];
  const supplierName = file
    .prepare(
      `select u.name from erp_document_line d join supplier u on u.code = d.partner_code where d.doc_no = ? limit 1`,
    )
    .pluck()
    .get(sourceDocNo.trim()) as string | undefined;
  return { supplierName: supplierName ?? null, lines };
}
