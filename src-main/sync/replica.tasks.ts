import type { ReadStores, WriteStores } from '../db/stores.ts';
import { rollBack } from '../db/roll-back.ts';
import { applyBatch } from './apply-batch.ts';
import { tableSums, type SumsQuery, type TableSum } from './checksums.ts';
import { rebaseOverlay, rebuildOverlay, settleGone } from './overlay.ts';
import { partSeq, replaceBucket, restamp } from './replica-repair.ts';
import { readState, STATE_KEYS, writeState, type ReplicaTier } from './replica-state.ts';
import { RowWriter } from './row-writer.ts';
import { WireReader, type WireBatch } from './wire-reader.ts';

export interface ReplicaStanding {
  complete: boolean;
  tier: ReplicaTier | null;
  cursor: string | null;
  seq: number;
  /** The scopes it holds; null for a copy made before they were noted. */
  scopes: string[] | null;
  auditedAtMs: number;
}

function standing(stores: ReadStores | WriteStores): ReplicaStanding {
  const tier = readState(stores.replicaFile, STATE_KEYS.tier);
  return {
    complete: readState(stores.replicaFile, STATE_KEYS.complete) === '1',
    tier: tier === 'queue' || tier === 'open' || tier === 'all' ? tier : null,
    cursor: readState(stores.replicaFile, STATE_KEYS.cursor),
    seq: Number(readState(stores.replicaFile, STATE_KEYS.seq) ?? 0),
    scopes: JSON.parse(readState(stores.replicaFile, STATE_KEYS.scopes) ?? 'null') as string[] | null,
    auditedAtMs: Number(readState(stores.replicaFile, STATE_KEYS.auditedAtMs) ?? 0),
  };
}

export interface DeltaApplied {
  seq: number;
  batches: number;
  tables: string[];
  /** Commands of this device whose rows have come. */
  acks: string[];
  more: boolean;
  /** False when the stream broke before its end. */
  whole: boolean;
  /** What the server said instead of, or after, the batches. */
  steer: 'auth_expired' | 'schema_changed' | 'scopes_changed' | null;
}

const writers = new WeakMap<object, RowWriter>();

/** Applies an answer of the feed; null when the file was exchanged meanwhile and the bytes belong to the old one. */
function applyDelta(stores: WriteStores, input: { body: Uint8Array; cursor: string | null }): DeltaApplied | null {
  const before = standing(stores);
  if (before.cursor !== input.cursor) return null;
  const result: DeltaApplied = {
    seq: before.seq,
    batches: 0,
    tables: [],
    acks: [],
    more: false,
    whole: false,
    steer: null,
  };
  const tables = new Set<string>();
  const reader = new WireReader();
  for (const { batch, steer } of reader.push(
    Buffer.from(input.body.buffer, input.body.byteOffset, input.body.length),
  )) {
    if (batch !== null) {
      result.seq = commitBatch(stores, batch, tables);
      result.acks.push(...batch.acks);
      result.batches += 1;
    } else if (steer.t === 'end') [result.more, result.whole] = [steer.more, true];
    else if (steer.t !== 'begin') [result.steer, result.whole] = [steer.t, true];
  }
  result.tables = [...tables];
  return result;
}

/** One batch, the overlay of the claims it touches and the cursor in one transaction of the replica file. */
function commitBatch(stores: WriteStores, batch: WireBatch, tables: Set<string>): number {
  const writer = writers.get(stores.replicaFile) ?? new RowWriter(stores.replicaFile);
  writers.set(stores.replicaFile, writer);
  stores.replicaFile.exec('begin immediate');
  try {
    const applied = applyBatch(stores.replicaFile, writer, batch);
    const acked = applied.acks.flatMap((id) => stores.pending.settleAll(id));
    const touched = [...applied.claimIds].filter((id) => stores.pending.has(id));
    const arrived = rebaseOverlay(stores, [...acked, ...touched]);
    stores.replicaFile.exec('commit');
    for (const name of applied.tables) tables.add(name);
    recordArrival(stores, [...applied.acks, ...arrived], applied.seq);
    if (applied.mustForget) stores.replicaFile.pragma('wal_checkpoint(TRUNCATE)');
    return applied.seq;
  } catch (error) {
    rollBack(stores.replicaFile);
    throw error;
  }
}

/** Written after the rows: lost with a crash, it is found again at the next start by looking at the rows themselves. */
export function recordArrival(stores: WriteStores, commandIds: readonly string[], seq: number): void {
  if (commandIds.length === 0) return;
  const update = stores.localFile.prepare('update outbox set ack_seq = ? where id = ? and ack_seq is null');
  stores.localFile.transaction(() => {
    for (const id of commandIds) update.run(seq, id);
  })();
}

export const replicaReadTasks = {
  'replica.standing': (stores: ReadStores, _input: null): ReplicaStanding => standing(stores),
  'replica.sums': (stores: ReadStores, query: SumsQuery): SumsAtSeq => sumsAtSeq(stores, query),
};

export interface SumsAtSeq {
  seq: number;
  sums: TableSum[];
}

/** Sums and number in one reading transaction: no batch comes between. */
export function sumsAtSeq(stores: ReadStores, query: SumsQuery): SumsAtSeq {
  const { replicaFile } = stores;
  return replicaFile.transaction(() => ({ seq: standing(stores).seq, sums: tableSums(replicaFile, query) }))();
}

export const replicaWriteTasks = {
  'replica.applyDelta': applyDelta,
  'replica.partSeq': partSeq,
  'replica.replaceBucket': replaceBucket,
  'replica.restamp': restamp,
  'replica.audited': (stores: WriteStores, input: { atMs: number }): void =>
    writeState(stores.replicaFile, { [STATE_KEYS.auditedAtMs]: String(input.atMs) }),
  /** After a start or a new file: what the outbox still predicts, drawn again over the rows. */
  'replica.rebuildOverlay': (stores: WriteStores, input: { acks: readonly string[] }): void => {
    const { seq } = standing(stores);
    for (const id of input.acks) stores.pending.settleAll(id);
    recordArrival(stores, [...input.acks, ...rebuildOverlay(stores), ...settleGone(stores)], seq);
  },
};
