import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  APPLICATION_ACTIONS,
  APPLICATION_KINDS,
  APPLICATION_STATUSES,
  URGENCIES,
  WARRANTY_VERDICTS,
} from '../domain/logistics/application-transition.ts';
import { goodsOrders } from './goods-orders.contract.ts';
import { goodsReceipts } from './goods-receipts.contract.ts';
import { limits } from './limits.contract.ts';
import { SentPicture } from './picture.contract.ts';
import { ListOrder, OrderRequest, PageRequest } from './query.ts';
import { BusinessDate, InstantMs, RowId } from './values.ts';

/** Integer thousandths of a part's base unit. */
const Milli = z.int();
const Kind = z.enum(APPLICATION_KINDS);
const Status = z.enum(APPLICATION_STATUSES);

/** What a station asks for, as it is written; codes are looked up where the application is kept. Stock §2.4. */
export const ApplicationRequest = z.object({
  kind: Kind,
  urgency: z.enum(URGENCIES),
  stationCode: z.string().max(40),
  workOrderNo: z.string().max(40),
  vin: z.string().max(40),
  mileageKm: z.int().nullable(),
  faultCode: z.string().max(40),
  faultText: z.string().max(500),
  note: z.string().max(500),
  lines: z.array(z.object({ partNo: z.string().max(60), qtyMilli: Milli.nullable() })).max(50),
});
export type ApplicationRequest = z.infer<typeof ApplicationRequest>;

/** The steps a person gives by themselves; saving, completing and photographs are orders of their own. */
export const ApplicationStep = z.enum(APPLICATION_ACTIONS).exclude(['save', 'photo', 'complete', 'settleOld']);
export type ApplicationStep = z.infer<typeof ApplicationStep>;

/** What belongs to a step besides its name; what a step does not need is empty. */
export const ApplicationStepInput = z.object({
  applicationId: RowId,
  version: z.int(),
  step: ApplicationStep,
  note: z.string().max(500),
  /** For `sendErp`. */
  erpOrderNo: z.string().max(40),
  /** For `releaseCredit`: the last day it holds; absent from programs older than the limits. */
  untilDate: BusinessDate.nullable().optional(),
  /** For `isDuplicate`: which application this one repeats. */
  dupOfId: RowId.nullable(),
  /** For `ship`: the ERP cannot be reached, and the shipment is flagged. */
  isWithoutErp: z.boolean(),
  /** For `allocate`, `ship` and `sign`: quantities by line, and from where. */
  lines: z.array(z.object({ lineId: RowId, qtyMilli: Milli.min(0), warehouseId: RowId.nullable() })).max(50),
});
export type ApplicationStepInput = z.infer<typeof ApplicationStepInput>;

export const APPLICATION_PHOTO_KINDS = ['FAULT_PART', 'ODOMETER', 'VIN_PLATE', 'VEHICLE_45', 'OTHER'] as const;
export const ApplicationPhotoInput = z.object({
  applicationId: RowId,
  photoKind: z.enum(APPLICATION_PHOTO_KINDS),
  ...SentPicture.shape,
});

/** What the reviewer was missing, told later. */
export const ApplicationCompletion = z.object({
  applicationId: RowId,
  version: z.int(),
  mileageKm: z.int().min(0).nullable(),
  faultCode: z.string().max(40),
  faultText: z.string().max(500),
});

export const ApplicationRow = z.object({
  id: RowId,
  version: z.int(),
  /** Null for drafts: the server gives the number when it is submitted. */
  appNo: z.string().nullable(),
  kind: Kind,
  urgency: z.enum(URGENCIES),
  status: Status,
  stationName: z.string(),
  regionName: z.string(),
  vin: z.string().nullable(),
  plateNo: z.string().nullable(),
  workOrderNo: z.string().nullable(),
  /** The first part's number and name. */
  partText: z.string(),
  lineCount: z.int(),
  qtyReqMilli: Milli,
  qtyApprMilli: Milli,
  qtyShipMilli: Milli,
  qtyRecvMilli: Milli,
  /** With whom it lies, and the person or station where it is one; null when it is done. */
  holderRole: z.string().nullable(),
  holderName: z.string().nullable(),
  sinceMs: InstantMs,
  /** Whole days in this state; null when it is done. */
  stayDays: z.int().nullable(),
  verdict: z.enum(WARRANTY_VERDICTS).nullable(),
  erpOrderNo: z.string().nullable(),
  returnDueDate: BusinessDate.nullable(),
  requestedByName: z.string(),
  requestedAtMs: InstantMs,
});
export type ApplicationRow = z.infer<typeof ApplicationRow>;

const ApplicationLine = z.object({
  id: RowId,
  lineNo: z.int(),
  partNo: z.string(),
  partName: z.string(),
  uom: z.string(),
  /** The part that replaces the one asked for, when there is one. */
  substituteNo: z.string().nullable(),
  qtyReqMilli: Milli,
  qtyApprMilli: Milli,
  qtyShipMilli: Milli,
  qtyRecvMilli: Milli,
  warehouseName: z.string().nullable(),
  isReturnRequired: z.boolean(),
  returnDueDate: BusinessDate.nullable(),
  /** What may still be promised, by warehouse, the fullest first. */
  stock: z.array(z.object({ warehouseId: RowId, warehouseName: z.string(), availableMilli: Milli })),
  /** What the ERP's documents of this application say was sent; null = it says nothing. */
  erpMilli: Milli.nullable(),
});
export type ApplicationLine = z.infer<typeof ApplicationLine>;

export const ApplicationSuspects = z.array(
  z.object({
    applicationId: RowId,
    appNo: z.string(),
    because: z.array(z.enum(['VIN_PART', 'WORK_ORDER'])),
    partNos: z.array(z.string()),
    daysBefore: z.int(),
  }),
);

export const ApplicationDetail = z.object({
  row: ApplicationRow,
  request: ApplicationRequest,
  faultName: z.string().nullable(),
  isWithoutErp: z.boolean(),
  dupOfNo: z.string().nullable(),
  convertedFromNo: z.string().nullable(),
  convertedToNo: z.string().nullable(),
  lines: z.array(ApplicationLine),
  suspects: z.array(
    ApplicationSuspects.element.extend({ status: Status.nullable(), stationName: z.string().nullable() }),
  ),
  photos: z.array(z.object({ id: RowId, kind: z.string(), fileName: z.string(), fileSha256: z.string() })),
  oldParts: z.array(
    z.object({
      id: RowId,
      tagNo: z.string(),
      partName: z.string(),
      qtyMilli: Milli,
      dueDate: BusinessDate,
      status: z.string(),
    }),
  ),
  events: z.array(
    z.object({
      id: RowId,
      action: z.enum(APPLICATION_ACTIONS),
      statusTo: Status,
      note: z.string().nullable(),
      doneByName: z.string(),
      doneAtMs: InstantMs,
    }),
  ),
  allowedActions: z.array(z.enum(APPLICATION_ACTIONS)),
  /** What the warranty reviewer still lacks. */
  gaps: z.array(z.enum(['vin', 'mileageKm', 'fault', 'photo'])),
});
export type ApplicationDetail = z.infer<typeof ApplicationDetail>;

const Named = z.object({ name: z.string() });

/** What written codes stand for; null = nothing here has it. */
export const ApplicationLookup = z.object({
  vehicle: Named.nullable(),
  fault: Named.nullable(),
  workOrder: z
    .object({
      vin: z.string(),
      stationCode: z.string().nullable(),
      mileageKm: z.int().nullable(),
      faultCode: z.string().nullable(),
      faultText: z.string().nullable(),
    })
    .nullable(),
  /** By the number as it was written. */
  parts: z.record(
    z.string(),
    z
      .object({ name: z.string(), uom: z.string(), isWhole: z.boolean(), substituteNo: z.string().nullable() })
      .nullable(),
  ),
});
export type ApplicationLookup = z.infer<typeof ApplicationLookup>;

const Kept = z.object({ applicationId: RowId, appNo: z.string().nullable(), status: Status });

export const logisticsContract = {
  ...goodsOrders,
  ...goodsReceipts,
  ...limits,
  applications: oc
    .input(PageRequest)
    .output(
      z.object({ rows: z.array(ApplicationRow), total: z.int(), totals: z.object({ open: z.int(), vor: z.int() }) }),
    ),
  applicationOrder: oc.input(OrderRequest).output(ListOrder),
  application: oc.input(z.object({ id: RowId })).output(ApplicationDetail),
  options: oc.input(z.object({})).output(
    z.object({
      stations: z.array(z.object({ code: z.string(), name: z.string(), regionName: z.string() })),
      mayRequest: z.boolean(),
    }),
  ),
  lookup: oc
    .input(
      z.object({
        workOrderNo: z.string().max(40),
        vin: z.string().max(40),
        faultCode: z.string().max(40),
        partNos: z.array(z.string().max(60)).max(50),
      }),
    )
    .output(ApplicationLookup),
  /** A new draft, or an old one as it is written now. */
  save: oc
    .input(z.object({ applicationId: RowId.nullable(), version: z.int(), request: ApplicationRequest }))
    .output(Kept),
  step: oc.input(ApplicationStepInput).output(Kept.extend({ convertedToNo: z.string().nullable().default(null) })),
  complete: oc.input(ApplicationCompletion).output(Kept),
  addPhoto: oc.input(ApplicationPhotoInput).output(Kept),
};
