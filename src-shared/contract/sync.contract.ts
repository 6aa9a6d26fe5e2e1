import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
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
  problem: z.object({ reason: z.string(), details: z.record(z.string(), Scalar) }).nullable(),
});
export type SyncState = z.infer<typeof SyncState>;

/** A command that needs a person: both versions side by side (claims §3.6). */
export const AttentionItem = z.object({
  commandId: z.string(),
  kind: z.string(),
  madeAtMs: InstantMs,
  targetNo: z.string().nullable(),
  targetId: z.string().nullable(),
  status: z.enum(['conflict', 'rejected']),
  reason: z.string(),
  details: z.record(z.string(), Scalar),
  mine: z.record(z.string(), Scalar),
  theirs: z.record(z.string(), Scalar).nullable(),
});
export type AttentionItem = z.infer<typeof AttentionItem>;

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
    .input(z.object({ commandId: z.string(), way: z.enum(['take-server', 'reapply', 'dismiss']) }))
    .output(z.object({ newCommandId: z.string().nullable() })),
  now: oc.input(z.object({})).output(SyncState),
  /** Compares checksums by table with the server; level 1 of sync §3.10. */
  checkData: oc
    .input(z.object({}))
    .output(z.object({ tables: z.int(), rows: z.int(), mismatches: z.array(z.string()) })),
  rebuild: oc.input(z.object({})).output(SyncState),
};
