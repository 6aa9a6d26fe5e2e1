import { oc } from '@orpc/contract';
import { z } from 'zod';
import { COUNT_MODES } from '../domain/counts/expected-at-count.ts';
import { COUNT_STATUSES, COUNT_TYPES } from '../domain/counts/sheet-transition.ts';
import { countPeriodProcedures } from './count-periods.ts';
import { ListOrder, OrderRequest, PageRequest } from './query.ts';
import { BusinessDate, Fen, InstantMs, RowId } from './values.ts';

/** Integer thousandths of a part's base unit. */
const Milli = z.int();

/** A count as a person asks for it; one sheet for each zone of a full count, else one. Stock §2.3. */
export const CountPlanRequest = z.object({
  type: z.enum(COUNT_TYPES),
  name: z.string().trim().min(1).max(60),
  warehouseId: RowId,
  /** Empty = the whole warehouse. */
  zones: z.array(z.string().max(40)).max(200),
  blind: z.boolean(),
  mode: z.enum(COUNT_MODES),
  plannedDate: BusinessDate,
  counterUserId: RowId,
  recounterUserId: RowId.nullable(),
  /** Lines of a cycle count, or share of a spot count in basis points; null = the company's setting. */
  capacity: z.int().min(1).max(20_000).nullable(),
  samplePctBp: z.int().min(1).max(10_000).nullable(),
  /** Freezes the book and sends the sheets out at once. */
  release: z.boolean(),
});
export type CountPlanRequest = z.infer<typeof CountPlanRequest>;

export const CountEntryInput = z.object({
  /** Made by the desktop: the same entry is the same entry, however often it is sent. */
  entryId: z.ulid(),
  lineId: RowId,
  kind: z.enum(['COUNT', 'WITHDRAWN', 'UNREACHABLE']),
  /** In the base unit; 0 for the other kinds. */
  qtyMilli: Milli.min(0),
  countedAtMs: InstantMs,
  /** What was added to the device's clock to get `countedAtMs`; desktops before 0354 did not say. */
  clockOffsetMs: z.int().optional(),
  method: z.enum(['GRID', 'SCAN']),
  note: z.string().max(200).nullable(),
});
export type CountEntryInput = z.infer<typeof CountEntryInput>;

/** What lies in a bin and is not on the sheet: its line is named by the desktop that found it. */
export const CountFoundInput = CountEntryInput.omit({ kind: true }).extend({ partId: RowId, binId: RowId });
export type CountFoundInput = z.infer<typeof CountFoundInput>;

/** What cycle counting asks of a warehouse a day, and from what it is worked out. Stock §4.5. */
export const CycleLoad = z.object({
  classes: z.array(z.object({ abcClass: z.enum(['A', 'B', 'C']), keys: z.int(), countsPerYear: z.int() })),
  workdays: z.int(),
  loadPerDayCenti: z.int(),
  capacityLines: z.int(),
});
export type CycleLoad = z.infer<typeof CycleLoad>;

export const CountPhotoInput = z.object({
  sheetId: RowId,
  lineId: RowId,
  fileName: z.string().min(1).max(200),
  /** A letter to the server holds 640 KiB of a picture, as for applications. */
  contentBase64: z.base64().max(Math.ceil((640 * 1024) / 3) * 4),
});

export const CountStep = z.enum(['release', 'export', 'submit', 'recount', 'approve', 'cancel']);
export type CountStep = z.infer<typeof CountStep>;

/** Where a sheet stands after a step. */
export const CountStepResult = z.object({
  status: z.string(),
  /** Lines to be counted again. */
  recount: z.int().default(0),
  /** Lines for which a movement has come in since the review; the sheet was not posted. */
  lateLines: z.int().default(0),
  /** The role whose approval is needed as well. */
  waitsFor: z.string().nullable().default(null),
  /** The number under which the sheet may go out to Excel; files of earlier numbers are not taken back. */
  exportRev: z.int().nullable().default(null),
});
export type CountStepResult = z.infer<typeof CountStepResult>;

/** A sheet in the list; what a blind counter may not know is null on his desktop. */
export const CountSheetRow = z.object({
  id: RowId,
  version: z.int(),
  sheetNo: z.string(),
  status: z.enum(COUNT_STATUSES),
  type: z.enum(COUNT_TYPES),
  planName: z.string(),
  isBlind: z.int(),
  round: z.int(),
  warehouseCode: z.string(),
  warehouseName: z.string(),
  zone: z.string().nullable(),
  counterName: z.string().nullable(),
  recounterName: z.string().nullable(),
  lineCount: z.int(),
  /** Lines of the present round that nobody has counted yet. */
  leftCount: z.int(),
  varianceCount: z.int().nullable(),
  gainFen: Fen.nullable(),
  lossFen: Fen.nullable(),
  plannedDate: BusinessDate,
  snapAtMs: InstantMs.nullable(),
});
export type CountSheetRow = z.infer<typeof CountSheetRow>;

export const CountLineRow = z.object({
  id: RowId,
  lineNo: z.int(),
  zone: z.string().nullable(),
  binCode: z.string().nullable(),
  partId: RowId,
  partNo: z.string(),
  drawingNo: z.string().nullable(),
  partName: z.string(),
  uom: z.string(),
  isWhole: z.boolean(),
  isSafety: z.boolean(),
  /** Empty for parts without serial numbers. */
  serialNo: z.string(),
  /** Larger units with their size in the base unit, as `箱 = 12 件`. */
  packs: z.string(),
  state: z.string(),
  /** To be counted in the sheet's present round. */
  isInRound: z.boolean(),
  /** What this person's desktop knows of the present round: confirmed or still to be sent. */
  countedMilli: Milli.nullable(),
  countedAtMs: InstantMs.nullable(),
  entryKind: z.enum(['COUNT', 'WITHDRAWN', 'UNREACHABLE']).nullable(),
  entryNote: z.string().nullable(),
  isWaiting: z.boolean(),
  /** By how many minutes the clock that counted last was ahead (positive) or behind; null = no more than may be. */
  clockOffMin: z.int().nullable(),
  /** Counts by round, for those who may see them. */
  firstMilli: Milli.nullable(),
  secondMilli: Milli.nullable(),
  thirdMilli: Milli.nullable(),
  bookMilli: Milli.nullable(),
  expectedMilli: Milli.nullable(),
  finalMilli: Milli.nullable(),
  varianceMilli: Milli.nullable(),
  varianceFen: Fen.nullable(),
  varianceBp: z.int().nullable(),
  /** Within tolerance; null = not counted, or withheld. */
  isWithin: z.boolean().nullable(),
  /** After movements that came late (stock §4.1). */
  reportedMilli: Milli.nullable(),
  unitCostFen: Fen.nullable(),
  triggers: z.array(z.string()),
  reasonCode: z.string().nullable(),
  reasonText: z.string().nullable(),
});
export type CountLineRow = z.infer<typeof CountLineRow>;

export const CountSheetDetail = z.object({
  sheet: CountSheetRow,
  mode: z.string(),
  lines: z.array(CountLineRow),
  reasons: z.array(z.object({ code: z.string(), name: z.string(), sign: z.string(), requiresPhoto: z.int() })),
  /** Photographs of its lines, in the order in which they were taken in. */
  photos: z.array(z.object({ lineId: RowId, id: RowId, fileName: z.string(), fileSha256: z.string() })),
  history: z.array(
    z.object({
      action: z.string(),
      statusTo: z.string(),
      round: z.int(),
      byName: z.string(),
      atMs: InstantMs,
      note: z.string().nullable(),
    }),
  ),
  /** Approvals given while another is waited for. */
  approvals: z.array(z.object({ byName: z.string(), role: z.string() })),
  adjustmentNo: z.string().nullable(),
  /** The ERP's document for the adjustment, when it has it. */
  erpDocNo: z.string().nullable(),
  allowedActions: z.array(z.string()),
  /** Quantities of the book are withheld from the person who looks. */
  isBlindForMe: z.boolean(),
  /** How keys of a scanner are told from those of a person. */
  wedge: z.object({ minCharacters: z.int(), maxMeanGapMs: z.int() }),
  /** How far entries are in it, for `counts.entries`. */
  entryMark: z.int(),
});
export type CountSheetDetail = z.infer<typeof CountSheetDetail>;

/** What was entered on the present round of a sheet since a mark, each line once: a sheet of thousands is not read again for one. */
export const CountEntryNews = z.object({
  mark: z.int(),
  entries: z.array(
    CountLineRow.pick({ countedMilli: true, entryNote: true, isWaiting: true }).extend({
      lineId: RowId,
      countedAtMs: InstantMs,
      entryKind: z.enum(['COUNT', 'WITHDRAWN', 'UNREACHABLE']),
    }),
  ),
});
export type CountEntryNews = z.infer<typeof CountEntryNews>;

/** The ledger of a line's key around its count: what moved, when it happened and when it was booked. */
export const CountTimeline = z.object({
  bookMilli: Milli.nullable(),
  snapAtMs: InstantMs.nullable(),
  balanceMilli: Milli.nullable(),
  events: z.array(
    z.object({
      id: RowId,
      kind: z.enum(['MOVE', 'COUNT']),
      type: z.string(),
      docNo: z.string().nullable(),
      qtyMilli: Milli.nullable(),
      effectiveAtMs: InstantMs,
      postedAtMs: InstantMs,
      /** Happened before the snapshot or the count, booked after it. */
      isLate: z.boolean(),
      /** The later month it is booked in, because its own was closed; null = its own. */
      bookedMonth: z.string().nullable(),
    }),
  ),
});
export type CountTimeline = z.infer<typeof CountTimeline>;

export const countsContract = {
  ...countPeriodProcedures,
  sheets: oc.input(PageRequest).output(
    z.object({
      rows: z.array(CountSheetRow),
      total: z.int(),
      totals: z.object({ lineCount: z.int(), leftCount: z.int() }),
    }),
  ),
  sheetOrder: oc.input(OrderRequest).output(ListOrder),
  sheet: oc.input(z.object({ id: RowId })).output(CountSheetDetail),
  /** What a scanned or written code means in the warehouse of a sheet. */
  lookup: oc.input(z.object({ sheetId: RowId, code: z.string().min(1).max(100) })).output(
    z.object({
      bin: z.object({ id: RowId, code: z.string() }).nullable(),
      part: z
        .object({
          id: RowId,
          partNo: z.string(),
          name: z.string(),
          uom: z.string(),
          isWhole: z.boolean(),
          factorMilli: Milli,
        })
        .nullable(),
    }),
  ),
  /** Taken at once like an entry, sent when the server can be reached. */
  found: oc
    .input(
      z.object({
        sheetId: RowId,
        round: z.int().min(1).max(3),
        item: CountFoundInput.omit({ entryId: true, lineId: true, countedAtMs: true, clockOffsetMs: true }),
      }),
    )
    .output(z.object({ lineId: RowId })),
  entries: oc.input(z.object({ id: RowId, after: z.int() })).output(CountEntryNews),
  timeline: oc.input(z.object({ lineId: RowId })).output(CountTimeline),
  /** What a plan can be made of. */
  options: oc.input(z.object({})).output(
    z.object({
      warehouses: z.array(
        z.object({
          ...{ id: RowId, code: z.string(), name: z.string(), keyCount: z.int(), zones: z.array(z.string()) },
          load: CycleLoad,
        }),
      ),
      people: z.array(z.object({ id: RowId, name: z.string(), roles: z.array(z.string()) })),
      mayPlan: z.boolean(),
    }),
  ),
  plan: oc.input(CountPlanRequest).output(z.object({ sheetIds: z.array(RowId), lineCount: z.int() })),
  /** Taken at once, sent when the server can be reached. */
  enter: oc
    .input(
      z.object({
        sheetId: RowId,
        round: z.int().min(1).max(3),
        entries: z
          .array(CountEntryInput.omit({ entryId: true, countedAtMs: true, clockOffsetMs: true }))
          .min(1)
          .max(1000),
      }),
    )
    .output(z.object({ countedAtMs: InstantMs })),
  step: oc
    .input(
      z.object({
        sheetId: RowId,
        version: z.int(),
        step: CountStep,
        note: z.string().max(500),
        lineIds: z.array(RowId).max(20_000),
      }),
    )
    .output(CountStepResult),
  explain: oc
    .input(
      z.object({
        sheetId: RowId,
        lineIds: z.array(RowId).min(1).max(20_000),
        reasonCode: z.string().max(40),
        reasonText: z.string().max(200).nullable(),
      }),
    )
    .output(z.object({ explained: z.int() })),
  addPhoto: oc.input(CountPhotoInput).output(z.object({ lineId: RowId })),
};
