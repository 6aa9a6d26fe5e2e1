import { z } from 'zod';
import { StationWordInput } from './claim-words.contract.ts';
import { DecisionInput } from './claims.contract.ts';
import { StockMonth } from './count-periods.ts';
import { CountEntryInput, CountFoundInput, CountPhotoInput, CountPlanRequest, CountStep } from './counts.contract.ts';
import { DeviceStepInput } from './devices.contract.ts';
import { HANDOVER_KINDS } from '../domain/settings/handover.ts';
import { HandoverExpected, HandoverReason } from './handover.contract.ts';
import { ImportKind, RowIssue } from './exchange.contract.ts';
import { FormTemplateSchema } from './form-template.schema.ts';
import { GoodsOrderRequest, GoodsOrderStepInput } from './goods-orders.contract.ts';
import { DamagePhotoInput, DamageStepInput, PurchaseArrival, ArrivalStepInput } from './goods-receipts.contract.ts';
import { LimitChange, LimitDecision, LimitRequest } from './limits.contract.ts';
import { PreparationChange, PreparationRequest, PreparationStepInput } from './preparation.contract.ts';
import { PurchaseChange, PurchaseStepInput } from './purchase.contract.ts';
import {
  ApplicationCompletion,
  ApplicationPhotoInput,
  ApplicationRequest,
  ApplicationStepInput,
} from './logistics.contract.ts';
import { OwnPlanFigures } from './parts.contract.ts';
import { FormKeySchema, MOST_DOCUMENTS } from './print.contract.ts';
import { ReconRunRequest, ReconStep } from './reconciliation.contract.ts';
import { RulesetContentSchema } from './ruleset.schema.ts';
import { SamplePlanInput } from './sampling.contract.ts';
import { InvoiceBuyerSchema } from './settings.contract.ts';
import { NewInvoice, NewPayment, ReversalStepInput, RunRequest, StatementAction } from './settlement.contract.ts';
import { BusinessDate, RowId, Scalar } from './values.ts';
import { ListName, SchemeBody, SchemeName } from './views.contract.ts';

/** What a desktop asks the server to do (sync §3.11). Every rule is run again there; the desktop only predicts. */
export const CommandBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('claim.decide'), claimId: RowId, version: z.int(), decision: DecisionInput }),
  z.object({
    kind: z.literal('claim.decideMany'),
    batchId: z.string(),
    decision: DecisionInput,
    targets: z
      .array(z.tuple([RowId, z.int()]))
      .min(1)
      .max(5000),
  }),
  z.object({ kind: z.literal('claim.undo'), claimId: RowId, decisionCommandId: z.string() }),
  z.object({ kind: z.literal('claim.undoMany'), batchId: z.string(), commandIds: z.array(z.string()).min(1).max(100) }),
  StationWordInput.extend({ kind: z.literal('station.word') }),
  z.object({ kind: z.literal('settlement.run'), request: RunRequest }),
  z.object({
    kind: z.literal('statement.advance'),
    statementId: RowId,
    version: z.int(),
    action: StatementAction,
    note: z.string().max(500),
  }),
  z.object({ kind: z.literal('statement.detachClaim'), statementId: RowId, version: z.int(), claimId: RowId }),
  z.object({ kind: z.literal('statement.attachClaim'), statementId: RowId, version: z.int(), claimId: RowId }),
  z.object({ kind: z.literal('statement.addInvoice'), statementId: RowId, version: z.int(), invoice: NewInvoice }),
  z.object({ kind: z.literal('statement.addPayment'), statementId: RowId, version: z.int(), payment: NewPayment }),
  ReversalStepInput.extend({ kind: z.literal('reversal.step') }),
  z.object({ kind: z.literal('count.plan'), request: CountPlanRequest }),
  z.object({
    kind: z.literal('count.enter'),
    sheetId: RowId,
    round: z.int().min(1).max(3),
    entries: z.array(CountEntryInput).min(1).max(1000),
  }),
  z.object({
    kind: z.literal('count.found'),
    sheetId: RowId,
    round: z.int().min(1).max(3),
    items: z.array(CountFoundInput).min(1).max(100),
  }),
  z.object({
    kind: z.literal('count.step'),
    sheetId: RowId,
    version: z.int(),
    step: CountStep,
    note: z.string().max(500),
    lineIds: z.array(RowId).max(20_000),
  }),
  z.object({
    kind: z.literal('count.explain'),
    sheetId: RowId,
    lineIds: z.array(RowId).min(1).max(20_000),
    reasonCode: z.string().max(40),
    reasonText: z.string().max(200).nullable(),
  }),
  CountPhotoInput.extend({ kind: z.literal('count.photo') }),
  z.object({ kind: z.literal('count.closePeriod'), month: StockMonth, note: z.string().max(500) }),
  z.object({ kind: z.literal('count.reopenPeriod'), month: StockMonth, note: z.string().max(500) }),
  z.object({ kind: z.literal('recon.start'), request: ReconRunRequest }),
  z.object({
    kind: z.literal('recon.step'),
    runId: RowId,
    version: z.int(),
    step: ReconStep,
    note: z.string().max(500),
  }),
  z.object({
    kind: z.literal('recon.assign'),
    runId: RowId,
    itemIds: z.array(RowId).min(1).max(20_000),
    ownerUserId: RowId.nullable(),
    dueDate: BusinessDate.nullable(),
    resolution: z.string().max(200).nullable(),
  }),
  z.object({ kind: z.literal('recon.accept'), runId: RowId, oursId: RowId, erpId: RowId }),
  z.object({ kind: z.literal('planning.compute') }),
  z.object({
    kind: z.literal('planning.adopt'),
    settingIds: z.array(RowId).min(1).max(20_000),
    own: OwnPlanFigures.nullable(),
  }),
  z.object({
    kind: z.literal('application.save'),
    /** Null = a new draft. */
    applicationId: RowId.nullable(),
    version: z.int(),
    request: ApplicationRequest,
  }),
  ApplicationStepInput.extend({ kind: z.literal('application.step') }),
  ApplicationCompletion.extend({ kind: z.literal('application.complete') }),
  ApplicationPhotoInput.extend({ kind: z.literal('application.photo') }),
  z.object({
    kind: z.literal('goodsOrder.save'),
    /** Null = a new draft. */
    orderId: RowId.nullable(),
    version: z.int(),
    request: GoodsOrderRequest,
  }),
  GoodsOrderStepInput.extend({ kind: z.literal('goodsOrder.step') }),
  PurchaseArrival.extend({ kind: z.literal('goods.receive') }),
  ArrivalStepInput.extend({ kind: z.literal('goods.arrival') }),
  DamageStepInput.extend({ kind: z.literal('damage.step') }),
  DamagePhotoInput.extend({ kind: z.literal('damage.photo') }),
  LimitChange.extend({ kind: z.literal('limit.change') }),
  z.object({ kind: z.literal('limit.request'), request: LimitRequest }),
  LimitDecision.extend({ kind: z.literal('limit.decide') }),
  z.object({ kind: z.literal('preparation.make'), request: PreparationRequest }),
  PreparationChange.extend({ kind: z.literal('preparation.change') }),
  PreparationStepInput.extend({ kind: z.literal('preparation.step') }),
  PurchaseChange.extend({ kind: z.literal('purchase.change') }),
  PurchaseStepInput.extend({ kind: z.literal('purchase.step') }),
  z.object({
    kind: z.literal('scheme.share'),
    schemeId: z.ulid(),
    list: ListName,
    name: SchemeName,
    body: SchemeBody,
  }),
  z.object({ kind: z.literal('scheme.withdraw'), schemeId: z.ulid() }),
  z.object({
    kind: z.literal('print.record'),
    batchId: z.string().max(64),
    formKey: FormKeySchema,
    printerName: z.string().max(200),
    workstation: z.string().max(100),
    /** Documents whose copies came out, as a person confirmed. */
    printed: z
      .array(
        z.object({
          documentId: RowId,
          copies: z.int().min(1).max(100),
          pages: z.int().min(1),
          /** The paper says that it is a reprint. */
          isMarked: z.boolean(),
          serialFrom: z.string().max(60).nullable(),
          serialTo: z.string().max(60).nullable(),
        }),
      )
      .max(MOST_DOCUMENTS),
    spoiled: z
      .array(
        z.object({
          documentId: RowId,
          pageNo: z.int().min(1),
          serial: z.string().max(60).nullable(),
          reason: z.string().max(200),
        }),
      )
      .max(MOST_DOCUMENTS),
  }),
  z.object({
    kind: z.literal('print.saveTemplate'),
    formKey: FormKeySchema,
    /** Null = as it was shipped. */
    template: FormTemplateSchema.nullable(),
    /** What the sender saw, 0 for the shipped form; absent from programs older than the designer, which take what stands. */
    version: z.int().min(0).optional(),
  }),
  z.object({ kind: z.literal('deputy.name'), deputyUserId: RowId, fromDate: BusinessDate, toDate: BusinessDate }),
  z.object({ kind: z.literal('deputy.end'), deputyId: RowId }),
  z.object({
    kind: z.literal('work.handOver'),
    fromUserId: RowId,
    toUserId: RowId,
    reason: HandoverReason,
    /** What the sender saw of each kind that goes; anything else refuses the whole. */
    expected: z.array(HandoverExpected).min(1).max(HANDOVER_KINDS.length),
  }),
  DeviceStepInput.extend({ kind: z.literal('device.step') }),
  z.object({ kind: z.literal('setting.saveInvoiceBuyer'), buyer: InvoiceBuyerSchema, version: z.int().min(0) }),
  SamplePlanInput.extend({ kind: z.literal('samplePlan.save') }),
  z.object({
    kind: z.literal('ruleset.saveDraft'),
    /** The draft the sender saw, 0 for none. */
    version: z.int().min(0),
    content: RulesetContentSchema,
    note: z.string().max(500),
  }),
  z.object({ kind: z.literal('ruleset.dropDraft'), version: z.int().min(1) }),
  z.object({
    kind: z.literal('ruleset.publish'),
    version: z.int().min(1),
    effectiveDate: BusinessDate,
    /** Rules of the split table that can never match, and that the sender keeps all the same. */
    confirmedShadowed: z.array(z.string().max(40)).max(200),
    note: z.string().max(500),
  }),
  z.object({
    kind: z.literal('exchange.import'),
    importId: z.string(),
    importKind: ImportKind,
    fileName: z.string(),
    fileSha256: z.string(),
    mappingSha256: z.string(),
    part: z.int(),
    parts: z.int(),
    /** Each thing with the rows it came from and its typed values (see domain/exchange). */
    things: z
      .array(z.object({ key: z.string(), rowNos: z.array(z.int()), values: z.record(z.string(), z.unknown()) }))
      .max(1000),
  }),
]);
export type CommandBody = z.infer<typeof CommandBody>;
export type CommandKind = CommandBody['kind'];

export const CommandEnvelope = z.object({
  id: z.ulid(),
  clientSeq: z.int().min(1),
  commandVersion: z.literal(1),
  /** Display and audit only; no ordering uses a clock. */
  madeAtMs: z.int(),
  body: CommandBody,
});
export type CommandEnvelope = z.infer<typeof CommandEnvelope>;

/**
 * An envelope as the server's door takes it: only what is needed to answer it. The body is checked command by command,
 * so that one of a kind the server does not know is refused by itself and does not hold up the ninety-nine beside it.
 */
export const CommandLetter = z.object({
  id: z.ulid(),
  clientSeq: z.int().min(1),
  commandVersion: z.int(),
  madeAtMs: z.int(),
  body: z.looseObject({ kind: z.string() }),
});
export type CommandLetter = z.infer<typeof CommandLetter>;

/** One result per target of a bulk command, in the order of the targets. */
export const TargetResult = z.object({
  id: RowId,
  outcome: z.enum(['applied', 'conflict', 'rejected']),
  reason: z.string().nullable(),
  details: z.record(z.string(), Scalar),
});
export type TargetResult = z.infer<typeof TargetResult>;

export const ImportThingResult = z.object({
  key: z.string(),
  outcome: z.enum(['created', 'updated', 'unchanged', 'refused']),
  targetId: RowId.nullable(),
  issues: z.array(RowIssue),
});
export type ImportThingResult = z.infer<typeof ImportThingResult>;

/** `conflict` carries both decisions: what stands on the server, by whom and since when. */
export const CommandResult = z.object({
  id: z.string(),
  status: z.enum(['applied', 'conflict', 'rejected', 'retry']),
  reason: z.string().nullable(),
  details: z.record(z.string(), Scalar),
  current: z.record(z.string(), Scalar).nullable(),
  targets: z.array(TargetResult).nullable(),
  imported: z.array(ImportThingResult).nullable(),
  output: z.record(z.string(), z.unknown()).nullable(),
  retryAfterMs: z.int().nullable(),
});
export type CommandResult = z.infer<typeof CommandResult>;
