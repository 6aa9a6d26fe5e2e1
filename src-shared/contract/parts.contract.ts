import { oc } from '@orpc/contract';
import { z } from 'zod';
import { preparation } from './preparation.contract.ts';
import { purchase } from './purchase.contract.ts';
import { ListOrder, OrderRequest, PageRequest } from './query.ts';
import { stockExceptions } from './stock-exceptions.contract.ts';
import { StockReportFacts, StockReportRequest, StockReportRow } from './stock-reports.ts';
import { Fen, InstantMs, RowId } from './values.ts';

/** Integer thousandths of a part's base unit. */
const Milli = z.int();

/** What lies in one place in one condition; quantities and values are null where they are withheld from who looks. */
export const BalanceRow = z.object({
  id: RowId,
  warehouseCode: z.string(),
  warehouseName: z.string(),
  binCode: z.string().nullable(),
  partId: RowId,
  partNo: z.string(),
  drawingNo: z.string().nullable(),
  partName: z.string(),
  uom: z.string(),
  condition: z.string(),
  owner: z.string(),
  abcClass: z.string().nullable(),
  qtyMilli: Milli.nullable(),
  /** Held or picked of the part in the whole warehouse, and what is free there: on hand in order less reserved. */
  reservedMilli: Milli,
  availableMilli: Milli.nullable(),
  valueFen: Fen.nullable(),
  /** Per base unit, rounded; null without stock. */
  averageFen: Fen.nullable(),
  lastMoveAtMs: InstantMs,
  lastCountAtMs: InstantMs.nullable(),
});
export type BalanceRow = z.infer<typeof BalanceRow>;

/** A row of the ledger with what lay there after it, in the order of the ledger. */
export const LedgerRow = z.object({
  id: RowId,
  seq: z.int(),
  type: z.string(),
  docNo: z.string().nullable(),
  effectiveAtMs: InstantMs,
  postedAtMs: InstantMs,
  qtyMilli: Milli.nullable(),
  valueFen: Fen.nullable(),
  afterMilli: Milli.nullable(),
  afterFen: Fen.nullable(),
});
export type LedgerRow = z.infer<typeof LedgerRow>;

/** An entry of the ledger of all stock; quantity and value are null where they are withheld from who looks. */
export const MovementRow = z.object({
  id: RowId,
  seq: z.int(),
  warehouseName: z.string(),
  binCode: z.string().nullable(),
  partNo: z.string(),
  partName: z.string(),
  uom: z.string(),
  type: z.string(),
  docNo: z.string().nullable(),
  erpDocNo: z.string().nullable(),
  owner: z.string(),
  condition: z.string(),
  qtyMilli: Milli.nullable(),
  valueFen: Fen.nullable(),
  effectiveAtMs: InstantMs,
  postedAtMs: InstantMs,
  /** The key of stock it moved; null where this copy has none. */
  balanceId: RowId.nullable(),
});
export type MovementRow = z.infer<typeof MovementRow>;

/** Why planning gave a part its figures; the fields are those of `PlanReasons` of the domain. */
export const PlanReasonsRow = z.object({
  weeks: z.int(),
  historyDays: z.int(),
  weeksWithDemand: z.int(),
  adiCenti: z.int().nullable(),
  meanWeekMilli: Milli,
  sdWeekMilli: Milli,
  leadTimeDays: z.int(),
  leadTimeSdDaysCenti: z.int(),
  reviewWeeksCenti: z.int(),
  serviceLevelBp: z.int(),
  safetyExactMilli: Milli.nullable(),
  coverBp: z.int().nullable(),
  excluded: z.array(
    z.object({
      docNo: z.string().nullable(),
      qtyMilli: Milli,
      weeksAgo: z.int(),
      why: z.enum(['CAMPAIGN', 'OUTLIER']),
    }),
  ),
});
export type PlanReasonsRow = z.infer<typeof PlanReasonsRow>;

/** One part in one warehouse as planning sees it: what was computed, what was approved, what lies there and what to order. */
export const PlanningRow = z.object({
  id: RowId,
  warehouseName: z.string(),
  /** Where it is ordered from; null = from outside. */
  sourceName: z.string().nullable(),
  partNo: z.string(),
  partName: z.string(),
  uom: z.string(),
  abcClass: z.string().nullable(),
  serviceLevelBp: z.int().nullable(),
  computedMethod: z.string().nullable(),
  weekMeanMilli: Milli.nullable(),
  computedSafetyMilli: Milli.nullable(),
  computedReorderMilli: Milli.nullable(),
  computedMaxMilli: Milli.nullable(),
  method: z.string(),
  safetyMilli: Milli.nullable(),
  reorderMilli: Milli.nullable(),
  maxMilli: Milli.nullable(),
  packMilli: Milli.nullable(),
  moqMilli: Milli.nullable(),
  approvedAtMs: InstantMs.nullable(),
  /** The position: free + on order + on the way − not filled. Quantities are null where they are withheld. */
  onHandMilli: Milli.nullable(),
  availableMilli: Milli.nullable(),
  onOrderMilli: Milli,
  inTransitMilli: Milli.nullable(),
  backlogMilli: Milli.nullable(),
  positionMilli: Milli.nullable(),
  orderMilli: Milli.nullable(),
  valueFen: Fen.nullable(),
  issuedMilli: Milli.nullable(),
  issuedFen: Fen.nullable(),
  averageStockFen: Fen.nullable(),
  turnsCenti: z.int().nullable(),
  daysTenths: z.int().nullable(),
  firstMoveAtMs: InstantMs.nullable(),
  lastIssueAtMs: InstantMs.nullable(),
  movementClass: z.string().nullable(),
  excessMilli: Milli.nullable(),
  /** The other warehouses in which the same part is at its reorder point or below; empty where there is no excess. */
  shortAt: z.string(),
  computedAtMs: InstantMs.nullable(),
  reasons: PlanReasonsRow.nullable(),
});
export type PlanningRow = z.infer<typeof PlanningRow>;

/** Figures a planner sets by hand, in thousandths. */
export const OwnPlanFigures = z
  .object({
    safetyMilli: Milli.min(0),
    reorderMilli: Milli.min(0),
    maxMilli: Milli.min(0),
    packMilli: Milli.min(1),
    moqMilli: Milli.min(0),
  })
  .refine(({ reorderMilli, maxMilli }) => maxMilli >= reorderMilli, 'max-below-min');
export type OwnPlanFigures = z.infer<typeof OwnPlanFigures>;

export const PartCard = z.object({
  partNo: z.string(),
  drawingNo: z.string().nullable(),
  oemCode: z.string().nullable(),
  name: z.string(),
  spec: z.string().nullable(),
  uom: z.string(),
  packs: z.string(),
  supplierName: z.string().nullable(),
  isSafety: z.boolean(),
  isSerialised: z.boolean(),
  oldPartPolicy: z.string(),
  status: z.string(),
  prices: z.array(z.object({ kind: z.string(), amountFen: Fen })),
  /** The chain the part stands in: what it replaces and what replaces it. */
  supersession: z.array(
    z.object({
      direction: z.enum(['REPLACES', 'REPLACED_BY']),
      partNo: z.string(),
      name: z.string(),
      type: z.string(),
    }),
  ),
  models: z.array(z.object({ code: z.string(), name: z.string() })),
});
export type PartCard = z.infer<typeof PartCard>;

/** What the nightly proof of the ledger found. Stock §2.2 (0293). */
export const StockProof = z.object({
  provedAtMs: InstantMs,
  keyCount: z.int(),
  wrongCount: z.int(),
  /** Parts with a balance that is not the sum of its movements, the first of them. */
  wrongPartNos: z.array(z.string()),
});
export type StockProof = z.infer<typeof StockProof>;

export const partsContract = {
  balances: oc
    .input(PageRequest)
    .output(
      z.object({ rows: z.array(BalanceRow), total: z.int(), totals: z.object({ valueFen: Fen, withheld: z.int() }) }),
    ),
  balanceOrder: oc.input(OrderRequest).output(ListOrder),
  /** One key: its row, its ledger, its part. */
  balance: oc
    .input(z.object({ id: RowId }))
    .output(z.object({ row: BalanceRow, ledger: z.array(LedgerRow), part: PartCard })),
  /** Entries of the ledger over all keys, the newest first unless asked otherwise. */
  movements: oc
    .input(PageRequest)
    .output(z.object({ rows: z.array(MovementRow), total: z.int(), totals: z.object({}) })),
  movementOrder: oc.input(OrderRequest).output(ListOrder),
  /** The newest proof that every balance is the sum of its movements; null where none was made yet. */
  proof: oc.input(z.object({})).output(z.object({ proof: StockProof.nullable() })),
  /** The first rows of a report, the sums of all of them, and what the report says of itself. */
  report: oc
    .input(StockReportRequest)
    .output(z.object({ rows: z.array(StockReportRow), total: z.int(), sums: StockReportRow, facts: StockReportFacts })),
  reportOptions: oc
    .input(z.object({}))
    .output(z.object({ warehouses: z.array(z.object({ id: RowId, name: z.string() })) })),
  planning: oc.input(PageRequest).output(
    z.object({
      rows: z.array(PlanningRow),
      total: z.int(),
      totals: z.object({ toOrder: z.int(), valueFen: Fen, excessFen: Fen, computedAtMs: InstantMs.nullable() }),
    }),
  ),
  planningOrder: oc.input(OrderRequest).output(ListOrder),
  planningOptions: oc.input(z.object({})).output(z.object({ mayPlan: z.boolean() })),
  /** Works everything out anew on the server. */
  computePlanning: oc.input(z.object({})).output(z.object({ keys: z.int(), changed: z.int() })),
  /** Approves what was computed for these keys, or figures of one's own. */
  adoptPlanning: oc
    .input(z.object({ settingIds: z.array(RowId).min(1).max(20_000), own: OwnPlanFigures.nullable() }))
    .output(z.object({ adopted: z.int() })),
  ...preparation,
  ...purchase,
  ...stockExceptions,
};
