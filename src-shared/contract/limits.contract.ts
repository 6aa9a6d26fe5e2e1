import { oc } from '@orpc/contract';
import { z } from 'zod';
import { LIMIT_CHANGE_KINDS, LIMIT_CHANGE_STATUSES, LIMIT_CHANGE_STEPS } from '../domain/logistics/limit-change.ts';
import { ENTERED_TYPES, LIMIT_ENTRY_TYPES } from '../domain/logistics/limit-ledger.ts';
import { ListOrder, OrderRequest, PageRequest } from './query.ts';
import { BusinessDate, Fen, InstantMs, RowId } from './values.ts';

/** One entry a person writes into a station's ledger; a limit is written as what it is to be, the ledger keeps the change. Stock §2.4. */
export const LimitChange = z.object({
  stationId: RowId,
  type: z.enum(ENTERED_TYPES),
  amountFen: Fen.min(0),
  /** For `TEMP_LIMIT`: its last day. */
  untilDate: BusinessDate.nullable(),
  note: z.string().max(500),
});
export type LimitChange = z.infer<typeof LimitChange>;

/** Another limit that is asked for: what it shall be, and why. Region and finance decide. Stock §3.2. */
export const LimitRequest = z.object({
  stationId: RowId,
  kind: z.enum(LIMIT_CHANGE_KINDS),
  amountFen: Fen.min(0),
  /** For `TEMP_LIMIT`: its last day. */
  untilDate: BusinessDate.nullable(),
  reason: z.string().max(500),
});
export type LimitRequest = z.infer<typeof LimitRequest>;

export const LimitDecision = z.object({
  changeId: RowId,
  version: z.int(),
  step: z.enum(LIMIT_CHANGE_STEPS),
  note: z.string().max(500),
});
export type LimitDecision = z.infer<typeof LimitDecision>;

/** A change that was asked for, with what the asker may do with it now. */
export const LimitChangeAsked = z.object({
  id: RowId,
  version: z.int(),
  kind: z.enum(LIMIT_CHANGE_KINDS),
  /** EXPIRED: the last day of a temporary limit has passed. */
  status: z.enum([...LIMIT_CHANGE_STATUSES, 'EXPIRED']),
  amountFen: Fen,
  riseFen: Fen,
  untilDate: BusinessDate.nullable(),
  reason: z.string(),
  note: z.string().nullable(),
  requestedByName: z.string(),
  requestedAtMs: InstantMs,
  regionApprovedByName: z.string().nullable(),
  decidedByName: z.string().nullable(),
  allowedSteps: z.array(z.enum(LIMIT_CHANGE_STEPS)),
});
export type LimitChangeAsked = z.infer<typeof LimitChangeAsked>;

export const LimitRow = z.object({
  /** The station's id. */
  id: RowId,
  stationCode: z.string(),
  stationName: z.string(),
  regionName: z.string(),
  /** Null where the station has no account yet. */
  priceLevel: z.int().nullable(),
  creditLimitFen: Fen,
  /** What is in force today. */
  tempLimitFen: Fen,
  tempUntilDate: BusinessDate.nullable(),
  cashFen: Fen,
  cashHeldFen: Fen,
  usedFen: Fen,
  heldFen: Fen,
  /** What old parts past their day count for; it is no change of the ledger. Stock §4.12. */
  oldPartsFen: Fen,
  availableFen: Fen,
  overdueDays: z.int(),
  /** Changes somebody still has to decide on. */
  openChanges: z.int(),
  entryCount: z.int(),
  changedAtMs: InstantMs.nullable(),
});
export type LimitRow = z.infer<typeof LimitRow>;

export const LimitDetail = z.object({
  row: LimitRow,
  entries: z.array(
    z.object({
      id: RowId,
      entryNo: z.int(),
      type: z.enum(LIMIT_ENTRY_TYPES),
      amountFen: Fen,
      cashPartFen: Fen,
      /** What was available after it, temporary limits as of its own day. */
      availableFen: Fen,
      untilDate: BusinessDate.nullable(),
      docNo: z.string().nullable(),
      note: z.string().nullable(),
      entryDate: BusinessDate,
      doneByName: z.string(),
    }),
  ),
  releases: z.array(
    z.object({
      id: RowId,
      docNo: z.string(),
      amountFen: Fen,
      untilDate: BusinessDate,
      reason: z.string(),
      releasedByName: z.string(),
      releasedAtMs: InstantMs,
    }),
  ),
  changes: z.array(LimitChangeAsked),
  mayChange: z.boolean(),
  mayRequest: z.boolean(),
});
export type LimitDetail = z.infer<typeof LimitDetail>;

const Decided = z.object({ changeId: RowId, status: z.enum(LIMIT_CHANGE_STATUSES) });

/** Credit and cash of stations; part of the room of logistics. */
export const limits = {
  limits: oc.input(PageRequest).output(
    z.object({
      rows: z.array(LimitRow),
      total: z.int(),
      totals: z.object({ usedFen: Fen, heldFen: Fen, overdue: z.int() }),
    }),
  ),
  limitOrder: oc.input(OrderRequest).output(ListOrder),
  limit: oc.input(z.object({ id: RowId })).output(LimitDetail),
  requestLimit: oc.input(LimitRequest).output(Decided),
  decideLimit: oc.input(LimitDecision).output(Decided),
  changeLimit: oc.input(LimitChange).output(z.object({ stationId: RowId })),
};
