import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ALL_ORDER_REASONS, ORDER_ACTIONS, ORDER_KINDS, ORDER_STATUSES } from '../domain/logistics/order-transition.ts';
import { ListOrder, OrderRequest, PageRequest } from './query.ts';
import { BusinessDate, Fen, InstantMs, RowId } from './values.ts';

/** Integer thousandths of a part's base unit. */
const Milli = z.int();
const Kind = z.enum(ORDER_KINDS);
const Status = z.enum(ORDER_STATUSES);
const Reason = z.enum(ALL_ORDER_REASONS);

/** What is ordered, as it is written; codes are looked up where the order is kept. Stock §2.4. */
export const GoodsOrderRequest = z.object({
  kind: Kind,
  /** Null for a sale. */
  reason: Reason.nullable(),
  fromWarehouseId: RowId.nullable(),
  toWarehouseId: RowId.nullable(),
  /** Of a sale and a return; empty for a transfer. */
  stationCode: z.string().max(40),
  note: z.string().max(500),
  lines: z.array(z.object({ partNo: z.string().max(60), qtyMilli: Milli.nullable() })).max(200),
});
export type GoodsOrderRequest = z.infer<typeof GoodsOrderRequest>;

/** The steps a person gives by themselves; saving is an order of its own. */
export const GoodsOrderStep = z.enum(ORDER_ACTIONS).exclude(['save']);
export type GoodsOrderStep = z.infer<typeof GoodsOrderStep>;

/** What belongs to a step besides its name; what a step does not need is empty. */
export const GoodsOrderStepInput = z.object({
  orderId: RowId,
  version: z.int(),
  step: GoodsOrderStep,
  note: z.string().max(500),
  carrier: z.string().max(80),
  waybill: z.string().max(60),
  /** For `sendErp` and `invoice`: the number it has there. */
  number: z.string().max(40),
  /** For `releaseCredit`: the last day it holds. */
  untilDate: BusinessDate.nullable(),
  /** Quantities by line: what is approved or sent, or found in good order, damaged, wrong and beyond what was sent. */
  lines: z
    .array(
      z.object({
        ...{ lineId: RowId, qtyMilli: Milli.min(0), damagedMilli: Milli.min(0) },
        ...{ wrongMilli: Milli.min(0), overMilli: Milli.min(0) },
      }),
    )
    .max(200),
});
export type GoodsOrderStepInput = z.infer<typeof GoodsOrderStepInput>;

export const GoodsOrderRow = z.object({
  id: RowId,
  version: z.int(),
  /** Null for drafts: the server gives the number. */
  orderNo: z.string().nullable(),
  kind: Kind,
  reason: Reason.nullable(),
  status: Status,
  fromName: z.string().nullable(),
  toName: z.string().nullable(),
  /** The first part's number and name. */
  partText: z.string().nullable(),
  lineCount: z.int(),
  qtyReqMilli: Milli,
  qtyApprMilli: Milli,
  qtyOutMilli: Milli,
  qtyInMilli: Milli,
  /** Sent and not accounted for yet. */
  transitMilli: Milli,
  transitValueFen: Fen,
  /** What the station pays for it; 0 for a transfer. */
  amountFen: Fen,
  erpOrderNo: z.string().nullable(),
  invoiceNo: z.string().nullable(),
  holderRole: z.string().nullable(),
  sinceMs: InstantMs,
  stayDays: z.int().nullable(),
  carrier: z.string().nullable(),
  waybill: z.string().nullable(),
  requestedByName: z.string(),
  requestedAtMs: InstantMs,
});
export type GoodsOrderRow = z.infer<typeof GoodsOrderRow>;

const GoodsOrderLine = z.object({
  id: RowId,
  lineNo: z.int(),
  partNo: z.string(),
  partName: z.string(),
  uom: z.string(),
  qtyReqMilli: Milli,
  qtyApprMilli: Milli,
  qtyOutMilli: Milli,
  qtyOverMilli: Milli,
  qtyInMilli: Milli,
  qtyDamagedMilli: Milli,
  qtyLostMilli: Milli,
  transitMilli: Milli,
  transitValueFen: Fen,
  /** For a base unit; null for a transfer. */
  priceFen: Fen.nullable(),
  /** What the sending warehouse may still promise; null = it is not known here. */
  availableMilli: Milli.nullable(),
});
export type GoodsOrderLine = z.infer<typeof GoodsOrderLine>;

export const GoodsOrderDetail = z.object({
  row: GoodsOrderRow,
  request: GoodsOrderRequest,
  lines: z.array(GoodsOrderLine),
  events: z.array(
    z.object({
      id: RowId,
      action: z.enum(ORDER_ACTIONS),
      statusTo: Status,
      note: z.string().nullable(),
      doneByName: z.string(),
      doneAtMs: InstantMs,
    }),
  ),
  /** What was posted for it, the latest first. */
  movements: z.array(
    z.object({
      id: RowId,
      seq: z.int(),
      type: z.string(),
      warehouseName: z.string(),
      condition: z.string(),
      partNo: z.string(),
      /** Null where a count that is blind for this person withholds them. */
      qtyMilli: Milli.nullable(),
      valueFen: Fen.nullable(),
      effectiveAtMs: InstantMs,
    }),
  ),
  allowedActions: z.array(z.enum(ORDER_ACTIONS)),
});
export type GoodsOrderDetail = z.infer<typeof GoodsOrderDetail>;

const Kept = z.object({ orderId: RowId, orderNo: z.string().nullable(), status: Status });

/** Transfers, sales and returns; part of the room of logistics. */
export const goodsOrders = {
  orders: oc.input(PageRequest).output(
    z.object({
      rows: z.array(GoodsOrderRow),
      total: z.int(),
      totals: z.object({ open: z.int(), transitValueFen: Fen }),
    }),
  ),
  orderOrder: oc.input(OrderRequest).output(ListOrder),
  order: oc.input(z.object({ id: RowId })).output(GoodsOrderDetail),
  orderOptions: oc.input(z.object({})).output(
    z.object({
      warehouses: z.array(z.object({ id: RowId, code: z.string(), name: z.string(), level: z.int().nullable() })),
      stations: z.array(z.object({ code: z.string(), name: z.string() })),
      kinds: z.array(Kind),
    }),
  ),
  /** A new draft, or an old one as it is written now. */
  saveOrder: oc
    .input(z.object({ orderId: RowId.nullable(), version: z.int(), request: GoodsOrderRequest }))
    .output(Kept),
  stepOrder: oc.input(GoodsOrderStepInput).output(Kept),
};
