import { oc } from '@orpc/contract';
import { z } from 'zod';
import { STATION_STEPS } from '../domain/claims/station-word.ts';
import { REVERSAL_STEPS } from '../domain/claims/claim-reversal.ts';
import { AuditFiguresAnswer, AuditFiguresRequest } from './audit-figures.contract.ts';
import { BlockWord, ClaimRemark, ClaimReversal, StationWordInput } from './claim-words.contract.ts';
import { ClaimRow, ClaimTotals } from './claim-row.contract.ts';
import { ClaimEvidence } from './claim-evidence.contract.ts';
import { pictureContract } from './picture.contract.ts';
import { PresentPerson } from './server/audit.contract.ts';
import { ClaimReceiver } from './handover.contract.ts';
import { Paper, PaperKind } from './paper.contract.ts';
import { ControlTotal, GridQuery, ListOrder, OrderRequest, PageRequest, Selection } from './query.ts';
import { BusinessDate, ClaimQueue, ClaimStatus, CostType, Fen, InstantMs, RowId, Scalar } from './values.ts';

/** One step of the money's way: claimed → standard → share → payable → approved, with the rule that did it. */
export const TraceStep = z.object({
  step: z.enum(['claimed', 'quantity', 'price', 'standard', 'split', 'cap', 'payable', 'approved']),
  ruleId: z.string().nullable(),
  rulesetVersion: z.int().nullable(),
  amountFen: Fen,
  facts: z.record(z.string(), Scalar),
});
export type TraceStep = z.infer<typeof TraceStep>;

export const LineDecision = z.enum(['PENDING', 'APPROVE', 'REDUCE', 'REJECT']);

export const ClaimLineDetail = z.object({
  id: RowId,
  seq: z.int(),
  costType: CostType,
  itemCode: z.string().nullable(),
  description: z.string(),
  qtyMilli: z.int().nullable(),
  hoursCenti: z.int().nullable(),
  km: z.int().nullable(),
  unitFen: Fen,
  isMain: z.boolean(),
  isCausal: z.boolean(),
  claimedFen: Fen,
  stdFen: Fen,
  mfrFen: Fen,
  custFen: Fen,
  stationFen: Fen,
  payableFen: Fen,
  approvedFen: Fen,
  decision: LineDecision,
  reasonCode: z.string().nullable(),
  trace: z.array(TraceStep),
});
export type ClaimLineDetail = z.infer<typeof ClaimLineDetail>;

export const RuleHitDetail = z.object({
  id: RowId,
  ruleId: z.string(),
  rulesetVersion: z.int(),
  severity: z.enum(['INFO', 'WARN', 'BLOCK']),
  lineSeq: z.int().nullable(),
  facts: z.record(z.string(), Scalar),
  state: z.enum(['OPEN', 'EXPLAINED', 'OVERRIDDEN']),
});
export type RuleHitDetail = z.infer<typeof RuleHitDetail>;

export const WarrantyDetail = z.object({
  position: z.enum(['IN', 'OUT_BY_DATE', 'OUT_BY_KM', 'EXCLUDED', 'CAMPAIGN', 'UNKNOWN']),
  policyName: z.string().nullable(),
  policyVersion: z.int().nullable(),
  startDate: BusinessDate.nullable(),
  startSource: z.string().nullable(),
  months: z.int().nullable(),
  kmLimit: z.int().nullable(),
  firstDayOut: BusinessDate.nullable(),
  failureDate: BusinessDate,
  effectiveKm: z.int().nullable(),
  daysLeft: z.int().nullable(),
  kmLeft: z.int().nullable(),
});
export type WarrantyDetail = z.infer<typeof WarrantyDetail>;

export const DecisionEntry = z.object({
  id: RowId,
  level: z.string(),
  action: z.string(),
  reasonCode: z.string().nullable(),
  note: z.string().nullable(),
  statusFrom: z.string(),
  statusTo: z.string(),
  amountBeforeFen: Fen,
  amountAfterFen: Fen,
  byName: z.string(),
  /** The absent person in whose stead a deputy decided (0156). */
  forName: z.string().nullable(),
  /** Of ASSIGN: who had it in hand and who has it now; null = nobody. */
  handedFromName: z.string().nullable(),
  handedToName: z.string().nullable(),
  atMs: InstantMs,
  pending: z.boolean(),
});

export const VisitEntry = z.object({
  claimId: RowId,
  no: z.string().nullable(),
  status: ClaimStatus,
  repairFinishDate: BusinessDate,
  claimantName: z.string(),
  mainItem: z.string().nullable(),
  mileageKm: z.int().nullable(),
  claimedFen: Fen,
});

export const TimelineEntry = z.object({ event: z.string(), atMs: InstantMs });

export const AttachmentEntry = z.object({
  id: RowId,
  kind: z.string(),
  fileName: z.string(),
  fileSha256: z.string(),
  takenAtMs: InstantMs.nullable(),
  duplicates: z.int(),
});

/** A code of the fault catalogue with what it is called there; null for one that is not listed. */
const FaultCode = z.object({ code: z.string(), name: z.string().nullable() });

export const ClaimDetail = z.object({
  claim: ClaimRow,
  workOrderNo: z.string().nullable(),
  stationGrade: z.string().nullable(),
  stationType: z.string().nullable(),
  customerName: z.string().nullable(),
  complaintText: z.string().nullable(),
  faultCodes: z.object({ complaint: FaultCode.nullable(), cause: FaultCode.nullable(), action: FaultCode.nullable() }),
  responsibility: z.string(),
  rulesetVersion: z.int().nullable(),
  holdReason: z.string().nullable(),
  lines: z.array(ClaimLineDetail),
  hits: z.array(RuleHitDetail),
  warranty: WarrantyDetail,
  timeline: z.array(TimelineEntry),
  attachments: z.array(AttachmentEntry),
  visits: z.array(VisitEntry),
  decisions: z.array(DecisionEntry),
  remarks: z.array(ClaimRemark),
  /** Null = nobody has proposed one, or it was refused or withdrawn. */
  reversal: ClaimReversal.nullable(),
  /** The steps of a reversal this user may take now. */
  reversalSteps: z.array(z.enum(REVERSAL_STEPS)),
  /** What this user may enter on the station's behalf now. */
  stationSteps: z.array(z.enum(STATION_STEPS)),
  /** What this user may do now, by the transition table (claims §3.2). */
  allowedActions: z.array(z.string()),
  /** Until when the last decision can be taken back by this user; null when it cannot. */
  undoUntilMs: InstantMs.nullable(),
});
export type ClaimDetail = z.infer<typeof ClaimDetail>;

export const DECIDE_ACTIONS = ['APPROVE', 'REJECT', 'RETURN', 'HOLD', 'RELEASE', 'REOPEN', 'ASSIGN'] as const;
export const DecideAction = z.enum(DECIDE_ACTIONS);
export type DecideAction = z.infer<typeof DecideAction>;

export const HoldReason = z.enum(['WAIT_OLD_PART', 'WAIT_CALL', 'WAIT_LAB', 'WAIT_SUPPLIER', 'WAIT_INFO']);

/** A line the auditor sets apart from the proposal: reduced or rejected, with its reason. */
export const LineChange = z.object({
  seq: z.int(),
  decision: z.enum(['APPROVE', 'REDUCE', 'REJECT']),
  approvedFen: Fen.min(0),
  reasonCode: z.string().nullable(),
});
export type LineChange = z.infer<typeof LineChange>;

export const DecisionInput = z.object({
  action: DecideAction,
  reasonCode: z.string().nullable(),
  note: z.string().max(500),
  holdReason: HoldReason.nullable(),
  /** Empty = the payable amount of every line stands. */
  lines: z.array(LineChange).max(200),
  /** A return's remark is about this line; null or absent = about the claim as a whole (claims §3.2, "anchored remark"). */
  remarkLineSeq: z.int().min(1).nullable().optional(),
  /** What a return asks for, each with the line, field or photograph it is about (claims §3.2). */
  remarks: z
    .array(
      z.object({
        lineSeq: z.int().nullable(),
        field: z.string().max(64).nullable(),
        attachmentId: RowId.nullable(),
        text: z.string().min(1).max(500),
      }),
    )
    .max(20)
    .optional(),
  /** Of an approval against rules that block: a word for each of them; absent = the note stands for all. */
  blocks: z.array(BlockWord).max(72).optional(),
  /** Of ASSIGN: to whom the claim is handed; null = to nobody. */
  assignTo: RowId.nullable().optional(),
});
export type DecisionInput = z.infer<typeof DecisionInput>;

export const QueuedCommand = z.object({ commandId: z.string(), undoUntilMs: InstantMs.nullable() });

export const BatchRowResult = z.object({
  claimId: RowId,
  no: z.string().nullable(),
  outcome: z.enum(['waiting', 'applied', 'conflict', 'rejected']),
  reason: z.string().nullable(),
  details: z.record(z.string(), Scalar),
});
export const BatchState = z.object({
  batchId: z.string(),
  action: DecideAction,
  total: z.int(),
  applied: z.int(),
  refused: z.int(),
  waiting: z.int(),
  undoUntilMs: InstantMs.nullable(),
  results: z.array(BatchRowResult),
});
export type BatchState = z.infer<typeof BatchState>;

export const QueueSummary = z.object({
  queue: ClaimQueue,
  count: z.int(),
  oldestAtMs: InstantMs.nullable(),
  payableFen: Fen,
});

/** Claims of one queue that the rules found alike; keys a grouping leaves out are null. */
export const ClaimGroup = z.object({
  /** Ids of the rules that fired, sorted, with commas; empty = none. */
  signature: z.string(),
  claimantCode: z.string().nullable(),
  claimantName: z.string().nullable(),
  mainItem: z.string().nullable(),
  count: z.int(),
  claimedFen: Fen,
  payableFen: Fen,
  cutFen: Fen,
  worstSeverity: z.int(),
  oldestAtMs: InstantMs.nullable(),
});
export type ClaimGroup = z.infer<typeof ClaimGroup>;

/** What a bulk decision would do, by outcome: a status it leads to, or the reason it is refused. */
export const DryRun = ControlTotal.extend({
  claimedFen: Fen,
  approvedFen: Fen,
  outcomes: z.array(
    z.object({
      statusTo: z.string().nullable(),
      reason: z.string().nullable(),
      details: z.record(z.string(), Scalar),
      count: z.int(),
      payableFen: Fen,
    }),
  ),
});
export type DryRun = z.infer<typeof DryRun>;

export const ReasonCode = z.object({
  code: z.string(),
  textZh: z.string(),
  textEn: z.string(),
  defaultAction: z.string(),
  countsAsFraud: z.boolean(),
  suggestedRank: z.int().nullable(),
  /** False = known for what was decided, not offered for new decisions. */
  isOffered: z.boolean(),
});
export type ReasonCode = z.infer<typeof ReasonCode>;

export const claimsContract = {
  page: oc.input(PageRequest).output(z.object({ rows: z.array(ClaimRow), total: z.int() })),
  order: oc.input(OrderRequest).output(ListOrder),
  totals: oc.input(z.object({ query: GridQuery })).output(ClaimTotals),
  queues: oc.input(z.object({})).output(
    z.object({
      queues: z.array(QueueSummary),
      autoApprovedSinceYesterday: z.int(),
      leftToDecide: z.int(),
      /** What the signed-in person has in hand, in whatever queue (0210). */
      inHand: z.object({ count: z.int(), payableFen: Fen }),
      /** Approved by the rules alone among all decided in the last 30 days (claims §6.6). */
      straightThroughBp: z.int(),
      /** Drawn for the sample and not read yet. */
      sampled: z.int(),
      /** Undecided for more than three working days: since this day or an earlier one. */
      ...{ olderThanThreeDays: z.int(), olderThanDate: BusinessDate },
    }),
  ),
  /** Values of one column under the other conditions, with counts, for the list filter. */
  distinct: oc
    .input(z.object({ query: GridQuery, column: z.string().max(64) }))
    .output(z.array(z.object({ value: z.union([z.string(), z.number(), z.null()]), count: z.int() }))),
  /** Count and sums by the values of one column, the largest groups first; at most 500 of them. */
  groupTotals: oc.input(z.object({ query: GridQuery, column: z.string().max(64) })).output(
    z.array(
      z.object({
        value: z.union([z.string(), z.number(), z.null()]),
        ...{ count: z.int(), claimedFen: Fen, payableFen: Fen },
      }),
    ),
  ),
  /** Places, in the order of the query, of the rows that hold a text; at most the first 1,000 of them. */
  find: oc
    .input(z.object({ query: GridQuery, text: z.string().min(1).max(200) }))
    .output(z.object({ places: z.array(z.int()), total: z.int() })),
  detail: oc.input(z.object({ id: RowId })).output(ClaimDetail),
  evidence: oc.input(z.object({ id: RowId })).output(ClaimEvidence),
  paper: oc.input(z.object({ kind: PaperKind, id: RowId })).output(Paper),
  ...pictureContract,
  /** Tells the server that the claim is open here, or left, and who else has it open; nobody without the server. */
  presence: oc
    .input(z.object({ claimId: RowId, open: z.boolean() }))
    .output(z.object({ others: z.array(PresentPerson) })),
  /** Everybody with a level of the audit today, oneself too; by name. */
  receivers: oc.input(z.object({})).output(z.array(ClaimReceiver)),
  reasonCodes: oc.input(z.object({})).output(z.array(ReasonCode)),
  groups: oc
    .input(z.object({ queue: ClaimQueue, by: z.enum(['signature', 'station', 'operation']) }))
    .output(z.array(ClaimGroup)),
  /** How the audit went in a period (claims §6.6); each figure's claims are found by the same conditions. */
  figures: oc.input(AuditFiguresRequest).output(AuditFiguresAnswer),
  dryRun: oc.input(z.object({ selection: Selection, decision: DecisionInput })).output(DryRun),
  selectionTotal: oc.input(z.object({ selection: Selection })).output(ControlTotal),
  decide: oc.input(z.object({ claimId: RowId, version: z.int(), decision: DecisionInput })).output(QueuedCommand),
  decideMany: oc
    .input(z.object({ selection: Selection, expected: ControlTotal, decision: DecisionInput }))
    .output(z.object({ batchId: z.string(), commandIds: z.array(z.string()), undoUntilMs: InstantMs.nullable() })),
  batch: oc.input(z.object({ batchId: z.string() })).output(BatchState),
  /** Needs the server: refused, it throws the reason. */
  speakForStation: oc.input(StationWordInput).output(z.object({})),
  undo: oc.input(z.object({ claimId: RowId })).output(QueuedCommand),
  undoBatch: oc.input(z.object({ batchId: z.string() })).output(z.object({ batchId: z.string() })),
};
