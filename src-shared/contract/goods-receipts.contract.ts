import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ARRIVAL_ACTIONS, ARRIVAL_STATUSES, ROAD_SOURCES } from '../domain/logistics/arrival-transition.ts';
import {
  DAMAGE_ACTIONS,
  DAMAGE_STATUSES,
  DEFECTS,
  DISPOSITIONS,
  LIABILITIES,
} from '../domain/logistics/damage-transition.ts';
import { ListOrder, OrderRequest, PageRequest } from './query.ts';
import { BusinessDate, Fen, InstantMs, RowId } from './values.ts';

/** Integer thousandths of a part's base unit. */
const Milli = z.int();
const Status = z.enum(DAMAGE_STATUSES);
export const RECEIPT_SOURCES = ['TRANSFER', 'PURCHASE'] as const;
const Source = z.enum(RECEIPT_SOURCES);

/** What was found of the parts of a document. */
export const FoundLines = z
  .array(
    z.object({
      ...{ partNo: z.string().max(60), okMilli: Milli.min(0), damagedMilli: Milli.min(0) },
      ...{ wrongMilli: Milli.min(0), overMilli: Milli.min(0) },
    }),
  )
  .max(200);
export type FoundLines = z.infer<typeof FoundLines>;

/** What came of a supplier's delivery, line by line of its document in the ERP. Stock §2.4. */
export const PurchaseArrival = z.object({
  sourceDocNo: z.string().min(1).max(40),
  warehouseId: RowId,
  carrier: z.string().max(80),
  waybill: z.string().max(60),
  arrivedDate: BusinessDate,
  note: z.string().max(500),
  lines: FoundLines,
});
export type PurchaseArrival = z.infer<typeof PurchaseArrival>;

/** A step of what is on its way to becoming a receipt; what a step does not need is empty. Stock §3.2. */
export const ArrivalStepInput = z.object({
  /** Null where nobody has noted its arrival yet. */
  arrivalId: RowId.nullable(),
  version: z.int(),
  step: z.enum(ARRIVAL_ACTIONS),
  source: Source,
  sourceDocNo: z.string().min(1).max(40),
  /** For `arrive` of a supplier's delivery; a transfer knows where it goes. */
  warehouseId: RowId.nullable(),
  carrier: z.string().max(80),
  waybill: z.string().max(60),
  /** For `arrive`. */
  arrivedDate: BusinessDate,
  note: z.string().max(500),
  /** For `check`. */
  lines: FoundLines,
});
export type ArrivalStepInput = z.infer<typeof ArrivalStepInput>;

/** Something on the road, or arrived and not posted yet. */
export const RoadRow = z.object({
  id: RowId,
  source: z.enum(ROAD_SOURCES),
  status: z.enum(ARRIVAL_STATUSES),
  docNo: z.string(),
  /** Its paper here; null for a supplier's delivery. */
  orderId: RowId.nullable(),
  arrivalId: RowId.nullable(),
  arrivalVersion: z.int().nullable(),
  fromName: z.string().nullable(),
  toName: z.string().nullable(),
  warehouseId: RowId.nullable(),
  partText: z.string().nullable(),
  lineCount: z.int(),
  /** Not accounted for yet. */
  openMilli: Milli,
  valueFen: Fen,
  carrier: z.string().nullable(),
  waybill: z.string().nullable(),
  sentAtMs: InstantMs,
  arrivedDate: BusinessDate.nullable(),
  /** Whole days since it was sent, up to its arrival. */
  roadDays: z.int(),
  limitDays: z.int(),
  /** Beyond the limit and still not here; 0 where it is not. */
  overdueDays: z.int(),
  holderRole: z.string(),
});
export type RoadRow = z.infer<typeof RoadRow>;

/** The steps a person gives by themselves; photographs are orders of their own. */
export const DamageStep = z.enum(DAMAGE_ACTIONS).exclude(['open', 'photo']);
export type DamageStep = z.infer<typeof DamageStep>;

/** What belongs to a step besides its name; what a step does not need is empty. */
export const DamageStepInput = z.object({
  reportId: RowId,
  version: z.int(),
  step: DamageStep,
  note: z.string().max(500),
  /** For `setLiability`: who answers for it, and what is asked of them. */
  liability: z.enum(LIABILITIES).nullable(),
  claimFen: Fen.min(0).nullable(),
  /** For `dispose`. */
  disposition: z.enum(DISPOSITIONS).nullable(),
  /** For `claim`. */
  claimNo: z.string().max(40),
});
export type DamageStepInput = z.infer<typeof DamageStepInput>;

export const DamagePhotoInput = z.object({
  reportId: RowId,
  fileName: z.string().min(1).max(200),
  /** As for applications: a letter to the server holds 640 KiB of a picture. */
  contentBase64: z.base64().max(Math.ceil((640 * 1024) / 3) * 4),
});

export const ReceiptRow = z.object({
  id: RowId,
  receiptNo: z.string(),
  source: Source,
  sourceDocNo: z.string(),
  fromName: z.string().nullable(),
  warehouseName: z.string(),
  partText: z.string().nullable(),
  qtySentMilli: Milli,
  qtyOkMilli: Milli,
  qtyShortMilli: Milli,
  qtyOverMilli: Milli,
  qtyDamagedMilli: Milli,
  qtyWrongMilli: Milli,
  valueFen: Fen,
  carrier: z.string().nullable(),
  waybill: z.string().nullable(),
  arrivedDate: BusinessDate,
  receivedByName: z.string(),
  receivedAtMs: InstantMs,
  reportId: RowId.nullable(),
  reportNo: z.string().nullable(),
});
export type ReceiptRow = z.infer<typeof ReceiptRow>;

export const DamageRow = z.object({
  id: RowId,
  version: z.int(),
  reportNo: z.string(),
  status: Status,
  sourceDocNo: z.string(),
  receiptNo: z.string().nullable(),
  warehouseName: z.string(),
  carrier: z.string().nullable(),
  waybill: z.string().nullable(),
  supplierName: z.string().nullable(),
  partText: z.string().nullable(),
  qtyMilli: Milli,
  liability: z.enum(LIABILITIES).nullable(),
  valueFen: Fen,
  claimFen: Fen,
  claimNo: z.string().nullable(),
  disposition: z.enum(DISPOSITIONS).nullable(),
  photoCount: z.int(),
  isLate: z.int(),
  holderRole: z.string().nullable(),
  sinceMs: InstantMs,
  stayDays: z.int().nullable(),
  arrivedDate: BusinessDate,
  reportedByName: z.string(),
  reportedAtMs: InstantMs,
});
export type DamageRow = z.infer<typeof DamageRow>;

export const DamageDetail = z.object({
  row: DamageRow,
  lines: z.array(
    z.object({
      id: RowId,
      lineNo: z.int(),
      partNo: z.string(),
      partName: z.string(),
      uom: z.string(),
      defect: z.enum(DEFECTS),
      qtyMilli: Milli,
      valueFen: Fen,
    }),
  ),
  photos: z.array(z.object({ id: RowId, fileName: z.string(), fileSha256: z.string() })),
  /** Photographs that are still missing before it can be submitted. */
  photosMissing: z.int(),
  events: z.array(
    z.object({
      id: RowId,
      action: z.enum(DAMAGE_ACTIONS),
      statusTo: Status,
      note: z.string().nullable(),
      doneByName: z.string(),
      doneAtMs: InstantMs,
    }),
  ),
  allowedActions: z.array(z.enum(DAMAGE_ACTIONS)),
});
export type DamageDetail = z.infer<typeof DamageDetail>;

/** What a document of the ERP announces, and what of it has come already. */
export const PurchaseDocument = z.object({
  supplierName: z.string().nullable(),
  lines: z.array(
    z.object({
      partNo: z.string(),
      partName: z.string(),
      uom: z.string(),
      sentMilli: Milli,
      /** Sent and not accounted for by an earlier receipt. */
      openMilli: Milli,
    }),
  ),
});
export type PurchaseDocument = z.infer<typeof PurchaseDocument>;

const KeptReceipt = z.object({ receiptNo: z.string(), reportId: RowId.nullable(), reportNo: z.string().nullable() });
/** What of a document has not come yet, and what was found of it where it has been checked. */
const ArrivalDocument = PurchaseDocument.extend({ found: FoundLines });
export type ArrivalDocument = z.infer<typeof ArrivalDocument>;
const KeptArrival = z.object({
  status: z.enum(ARRIVAL_STATUSES),
  sourceDocNo: z.string(),
  receiptNo: z.string().nullable(),
  reportId: RowId.nullable(),
  reportNo: z.string().nullable(),
});
const KeptDamage = z.object({ reportId: RowId, reportNo: z.string(), status: Status });

/** Receipts and what of them was damaged or missing; part of the room of logistics. */
export const goodsReceipts = {
  receipts: oc
    .input(PageRequest)
    .output(z.object({ rows: z.array(ReceiptRow), total: z.int(), totals: z.object({ valueFen: Fen }) })),
  receiptOrder: oc.input(OrderRequest).output(ListOrder),
  purchaseDocument: oc.input(z.object({ sourceDocNo: z.string().max(40) })).output(PurchaseDocument),
  receiptOptions: oc.input(z.object({})).output(z.object({ mayReceive: z.boolean() })),
  receivePurchase: oc.input(PurchaseArrival).output(KeptReceipt),
  road: oc.input(PageRequest).output(
    z.object({
      rows: z.array(RoadRow),
      total: z.int(),
      totals: z.object({ valueFen: Fen, overdue: z.int(), overdueValueFen: Fen }),
    }),
  ),
  roadOrder: oc.input(OrderRequest).output(ListOrder),
  arrivalDocument: oc.input(z.object({ source: Source, sourceDocNo: z.string().max(40) })).output(ArrivalDocument),
  stepArrival: oc.input(ArrivalStepInput).output(KeptArrival),
  damages: oc
    .input(PageRequest)
    .output(z.object({ rows: z.array(DamageRow), total: z.int(), totals: z.object({ open: z.int(), claimFen: Fen }) })),
  damageOrder: oc.input(OrderRequest).output(ListOrder),
  damage: oc.input(z.object({ id: RowId })).output(DamageDetail),
  stepDamage: oc.input(DamageStepInput).output(KeptDamage),
  addDamagePhoto: oc.input(DamagePhotoInput).output(KeptDamage),
};
