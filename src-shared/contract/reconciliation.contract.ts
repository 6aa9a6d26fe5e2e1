import { oc } from '@orpc/contract';
import { z } from 'zod';
import { DIFFERENCE_CLASSES, RECONCILE_VERDICTS } from '../domain/reconciliation/reconcile-key.ts';
import { RECON_STATUSES } from '../domain/reconciliation/run-transition.ts';
import { ListOrder, OrderRequest, PageRequest } from './query.ts';
import { BusinessDate, Fen, InstantMs, RowId } from './values.ts';

/** Integer thousandths of a part's base unit. */
const Milli = z.int();
const Class = z.enum(DIFFERENCE_CLASSES);

/** What is compared with what, at the end of which day; the ERP's own totals when the file names them. Stock §4.11. */
export const ReconRunRequest = z.object({
  warehouseIds: z.array(RowId).min(1).max(50),
  cutoffDate: BusinessDate,
  erpSystem: z.string().min(1).max(40),
  /** Rows and sum of quantities at the foot of the ERP's file; null = it names none. */
  controlRows: z.int().min(0).nullable(),
  controlQtyMilli: Milli.nullable(),
});
export type ReconRunRequest = z.infer<typeof ReconRunRequest>;

export const ReconStep = z.enum(['refresh', 'sign', 'cancel']);
export type ReconStep = z.infer<typeof ReconStep>;

/** Where a run stands after a step; a signature is not taken while figures have changed since they were looked at. */
export const ReconStepResult = z.object({ status: z.enum(RECON_STATUSES), changed: z.int().default(0) });
export type ReconStepResult = z.infer<typeof ReconStepResult>;

/** A document of either side behind a key. */
const ReconDocument = z.object({
  id: RowId,
  docNo: z.string().nullable(),
  line: z.string().nullable(),
  type: z.string(),
  atMs: InstantMs,
  qtyMilli: Milli,
  /** In how many signed runs it was open before. */
  runsOpen: z.int(),
});
export type ReconDocument = z.infer<typeof ReconDocument>;

/** Documents that belong together, or one alone, with the class of the difference and what it adds to ledger − ERP. */
export const ReconGroup = z.object({
  rule: z.enum(['PERSON', 'REVERSAL', 'ERP_LINE', 'OUR_NO', 'SUM', 'NEAREST']).nullable(),
  class: Class.nullable(),
  qtyMilli: Milli,
  isOpen: z.boolean(),
  duplicate: z.boolean(),
  ours: z.array(ReconDocument),
  erp: z.array(ReconDocument),
});
export type ReconGroup = z.infer<typeof ReconGroup>;
export const ReconGroups = z.array(ReconGroup);

export const ReconSuggestions = z.array(z.object({ oursId: RowId, erpId: RowId }));
export const ReconContributions = z.array(z.object({ class: Class, qtyMilli: Milli }));

/** Rows of the extract that belong to no part or no warehouse here: listed, never dropped. */
export const ReconUnmapped = z.array(
  z.object({ what: z.enum(['PART', 'WAREHOUSE']), code: z.string(), rows: z.int(), qtyMilli: Milli }),
);

export const ReconRunRow = z.object({
  id: RowId,
  version: z.int(),
  runNo: z.string(),
  status: z.enum(RECON_STATUSES),
  cutoffDate: BusinessDate,
  warehouseNames: z.string(),
  erpSystem: z.string(),
  ledgerSeq: z.int(),
  erpRows: z.int(),
  erpQtyMilli: Milli,
  keyCount: z.int(),
  differingCount: z.int(),
  agreeCount: z.int(),
  physicalCount: z.int(),
  erpSideCount: z.int(),
  systemSideCount: z.int(),
  mixedCount: z.int(),
  notCountedCount: z.int(),
  unexplainedCount: z.int(),
  /** Unexplained, and nobody answers for it by a day. */
  unownedCount: z.int(),
  /** Differences of the last signed run, and those of them that are gone. */
  carriedCount: z.int(),
  clearedCount: z.int(),
  startedByName: z.string(),
  startedAtMs: InstantMs,
  signedByName: z.string().nullable(),
  signedAtMs: InstantMs.nullable(),
});
export type ReconRunRow = z.infer<typeof ReconRunRow>;

/** One part in one warehouse; figures are null where they are withheld from who looks. */
export const ReconItemRow = z.object({
  id: RowId,
  warehouseName: z.string(),
  partNo: z.string(),
  drawingNo: z.string().nullable(),
  partName: z.string(),
  uom: z.string(),
  ledgerMilli: Milli.nullable(),
  erpMilli: Milli.nullable(),
  countedMilli: Milli.nullable(),
  differenceMilli: Milli.nullable(),
  /** Shelf − ledger. */
  shelfDifferenceMilli: Milli.nullable(),
  contributions: ReconContributions,
  /** The class with the largest contribution. */
  mainClass: Class.nullable(),
  verdict: z.enum(RECONCILE_VERDICTS),
  unexplainedMilli: Milli.nullable(),
  /** The difference at the part's standard cost. */
  differenceFen: Fen.nullable(),
  suggestionCount: z.int(),
  ownerName: z.string().nullable(),
  ownerUserId: RowId.nullable(),
  dueDate: BusinessDate.nullable(),
  resolution: z.string().nullable(),
  /** The contributions class by class, as the workbook has them; null = none of the class. */
  openingMilli: Milli.nullable(),
  timingMilli: Milli.nullable(),
  uomMilli: Milli.nullable(),
  duplicateMilli: Milli.nullable(),
  missingInErpMilli: Milli.nullable(),
  missingInSystemMilli: Milli.nullable(),
  signMilli: Milli.nullable(),
  substitutionMilli: Milli.nullable(),
  locationMilli: Milli.nullable(),
  quantityMilli: Milli.nullable(),
});
export type ReconItemRow = z.infer<typeof ReconItemRow>;

export const ReconView = z.enum(['differing', 'unexplained', 'unowned', 'mine', 'all']);
export type ReconView = z.infer<typeof ReconView>;

const ItemTotals = z.object({ differenceMilli: Milli, contributionMilli: Milli, withheld: z.int() });

export const reconciliationContract = {
  runs: oc
    .input(PageRequest)
    .output(z.object({ rows: z.array(ReconRunRow), total: z.int(), totals: z.object({ unexplainedCount: z.int() }) })),
  runOrder: oc.input(OrderRequest).output(ListOrder),
  /** One run with what it left unmapped, its classes and the residuals of the runs signed before it. */
  run: oc.input(z.object({ id: RowId })).output(
    z.object({
      run: ReconRunRow,
      classes: z.array(z.object({ class: Class, keys: z.int(), qtyMilli: Milli })),
      unmapped: ReconUnmapped,
      trend: z.array(z.object({ cutoffDate: BusinessDate, unexplainedCount: z.int() })),
      allowedActions: z.array(z.string()),
    }),
  ),
  items: oc
    .input(PageRequest.extend({ runId: RowId, view: ReconView }))
    .output(z.object({ rows: z.array(ReconItemRow), total: z.int(), totals: ItemTotals })),
  itemOrder: oc.input(OrderRequest.extend({ runId: RowId, view: ReconView })).output(ListOrder),
  /** The documents of both sides behind one key. */
  item: oc.input(z.object({ id: RowId })).output(
    z.object({
      row: ReconItemRow,
      packs: z.string(),
      groups: ReconGroups,
      suggestions: z.array(z.object({ ours: ReconDocument, erp: ReconDocument })),
    }),
  ),
  /** What a run can be made of, and who may answer for a residual. */
  options: oc.input(z.object({})).output(
    z.object({
      warehouses: z.array(z.object({ id: RowId, code: z.string(), name: z.string(), isMapped: z.boolean() })),
      extracts: z.array(
        z.object({ erpSystem: z.string(), extractDate: BusinessDate, rows: z.int(), qtyMilli: Milli.nullable() }),
      ),
      people: z.array(z.object({ id: RowId, name: z.string(), roles: z.array(z.string()) })),
      mayStart: z.boolean(),
    }),
  ),
  start: oc.input(ReconRunRequest).output(z.object({ runId: RowId, runNo: z.string(), keyCount: z.int() })),
  step: oc
    .input(z.object({ runId: RowId, version: z.int(), step: ReconStep, note: z.string().max(500) }))
    .output(ReconStepResult),
  assign: oc
    .input(
      z.object({
        runId: RowId,
        itemIds: z.array(RowId).min(1).max(20_000),
        ownerUserId: RowId.nullable(),
        dueDate: BusinessDate.nullable(),
        resolution: z.string().max(200).nullable(),
      }),
    )
    .output(z.object({ assigned: z.int() })),
  /** A person joins two documents that were only suggested; the run is matched anew with them. */
  accept: oc.input(z.object({ runId: RowId, oursId: RowId, erpId: RowId })).output(z.object({ changed: z.int() })),
};
