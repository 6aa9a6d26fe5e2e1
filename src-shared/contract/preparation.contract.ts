import { oc } from '@orpc/contract';
import { z } from 'zod';
import { PREPARATION_STATUSES, PREPARATION_STEPS } from '../domain/parts/preparation-plan.ts';
import { ListOrder, OrderRequest, PageRequest } from './query.ts';
import { BusinessDate, InstantMs, RowId } from './values.ts';

/** Integer thousandths of a part's base unit. */
const Milli = z.int();
const Status = z.enum(PREPARATION_STATUSES);
const Step = z.enum(PREPARATION_STEPS);

/** For which source a plan is made, how far ahead, and how much of the usual demand the season asks for. Stock §4.8. */
export const PreparationRequest = z.object({
  warehouseId: RowId,
  weeks: z.int().min(1).max(52),
  /** 10000 = as usual. */
  seasonBp: z.int().min(1).max(100_000),
  note: z.string().max(500),
});
export type PreparationRequest = z.infer<typeof PreparationRequest>;

/** Another quantity in a line, with its reason; what was proposed stays beside it. Stock §3.2. */
export const PreparationChange = z.object({
  planId: RowId,
  version: z.int(),
  lineId: RowId,
  qtyMilli: Milli.min(0),
  reason: z.string().max(500),
});
export type PreparationChange = z.infer<typeof PreparationChange>;

export const PreparationStepInput = z.object({
  planId: RowId,
  version: z.int(),
  step: Step,
  note: z.string().max(500),
});
export type PreparationStepInput = z.infer<typeof PreparationStepInput>;

export const PreparationRow = z.object({
  id: RowId,
  version: z.int(),
  planNo: z.string(),
  status: Status,
  /** The source. */
  warehouseName: z.string(),
  fromDate: BusinessDate,
  toDate: BusinessDate,
  weeks: z.int(),
  seasonBp: z.int(),
  lineCount: z.int(),
  /** Lines that get less than they need. */
  shortCount: z.int(),
  changedCount: z.int(),
  transferCount: z.int(),
  /** What it could not give is asked for of purchasing under this number. */
  purchaseNo: z.string().nullable(),
  note: z.string().nullable(),
  stepNote: z.string().nullable(),
  madeByName: z.string(),
  madeAtMs: InstantMs,
  reviewedByName: z.string().nullable(),
  reviewedAtMs: InstantMs.nullable(),
  approvedByName: z.string().nullable(),
  approvedAtMs: InstantMs.nullable(),
  releasedByName: z.string().nullable(),
  releasedAtMs: InstantMs.nullable(),
});
export type PreparationRow = z.infer<typeof PreparationRow>;

/** How a line came to its proposal: WITHHELD where a blind count keeps its quantities from who looks. */
const PREPARATION_OUTCOMES = ['FULL', 'VOR_FIRST', 'SHARED', 'NONE', 'WITHHELD'] as const;

/** One part for one warehouse, each figure with those it comes from; null where a blind count withholds it. */
export const PreparationLineRow = z.object({
  id: RowId,
  planId: RowId,
  planNo: z.string(),
  lineNo: z.int(),
  partNo: z.string(),
  partName: z.string(),
  uom: z.string(),
  /** Who gets it. */
  warehouseName: z.string(),
  weeks: z.int(),
  seasonBp: z.int(),
  weekMeanMilli: Milli,
  safetyMilli: Milli,
  packMilli: Milli,
  availableMilli: Milli.nullable(),
  onOrderMilli: Milli,
  inTransitMilli: Milli,
  backlogMilli: Milli.nullable(),
  positionMilli: Milli.nullable(),
  grossMilli: Milli,
  netMilli: Milli.nullable(),
  wantMilli: Milli.nullable(),
  vorWantMilli: Milli.nullable(),
  supplyMilli: Milli.nullable(),
  wantedMilli: Milli.nullable(),
  proposedMilli: Milli.nullable(),
  confirmedMilli: Milli.nullable(),
  outcome: z.enum(PREPARATION_OUTCOMES),
  changeReason: z.string().nullable(),
  changedByName: z.string().nullable(),
  changedAtMs: InstantMs.nullable(),
  /** The transfer it has become; its number only once that is approved. */
  orderId: RowId.nullable(),
  orderNo: z.string().nullable(),
});
export type PreparationLineRow = z.infer<typeof PreparationLineRow>;

const Kept = z.object({ planId: RowId, planNo: z.string(), status: Status });

/** Preparation plans; part of the room of parts. */
export const preparation = {
  preparations: oc
    .input(PageRequest)
    .output(z.object({ rows: z.array(PreparationRow), total: z.int(), totals: z.object({ open: z.int() }) })),
  preparationOrder: oc.input(OrderRequest).output(ListOrder),
  preparation: oc.input(z.object({ id: RowId })).output(
    z.object({
      row: PreparationRow,
      allowedSteps: z.array(Step),
      mayChange: z.boolean(),
    }),
  ),
  preparationLines: oc.input(PageRequest).output(
    z.object({
      rows: z.array(PreparationLineRow),
      total: z.int(),
      totals: z.object({ short: z.int(), changed: z.int(), withheld: z.int() }),
    }),
  ),
  preparationLineOrder: oc.input(OrderRequest).output(ListOrder),
  /** The warehouses others are supplied from, and how many weeks a plan covers unless something else is said. */
  preparationOptions: oc.input(z.object({})).output(
    z.object({
      sources: z.array(z.object({ id: RowId, name: z.string(), supplied: z.int() })),
      weeks: z.int(),
      mayPlan: z.boolean(),
    }),
  ),
  makePreparation: oc.input(PreparationRequest).output(Kept.extend({ lines: z.int() })),
  changePreparation: oc.input(PreparationChange).output(Kept),
  stepPreparation: oc.input(PreparationStepInput).output(Kept.extend({ transfers: z.int(), purchases: z.int() })),
};
