import { oc } from '@orpc/contract';
import { z } from 'zod';
import { REVERSAL_STEPS } from '../domain/claims/claim-reversal.ts';
import { ListOrder, OrderRequest, PageRequest } from './query.ts';
import { BusinessDate, Fen, InstantMs, RowId, Scalar, StatementStatus } from './values.ts';

export const RunRequest = z.object({
  kind: z.enum(['MONTHLY', 'WEEKLY', 'DAILY', 'ADHOC', 'CLOSING']),
  periodFromDate: BusinessDate,
  periodToDate: BusinessDate,
  taxDate: BusinessDate,
  /** Also take approved claims finished before the period that stand on no statement yet. */
  includeEarlier: z.boolean(),
  /** Empty = every claimant. */
  claimantIds: z.array(RowId).max(1000),
});
export type RunRequest = z.infer<typeof RunRequest>;

export const RunPreviewRow = z.object({
  claimantId: RowId,
  claimantCode: z.string(),
  claimantName: z.string(),
  claimCount: z.int(),
  claimedFen: Fen,
  approvedFen: Fen,
});

export const RunResult = z.object({
  runKey: z.string(),
  repeated: z.boolean(),
  statementCount: z.int(),
  claimCount: z.int(),
  netFen: Fen,
  payableFen: Fen,
  claimsSha256: z.string(),
  /** Claims that came back to the queue because a rule hit them only on the re-check (design §8). */
  returnedToReview: z.int(),
  /** Claimants without terms or tax rate on the tax date; their claims wait for the next run. */
  leftOut: z.array(z.object({ claimantCode: z.string(), reason: z.string() })).optional(),
});
export type RunResult = z.infer<typeof RunResult>;

export const StatementRow = z.object({
  id: RowId,
  version: z.int(),
  no: z.string(),
  status: StatementStatus,
  kind: z.string(),
  claimantType: z.string(),
  claimantCode: z.string(),
  claimantName: z.string(),
  regionId: RowId,
  periodFromDate: BusinessDate,
  periodToDate: BusinessDate,
  claimCount: z.int(),
  claimedFen: Fen,
  netFen: Fen,
  taxFen: Fen,
  grossFen: Fen,
  payableFen: Fen,
  carryOutFen: Fen,
  payout: z.enum(['PAY', 'ZERO', 'DEFERRED', 'CARRIED_NEGATIVE']),
  createdAtMs: InstantMs,
});
export type StatementRow = z.infer<typeof StatementRow>;

export const StatementDetail = z.object({
  statement: StatementRow,
  grade: z.string().nullable(),
  taxpayerType: z.string().nullable(),
  taxNo: z.string().nullable(),
  bankName: z.string().nullable(),
  bankAccount: z.string().nullable(),
  taxDate: BusinessDate,
  preTaxAdjFen: Fen,
  taxBaseFen: Fen,
  offsetFen: Fen,
  carryInFen: Fen,
  claimsSha256: z.string().nullable(),
  payableInWords: z.string(),
  groups: z.array(z.object({ taxRateBp: z.int(), netFen: Fen, preTaxAdjFen: Fen, taxBaseFen: Fen, taxFen: Fen })),
  claims: z.array(
    z.object({
      claimId: RowId,
      seq: z.int(),
      no: z.string().nullable(),
      vin: z.string(),
      plateNo: z.string().nullable(),
      modelName: z.string().nullable(),
      repairFinishDate: BusinessDate,
      type: z.string(),
      mainItem: z.string().nullable(),
      labourFen: Fen,
      materialFen: Fen,
      handlingFen: Fen,
      travelFen: Fen,
      otherFen: Fen,
      claimedFen: Fen,
      approvedFen: Fen,
      cutFen: Fen,
      reasonCode: z.string().nullable(),
    }),
  ),
  adjustments: z.array(
    z.object({
      id: RowId,
      kind: z.string(),
      stage: z.enum(['PRE_TAX', 'POST_TAX']),
      amountFen: Fen,
      note: z.string().nullable(),
      refClaimNo: z.string().nullable(),
    }),
  ),
  invoices: z.array(
    z.object({
      id: RowId,
      invoiceNo: z.string(),
      issueDate: BusinessDate.nullable(),
      taxRateBp: z.int(),
      netFen: Fen,
      taxFen: Fen,
      grossFen: Fen,
      status: z.string(),
    }),
  ),
  payments: z.array(z.object({ id: RowId, amountFen: Fen, paidAtMs: InstantMs, bankRef: z.string().nullable() })),
  history: z.array(
    z.object({ event: z.string(), byName: z.string().nullable(), atMs: InstantMs, note: z.string().nullable() }),
  ),
  approvedDate: BusinessDate.nullable(),
  allowedActions: z.array(z.string()),
});
export type StatementDetail = z.infer<typeof StatementDetail>;

export const StatementAction = z.enum([
  ...['propose', 'approve', 'send', 'confirm', 'object', 'close', 'sendBack', 'void'],
] as const);
export type StatementAction = z.infer<typeof StatementAction>;

/** An invoice as it came: 20 digits of an electronic one, or code and number of old paper (claims §2.2). */
export const NewInvoice = z.object({
  invoiceNo: z.string().regex(/^\d{8,20}$/),
  invoiceCode: z
    .string()
    .regex(/^\d{10,12}$/)
    .nullable(),
  issueDate: BusinessDate,
  sellerTaxNo: z.string().max(30).nullable(),
  buyerTaxNo: z.string().max(30).nullable(),
  netFen: Fen,
  taxRateBp: z.int().min(0).max(10_000),
  taxFen: Fen,
  grossFen: Fen,
  kind: z.enum(['SPECIAL', 'NORMAL']),
});
export type NewInvoice = z.infer<typeof NewInvoice>;

export const NewPayment = z.object({
  amountFen: Fen.min(1),
  paidDate: BusinessDate,
  bankRef: z.string().max(60).nullable(),
  erpDoc: z.string().max(60).nullable(),
});
export type NewPayment = z.infer<typeof NewPayment>;

/** One step of the reversal of a posted or paid claim (claims §3.2, decision 0340). */
export const ReversalStepInput = z.object({
  claimId: RowId,
  step: z.enum(REVERSAL_STEPS),
  /** Of a proposal. */
  reasonCode: z.string().max(10).nullable(),
  note: z.string().max(500),
  /** Of a proposal: how many times the amount is set off as a penalty. */
  penaltyTimes: z.int().min(0).max(10),
  /** The proposal that was seen; null when one is made. */
  adjustmentId: RowId.nullable(),
});

/** A reversal that waits for its second person, or for the claimant's next statement; amounts in fen, negative. */
export const WaitingReversal = z.object({
  id: RowId,
  claimId: RowId,
  claimNo: z.string().nullable(),
  claimantName: z.string(),
  amountFen: Fen,
  penaltyFen: Fen,
  reasonCode: z.string().nullable(),
  note: z.string().nullable(),
  status: z.enum(['OPEN', 'APPROVED']),
  proposedByName: z.string().nullable(),
  proposedAtMs: InstantMs,
  /** The signed-in person may confirm it. */
  isYours: z.boolean(),
});

/** The answer to a command that cannot be predicted offline: numbers, statements and levels are the server's (claims §3.6). */
export const OnlineOutcome = z.object({
  outcome: z.enum(['applied', 'conflict', 'rejected']),
  reason: z.string().nullable(),
  details: z.record(z.string(), Scalar),
  /** Applied, but to be known: the reason word of a finding that warns. */
  warning: z.string().nullable(),
});
export type OnlineOutcome = z.infer<typeof OnlineOutcome>;

export const settlementContract = {
  previewRun: oc.input(RunRequest).output(z.array(RunPreviewRow)),
  run: oc.input(RunRequest).output(z.object({ outcome: OnlineOutcome, result: RunResult.nullable() })),
  runs: oc.input(z.object({})).output(
    z.array(
      z.object({
        id: RowId,
        runKey: z.string(),
        kind: z.string(),
        periodFromDate: BusinessDate,
        periodToDate: BusinessDate,
        startedAtMs: InstantMs,
        startedByName: z.string().nullable(),
        statementCount: z.int(),
        claimCount: z.int(),
        netFen: Fen,
        payableFen: Fen,
        claimsSha256: z.string().nullable(),
      }),
    ),
  ),
  statements: oc.input(PageRequest).output(
    z.object({
      rows: z.array(StatementRow),
      total: z.int(),
      totals: z.object({
        claimCount: z.int(),
        claimedFen: Fen,
        netFen: Fen,
        taxFen: Fen,
        grossFen: Fen,
        payableFen: Fen,
      }),
    }),
  ),
  statementOrder: oc.input(OrderRequest).output(ListOrder),
  statement: oc.input(z.object({ id: RowId })).output(StatementDetail),
  advance: oc
    .input(z.object({ statementId: RowId, version: z.int(), action: StatementAction, note: z.string().max(500) }))
    .output(OnlineOutcome),
  detachClaim: oc.input(z.object({ statementId: RowId, version: z.int(), claimId: RowId })).output(OnlineOutcome),
  /** On the statement as this desktop knows it: the undo of taking a claim off. */
  attachClaim: oc.input(z.object({ statementId: RowId, claimId: RowId })).output(OnlineOutcome),
  reverseClaim: oc.input(ReversalStepInput).output(OnlineOutcome),
  /** Reversals on no statement yet: those to be confirmed first, the oldest first. */
  reversals: oc.input(z.object({})).output(z.array(WaitingReversal)),
  addInvoice: oc.input(z.object({ statementId: RowId, version: z.int(), invoice: NewInvoice })).output(OnlineOutcome),
  addPayment: oc.input(z.object({ statementId: RowId, version: z.int(), payment: NewPayment })).output(OnlineOutcome),
};
