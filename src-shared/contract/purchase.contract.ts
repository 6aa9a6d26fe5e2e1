import { oc } from '@orpc/contract';
import { z } from 'zod';
import { PURCHASE_STATUSES, PURCHASE_STEPS } from '../domain/parts/purchase-request.ts';
import { ListOrder, OrderRequest, PageRequest } from './query.ts';
import { Fen, InstantMs, RowId } from './values.ts';

/** Integer thousandths of a part's base unit. */
const Milli = z.int();
const Status = z.enum(PURCHASE_STATUSES);
const Step = z.enum(PURCHASE_STEPS);

/** A step of a purchase request on the version its sender saw. Stock §3.2. */
export const PurchaseStepInput = z.object({
  requestId: RowId,
  version: z.int(),
  step: Step,
  /** The reason, or the number of the order in the ERP. */
  text: z.string().max(500),
});
export type PurchaseStepInput = z.infer<typeof PurchaseStepInput>;

/** Another quantity in a line of a drafted request, on the version its sender saw. Stock §3.2 (0291). */
export const PurchaseChange = z.object({
  requestId: RowId,
  version: z.int(),
  lineId: RowId,
  /** 0 = the part is not bought. */
  qtyMilli: Milli.min(0),
  /** Empty only where the quantity is the proposed one again. */
  reason: z.string().max(500),
});
export type PurchaseChange = z.infer<typeof PurchaseChange>;

export const PurchaseRow = z.object({
  id: RowId,
  version: z.int(),
  requestNo: z.string(),
  status: Status,
  planId: RowId,
  planNo: z.string(),
  /** Where the goods are to come. */
  warehouseName: z.string(),
  lineCount: z.int(),
  /** At the supply price; null where a line is withheld from who looks. */
  valueFen: Fen.nullable(),
  erpOrderNo: z.string().nullable(),
  stepNote: z.string().nullable(),
  madeByName: z.string(),
  madeAtMs: InstantMs,
  releasedByName: z.string().nullable(),
  releasedAtMs: InstantMs.nullable(),
  orderedByName: z.string().nullable(),
  orderedAtMs: InstantMs.nullable(),
});
export type PurchaseRow = z.infer<typeof PurchaseRow>;

/** One part to be bought, with the figures its quantity comes from; null where a blind count withholds them. */
export const PurchaseLineRow = z.object({
  id: RowId,
  requestId: RowId,
  requestNo: z.string(),
  lineNo: z.int(),
  partNo: z.string(),
  partName: z.string(),
  spec: z.string().nullable(),
  uom: z.string(),
  /** 1 = in whole units, 0 = in parts of one too; null = as the unit is usually taken. */
  uomWhole: z.int().nullable(),
  supplierName: z.string().nullable(),
  warehouseName: z.string(),
  packMilli: Milli,
  moqMilli: Milli,
  /** What all warehouses of the plan need, what their source can give, and what is missing. */
  wantedMilli: Milli.nullable(),
  supplyMilli: Milli.nullable(),
  shortMilli: Milli.nullable(),
  /** Free in the warehouse above; on order or asked for before. */
  aboveMilli: Milli.nullable(),
  openMilli: Milli.nullable(),
  qtyMilli: Milli.nullable(),
  /** What was to be bought before somebody changed it. */
  proposedMilli: Milli.nullable(),
  changeReason: z.string().nullable(),
  changedByName: z.string().nullable(),
  valueFen: Fen.nullable(),
});
export type PurchaseLineRow = z.infer<typeof PurchaseLineRow>;

/** Purchase requests of preparation plans; part of the room of parts. */
export const purchase = {
  purchases: oc
    .input(PageRequest)
    .output(z.object({ rows: z.array(PurchaseRow), total: z.int(), totals: z.object({ open: z.int() }) })),
  purchaseOrder: oc.input(OrderRequest).output(ListOrder),
  purchase: oc
    .input(z.object({ id: RowId }))
    .output(z.object({ row: PurchaseRow, allowedSteps: z.array(Step), mayChange: z.boolean() })),
  purchaseLines: oc.input(PageRequest).output(
    z.object({
      rows: z.array(PurchaseLineRow),
      total: z.int(),
      totals: z.object({ valueFen: Fen, withheld: z.int() }),
    }),
  ),
  purchaseLineOrder: oc.input(OrderRequest).output(ListOrder),
  /** Gives the version the request has now, on which the change can be taken back. */
  changePurchase: oc
    .input(PurchaseChange)
    .output(z.object({ requestId: RowId, requestNo: z.string(), version: z.int() })),
  stepPurchase: oc
    .input(PurchaseStepInput)
    .output(z.object({ requestId: RowId, requestNo: z.string(), status: Status })),
};
