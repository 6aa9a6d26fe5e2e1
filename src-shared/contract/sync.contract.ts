import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { DecideAction } from './claims.contract.ts';
import { InstantMs, Scalar } from './values.ts';
import { JobState } from './jobs.contract.ts';

export const SyncState = z.object({
  phase: z.enum(['signed-out', 'connecting', 'downloading', 'indexing', 'verifying', 'live', 'offline', 'failed']),
  /** True when a complete local copy is there: every grid can answer. */
  usable: z.boolean(),
  lastContactAtMs: InstantMs.nullable(),
  waitingCommands: z.int(),
  attentionCommands: z.int(),
  rowsDone: z.int(),
  rowsTotal: z.int().nullable(),
  bytesDone: z.int(),
  secondsLeft: z.int().nullable(),
  /** Open work is here, history is still being downloaded (历史下载中). */
  historyPending: z.boolean(),
  seq: z.int(),
  /** When the copy was last found equal to the server in every row. */
  checkedAtMs: InstantMs.nullable(),
  problem: z.object({ reason: z.string(), details: z.record(z.string(), Scalar) }).nullable(),
});
export type SyncState = z.infer<typeof SyncState>;

/** One of the rows of a command of many: a claim of a bulk decision, a count of a sheet. */
export const AttentionRow = z.object({
  /** The number of the claim or of the part; null when this desktop does not have it any more. */
  no: z.string().nullable(),
  mine: z.record(z.string(), Scalar),
  theirs: z.record(z.string(), Scalar).nullable(),
  /** Why this row was refused, where the server said so row by row. */
  reason: z.string().nullable(),
  details: z.record(z.string(), Scalar),
});
export type AttentionRow = z.infer<typeof AttentionRow>;

/** A command that needs a person: both versions side by side (claims §3.6). */
export const AttentionItem = z.object({
  commandId: z.string(),
  kind: z.string(),
  madeAtMs: InstantMs,
  targetNo: z.string().nullable(),
  targetId: z.string().nullable(),
  /** `partly`: the command was done, but not for every one of its rows. */
  status: z.enum(['conflict', 'rejected', 'partly']),
  reason: z.string(),
  details: z.record(z.string(), Scalar),
  mine: z.record(z.string(), Scalar),
  theirs: z.record(z.string(), Scalar).nullable(),
  /** The first rows of a command of many, with the number of all of them. */
  rows: z.array(AttentionRow),
  rowCount: z.int(),
  /** False when there is nothing left to send it to. */
  canResend: z.boolean(),
});
export type AttentionItem = z.infer<typeof AttentionItem>;

/** The outcome of a comparison with the server; what differed was fetched again and agrees now. */
export const AuditReport = z.object({
  level: z.union([z.literal(1), z.literal(2)]),
  tables: z.int(),
  rows: z.int(),
  /** Table and scope of what differed. */
  mismatches: z.array(z.string()),
  /** Buckets fetched again. */
  repaired: z.int(),
  atMs: InstantMs,
});
export type AuditReport = z.infer<typeof AuditReport>;

/** A command in the outbox, for the support page. */
export const WaitingCommand = z.object({
  commandId: z.string(),
  kind: z.string(),
  targetNo: z.string().nullable(),
  madeAtMs: InstantMs,
  attempts: z.int(),
  /** Waits until an earlier command on the same row has been resolved. */
  held: z.boolean(),
});
export type WaitingCommand = z.infer<typeof WaitingCommand>;

/** The parts of a claim decision a person may change before sending it again. */
export const EditedDecision = z.object({
  action: DecideAction,
  reasonCode: z.string().nullable(),
  note: z.string().max(500),
});
export type EditedDecision = z.infer<typeof EditedDecision>;

/** What the core pushes to the screens. */
export const AppEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('sync'), state: SyncState }),
  z.object({ type: z.literal('changed'), tables: z.array(z.string()) }),
  z.object({ type: z.literal('job'), job: JobState }),
  z.object({ type: z.literal('session') }),
]);
export type AppEvent = z.infer<typeof AppEvent>;

export const syncContract = {
  state: oc.input(z.object({})).output(SyncState),
  watch: oc.input(z.object({})).output(eventIterator(AppEvent)),
  attention: oc.input(z.object({})).output(z.array(AttentionItem)),
  resolve: oc
    .input(
      z.object({
        commandId: z.string(),
        way: z.enum(['take-server', 'reapply', 'edit', 'dismiss']),
        /** With `edit`: what my decision is to be now; its lines stay as they were. */
        edited: EditedDecision.optional(),
      }),
    )
    .output(z.object({ newCommandId: z.string().nullable() })),
  now: oc.input(z.object({})).output(SyncState),
  /** The window has the focus again or the network is back: whoever waits to try again does so now. */
  nudge: oc.input(z.object({})).output(SyncState),
  /** What waits to be uploaded, the oldest first; at most a hundred. */
  outbox: oc.input(z.object({})).output(z.array(WaitingCommand)),
  /** Compares every row with the server (level 2 of sync §3.10) and mends what differs. */
  checkData: oc.input(z.object({})).output(AuditReport),
  rebuild: oc.input(z.object({})).output(SyncState),
};
