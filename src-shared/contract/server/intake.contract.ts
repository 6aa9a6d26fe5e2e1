import { oc } from '@orpc/contract';
import { z } from 'zod';
import { BusinessDate, CostType, Fen } from '../values.ts';
import {
  IntakeCode,
  IntakeFault,
  IntakeInstant as Instant,
  IntakeKm as Km,
  IntakeNumber as OwnNumber,
  IntakeOrderWork,
  IntakePlace,
  IntakeText as Text,
} from './intake-order.contract.ts';

/*
 * The door of the service stations. Instants are ISO-8601 with offset or Z, money is integer fen, hours are hundredths,
 * quantities thousandths. Every POST carries the station's own number: the same number with the same body gives the same
 * answer and has one effect; with another body it is refused (409).
 */

const Vin = z.string().min(1).max(32);
const PayType = z.enum(['WARRANTY', 'GOODWILL', 'CAMPAIGN', 'PDI', 'FIRST_SERVICE', 'SEASON_CHECK']);
const Receipt = z.object({ number: z.string(), no: z.string(), status: z.string() });

export const IntakeRequest = z.object({
  number: OwnNumber,
  reportedAt: Instant,
  vin: Vin.nullable(),
  plateNo: Text.nullable(),
  caller: Text.nullable(),
  phone: Text.nullable(),
  mileageKm: Km.nullable(),
  complaintText: Text,
  complaintCode: IntakeCode,
  locationText: Text.nullable(),
  /** Where the vehicle stands. */
  place: IntakePlace,
  breakdown: z.boolean(),
});

/** A finished work order with its work; one without hours and parts, or without the customer's signature, is refused. */
export const IntakeWorkOrder = IntakeOrderWork.extend(IntakeFault.shape).extend({
  number: OwnNumber,
  requestNumber: OwnNumber.nullable(),
  vin: Vin,
  plateNo: Text.nullable(),
  mileageInKm: Km,
  mileageOutKm: Km,
  startAt: Instant,
  finishAt: Instant,
  place: z.enum(['SHOP', 'FIELD']),
  complaintText: Text,
  technician: Text.nullable(),
  customerSigned: z.boolean(),
  payType: z.enum([...PayType.options, 'PAID']),
});

/** Who pays for an order after all, while nobody has claimed it; `text` says why. */
const IntakeOrderCorrection = z.object({
  number: OwnNumber,
  correctionNumber: OwnNumber,
  payType: IntakeWorkOrder.shape.payType,
  text: Text.min(1),
});

export const IntakeClaimLine = z.object({
  costType: CostType,
  opCode: Text.nullable(),
  partNo: Text.nullable(),
  description: Text.min(1),
  hoursCenti: z.int().min(0).max(1_000_000).nullable(),
  qtyMilli: z.int().min(0).max(1_000_000_000).nullable(),
  km: Km.nullable(),
  unitFen: Fen.min(0).max(1_000_000_000).nullable(),
  claimedFen: Fen.min(0).max(100_000_000_000).nullable(),
  supplyMode: z.enum(['FREE_ISSUE', 'STATION_STOCK', 'LOCAL_BUY']).nullable(),
  night: z.boolean().optional(),
  holiday: z.boolean().optional(),
  routeKm: Km.nullable().optional(),
  tollFen: Fen.min(0).optional(),
  tollReceiptFen: Fen.min(0).optional(),
  /** The operation the claim is about (主修项目); at most one line, and one of labour. */
  isMain: z.boolean().optional(),
  /** The part that failed (主损件); at most one line, and one of material. */
  isCausal: z.boolean().optional(),
  /** The number on the label of the old part; a line of material. */
  oldPartTag: OwnNumber.nullable().optional(),
});

/** The work order a claim brings along; its number, vehicle and times are those of the claim. */
export const IntakeClaimOrder = IntakeOrderWork.extend({
  requestNumber: OwnNumber.nullable().optional(),
  place: z.enum(['SHOP', 'FIELD']),
  technician: Text.min(1).nullable().optional(),
  customerSigned: z.boolean(),
});

export const IntakeClaim = IntakeFault.extend({
  number: OwnNumber,
  /** The station's number of a work order registered before; null makes one with the claim. */
  workOrderNumber: OwnNumber.nullable(),
  /** The order itself, where it was not registered before. */
  workOrder: IntakeClaimOrder.nullable().optional(),
  /** The number of the approval beforehand (预授权). */
  preauthNo: IntakeCode,
  campaignCode: IntakeCode,
  vin: Vin,
  plateNo: Text.nullable(),
  type: PayType,
  failureDate: BusinessDate,
  startAt: Instant.nullable(),
  finishAt: Instant,
  mileageKm: Km,
  complaintText: Text,
  responsibility: z.enum(['MAKER', 'SUPPLIER', 'STATION', 'CUSTOMER', 'UNKNOWN']),
  lines: z.array(IntakeClaimLine).min(1).max(200),
});

/** A field engineer's trip: kilometres there and back, tolls and lodging by receipt (claims §4.2, travel). */
export const IntakeTravelClaim = z.object({
  number: OwnNumber,
  vin: Vin,
  type: PayType,
  purpose: Text.min(1),
  departAt: Instant,
  returnAt: Instant,
  mileageKm: Km.nullable(),
  km: Km,
  routeKm: Km.nullable(),
  night: z.boolean(),
  holiday: z.boolean(),
  tollFen: Fen.min(0).max(100_000_000),
  lodgingReceiptFen: Fen.min(0).max(100_000_000),
  personNights: z.int().min(0).max(1000),
  /** What is claimed in all; null = what kilometres and receipts make. */
  claimedFen: Fen.min(0).max(100_000_000_000).nullable(),
});

export const IntakeClaimState = z.object({
  number: z.string().nullable(),
  no: z.string().nullable(),
  status: z.string(),
  claimedFen: Fen,
  approvedFen: Fen,
  reasonCode: z.string().nullable(),
  decidedAt: z.string().nullable(),
  statementNo: z.string().nullable(),
  remarks: z.array(z.object({ direction: z.string(), text: z.string(), at: z.string() })),
  lines: z.array(
    z.object({
      seq: z.int(),
      description: z.string(),
      claimedFen: Fen,
      approvedFen: Fen,
      decision: z.string(),
      reasonCode: z.string().nullable(),
    }),
  ),
});

export const IntakeAttachment = z.object({
  number: OwnNumber,
  attachmentNumber: OwnNumber,
  kind: z.enum([
    'VEHICLE_45',
    'VIN_PLATE',
    'ODOMETER',
    'FAULT_PART',
    'OLD_TAG',
    'NEW_PART',
    'FORM',
    'INVOICE',
    'TOLL',
    'OTHER',
  ]),
  fileName: Text.min(1),
  contentType: z.string().max(100),
  takenAt: Instant.nullable(),
  /** The VIN that a person or a reader read off a photograph of the plate; what was typed on the claim is compared with it. */
  readVin: z.string().trim().min(1).max(40).nullable().optional(),
  /** Base64 of at most 10 MiB. */
  contentBase64: z.base64().max(13_981_016),
});

const Statement = z.object({
  no: z.string(),
  status: z.string(),
  periodFromDate: BusinessDate,
  periodToDate: BusinessDate,
  netFen: Fen,
  taxFen: Fen,
  grossFen: Fen,
  offsetFen: Fen,
  carryInFen: Fen,
  payableFen: Fen,
  claims: z.array(z.object({ number: z.string().nullable(), no: z.string().nullable(), approvedFen: Fen })),
});

const OwnText = z.object({ number: OwnNumber, answerNumber: OwnNumber, text: Text.min(1) });
/** An answer may carry all lines anew, corrected; absent = the lines stand as they are. */
const Answer = OwnText.extend({ lines: z.array(IntakeClaimLine).min(1).max(200).optional() });

export const intakeContract = {
  registerRequest: oc
    .route({ method: 'POST', path: '/intake/v1/repair-requests' })
    .input(IntakeRequest)
    .output(Receipt),
  registerWorkOrder: oc
    .route({ method: 'POST', path: '/intake/v1/work-orders' })
    .input(IntakeWorkOrder)
    .output(Receipt),
  correctWorkOrder: oc
    .route({ method: 'POST', path: '/intake/v1/work-order-corrections' })
    .input(IntakeOrderCorrection)
    .output(Receipt),
  submitClaim: oc.route({ method: 'POST', path: '/intake/v1/claims' }).input(IntakeClaim).output(Receipt),
  /** For field engineers: the expenses of a trip, audited like any claim. */
  submitTravelClaim: oc
    .route({ method: 'POST', path: '/intake/v1/travel-claims' })
    .input(IntakeTravelClaim)
    .output(Receipt),
  attach: oc
    .route({ method: 'POST', path: '/intake/v1/attachments' })
    .input(IntakeAttachment)
    .output(z.object({ number: z.string(), fileSha256: z.string(), sizeBytes: z.int() })),
  /** The newest 200 claims of the station, or the one with this number. */
  claims: oc
    .route({ method: 'GET', path: '/intake/v1/claims' })
    .input(z.object({ number: OwnNumber.optional() }))
    .output(z.array(IntakeClaimState)),
  answerReturn: oc.route({ method: 'POST', path: '/intake/v1/answers' }).input(Answer).output(Receipt),
  appeal: oc.route({ method: 'POST', path: '/intake/v1/appeals' }).input(OwnText).output(Receipt),
  /** Takes back a claim that was returned or not looked at yet; the work order may then be claimed anew. */
  withdraw: oc.route({ method: 'POST', path: '/intake/v1/withdrawals' }).input(OwnText).output(Receipt),
  /** Statements that were sent to the station, newest first. */
  statements: oc.route({ method: 'GET', path: '/intake/v1/statements' }).input(z.object({})).output(z.array(Statement)),
  confirmStatement: oc
    .route({ method: 'POST', path: '/intake/v1/statement-confirmations' })
    .input(z.object({ number: OwnNumber, statementNo: z.string().max(64) }))
    .output(Receipt),
  disputeStatement: oc
    .route({ method: 'POST', path: '/intake/v1/statement-disputes' })
    .input(
      z.object({
        number: OwnNumber,
        statementNo: z.string().max(64),
        claims: z
          .array(z.object({ claimNo: z.string().max(64), text: Text.min(1) }))
          .min(1)
          .max(500),
      }),
    )
    .output(Receipt),
};
