import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Database } from 'better-sqlite3';
import type { Backfill } from '../../src-shared/contract/server/sync.contract.ts';
import { readAhead } from '../../src-shared/contract/read-ahead.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { SCHEMA_HASH } from '../../src-shared/database/schema-hash.ts';
import { AppError } from '../../src-shared/errors.ts';
import { NEW_REPLICA_FILE } from '../db/open-stores.ts';
import { rollBack } from '../db/roll-back.ts';
import { storeErrorKind } from '../db/store-errors.ts';
import type { TaskControl } from '../db/stores.ts';
import { applyBatch } from './apply-batch.ts';
import { enterBulk, leaveBulk } from './build-mode.ts';
import { openCopy, openFresh, openKept, removeBuild } from './build-file.ts';
import { differences, differenceText, fetchSums, tableSums, type ServerSums } from './checksums.ts';
import { faultPoint, traceBlock } from './fault-points.ts';
import { readState, STATE_KEYS, writeState, type ReplicaTier } from './replica-state.ts';
import { RowWriter } from './row-writer.ts';
import { openServerStream } from './server-stream.ts';
import { WireReader, type WireBatch, type WireItem, type WireSection } from './wire-reader.ts';

export interface BuildInput {
  folder: string;
  serverUrl: string;
  accessToken: string;
  tier: ReplicaTier;
  /** Server, schema and scopes in one text: a half-built file for another one is thrown away. */
  buildKey: string;
  rowEstimate: number;
  /** What the greeting said this person may hold: the rows are asked for under this grant and no other. */
  granted?: string;
  /** The scopes the finished file holds. */
  scopes?: readonly string[];
  /** Mend a copy of the present file instead of fetching everything: only these scopes and tables are downloaded. */
  patch?: Backfill;
  /** Compressed streams arrived broken: ask for plain ones. */
  plain?: boolean;
}

export interface BuildResult {
  seq: number;
  rows: number;
  blocks: number;
  /** Of this run, without what an earlier run had loaded. */
  loadMs: number;
  indexMs: number;
  verifyMs: number;
  acks: string[];
}

type Stage = 'blocks' | 'replay' | 'index' | 'verify';

const IDLE_TIMEOUT_MS = 60_000;
const VERIFY_ATTEMPTS = 8;

/**
 * Builds `replica.new.db` for one tier: blocks, then the feed from the first block's head on, indexes, checksum. Every
 * block is committed with the place to resume from, so a process killed anywhere goes on where it stood (sync §3.5).
 */
export class ReplicaBuilder {
  readonly #input: BuildInput;
  readonly #control: TaskControl;
  readonly #database: Database;
  readonly #writer: RowWriter;
  readonly #acks: string[] = [];
  #rows: number;
  #blocks: number;
  #bytes: number;
  #useless = false;

  private constructor(input: BuildInput, control: TaskControl, database: Database) {
    this.#input = input;
    this.#control = control;
    this.#database = database;
    this.#writer = new RowWriter(database);
    this.#rows = Number(readState(database, STATE_KEYS.buildRows) ?? 0);
    this.#blocks = Number(readState(database, STATE_KEYS.buildBlocks) ?? 0);
    this.#bytes = Number(readState(database, STATE_KEYS.buildBytes) ?? 0);
  }

  static async open(input: BuildInput, control: TaskControl): Promise<ReplicaBuilder> {
    const file = path.join(input.folder, NEW_REPLICA_FILE);
    const kept = existsSync(file) ? await openKept(file, input.buildKey) : null;
    const opened = kept ?? (input.patch === undefined ? await openFresh(file, input) : await openCopy(file, input));
    return new ReplicaBuilder(input, control, opened);
  }

  async run(): Promise<BuildResult> {
    try {
      const startedMs = performance.now();
      if (this.#input.patch === undefined && this.#stage() !== 'verify') enterBulk(this.#database);
      if (this.#stage() === 'blocks') await this.#loadBlocks();
      if (this.#stage() === 'replay') await this.#replayTo(this.#head());
      const loadedMs = performance.now();
      // The server adds up its rows while the indexes are built here.
      const sums = this.#askForSums();
      if (this.#stage() === 'index') await this.#buildIndexes();
      const indexedMs = performance.now();
      await this.#verify(sums);
      const seq = Number(readState(this.#database, STATE_KEYS.seq) ?? 0);
      return {
        seq,
        rows: this.#rows,
        blocks: this.#blocks,
        loadMs: Math.round(loadedMs - startedMs),
        indexMs: Math.round(indexedMs - loadedMs),
        verifyMs: Math.round(performance.now() - indexedMs),
        acks: this.#acks,
      };
    } catch (error) {
      // The feed no longer leads to this half file: going on with it would meet the same refusal again and again.
      this.#useless = error instanceof AppError && ['resnapshot', 'copy-differs'].includes(error.data.reason);
      throw error;
    } finally {
      this.#close();
    }
  }

  /** What an interrupted build holds goes to the disk, so that it is still worth something when the machine starts anew. */
  #close(): void {
    try {
      if (!this.#useless) leaveBulk(this.#database);
    } catch {
      // the mark stays in the file; what ended the build, a full disk perhaps, is what the caller is told
    }
    this.#database.pragma('wal_checkpoint(TRUNCATE)');
    this.#database.close();
    if (this.#useless) removeBuild(path.join(this.#input.folder, NEW_REPLICA_FILE));
  }

  async #loadBlocks(): Promise<void> {
    const resume = readState(this.#database, STATE_KEYS.buildResume);
    const { tier, patch, granted } = this.#input;
    const query = new URLSearchParams({
      tier,
      schema: SCHEMA_HASH,
      rows: 'copy',
      ...(granted === undefined ? {} : { granted }),
      ...(resume === null ? {} : { resume }),
    });
    for (const narrowing of narrowings(patch)) query.set(...narrowing);
    if (patch !== undefined && patch.scopes.length > 0 && patch.tables.length > 0) throw resnapshot('scopes');
    // While rows only come in, nothing is taken out that would have to be overwritten.
    if (patch === undefined) this.#database.pragma('secure_delete = OFF');
    const stream = await openServerStream({
      serverUrl: this.#input.serverUrl,
      path: `/sync/v1/snapshot?${query.toString()}`,
      accessToken: this.#input.accessToken,
      idleTimeoutMs: IDLE_TIMEOUT_MS,
      plain: this.#input.plain === true,
    });
    const head = await this.#takeBlocks(stream).finally(() => stream.destroy());
    if (head === null) throw new AppError('UNAVAILABLE', 'broken-stream', { part: 'end' });
    this.#database.pragma('secure_delete = ON');
    const known = Number(readState(this.#database, STATE_KEYS.seq) ?? 0);
    this.#enter('replay', { [STATE_KEYS.buildHead]: String(Math.max(head, known)) });
  }

  /** Commits block after block; returns the head the stream ended with, null when it broke off before its end. */
  async #takeBlocks(stream: Readable): Promise<number | null> {
    const before = this.#bytes;
    let head: number | null = null;
    for await (const { item, bytes } of readAhead(itemsOf(stream), 2)) {
      const { batch, steer } = item;
      this.#bytes = before + bytes;
      if (batch !== null) await this.#commitBlock(batch);
      else if (steer.t === 'auth_expired') throw new AppError('UNAUTHENTICATED', 'token-expired');
      else if (steer.t === 'scopes_changed' || steer.t === 'schema_changed') throw resnapshot(steer.t);
      else if (steer.t === 'end') head = steer.head_v ?? 0;
      this.#stopIfCancelled();
    }
    return head;
  }

  async #commitBlock(batch: WireBatch): Promise<void> {
    const breathe = (): Promise<void> => this.#control.breathe();
    try {
      await this.#inTransaction(batch, (section) => this.#writer.insert(section, breathe));
    } catch (error) {
      if (storeErrorKind(error) !== 'constraint') throw error;
      await this.#inTransaction(batch, (section) => this.#writer.upsert(section));
    }
    traceBlock(this.#blocks);
    this.#report('downloading');
  }

  async #inTransaction({ sections, commit }: WireBatch, write: (section: WireSection) => unknown): Promise<void> {
    this.#database.exec('begin immediate');
    try {
      for (const section of sections) await write(section);
      const first = readState(this.#database, STATE_KEYS.cursor);
      writeState(this.#database, {
        // Rows of a resumed snapshot are newer than the first head; the feed from that first head on mends every mixture.
        ...(first === null ? { [STATE_KEYS.cursor]: commit.cursor, [STATE_KEYS.seq]: String(commit.to) } : {}),
        ...(commit.resume === undefined ? {} : { [STATE_KEYS.buildResume]: commit.resume }),
        [STATE_KEYS.buildRows]: String(this.#rows + commit.n),
        [STATE_KEYS.buildBlocks]: String(this.#blocks + 1),
        [STATE_KEYS.buildBytes]: String(this.#bytes),
      });
      this.#database.exec('commit');
    } catch (error) {
      rollBack(this.#database);
      throw error;
    }
    this.#rows += commit.n;
    this.#blocks += 1;
  }

  /** Applies the feed until the file stands at `head`; `exactly` stops at that batch and applies nothing after it. */
  async #replayTo(head: number, exactly = false): Promise<number> {
    let seq = Number(readState(this.#database, STATE_KEYS.seq) ?? 0);
    while (seq < head) {
      const before = seq;
      seq = await this.#replayOnce(exactly ? head : Number.MAX_SAFE_INTEGER, seq);
      if (seq === before) break; // nothing more for our scopes
    }
    if (this.#stage() === 'replay') this.#enter('index', {});
    return seq;
  }

  async #replayOnce(limit: number, from: number): Promise<number> {
    const cursor = readState(this.#database, STATE_KEYS.cursor) ?? '';
    const query = new URLSearchParams({ cursor, wait: '0', until: String(limit) });
    const stream = await openServerStream({
      serverUrl: this.#input.serverUrl,
      path: `/sync/v1/delta?${query.toString()}`,
      accessToken: this.#input.accessToken,
      idleTimeoutMs: IDLE_TIMEOUT_MS,
      plain: this.#input.plain === true,
    });
    const reader = new WireReader();
    let seq = from;
    for await (const chunk of streamed(stream)) {
      for (const { batch, steer } of reader.push(chunk)) {
        if (steer?.t === 'auth_expired') throw new AppError('UNAUTHENTICATED', 'token-expired');
        if (steer?.t === 'scopes_changed' || steer?.t === 'schema_changed') throw resnapshot(steer.t);
        if (batch === null || batch.commit.to > limit) continue;
        seq = this.#commitDelta(batch);
      }
    }
    return seq;
  }

  #commitDelta(batch: WireBatch): number {
    this.#database.exec('begin immediate');
    try {
      const applied = applyBatch(this.#database, this.#writer, batch);
      this.#acks.push(...applied.acks);
      this.#database.exec('commit');
      return applied.seq;
    } catch (error) {
      rollBack(this.#database);
      throw error;
    }
  }

  /** The server's sums as they stand when it is asked; null for a first look, which no sum of the server covers. */
  #askForSums(): Promise<ServerSums> | null {
    const { tier } = this.#input;
    if (tier === 'queue') return null;
    const sums = fetchSums({ ...this.#input, tier });
    sums.catch(() => undefined); // looked at when it is awaited
    return sums;
  }

  async #buildIndexes(): Promise<void> {
    this.#report('indexing');
    faultPoint('index');
    const statements = JSON.parse(readState(this.#database, STATE_KEYS.buildIndexes) ?? '[]') as string[];
    for (const statement of statements) {
      this.#database.exec(statement.replace(/^create index/i, 'create index if not exists'));
      await this.#control.breathe();
      this.#stopIfCancelled();
    }
    this.#database.exec('analyze');
    leaveBulk(this.#database);
    this.#enter('verify', {});
  }

  /** Compares our own sums with the server's at exactly the same place of the feed; never copies the server's. */
  async #verify(first: Promise<ServerSums> | null): Promise<void> {
    this.#report('verifying');
    faultPoint('checksum');
    let sums = first;
    for (let attempt = 0; attempt < VERIFY_ATTEMPTS; attempt += 1, sums = this.#askForSums()) {
      const theirs = await sums;
      if (theirs === null) return this.#verifyQueue();
      const seq = await this.#replayTo(theirs.seq, true);
      if (seq > theirs.seq) continue; // we are past its place: ask again. Before it means nothing of our scopes lies between.
      const differing = differences(tableSums(this.#database), theirs.rows).map(differenceText);
      if (differing.length > 0)
        throw new AppError('CONFLICT', 'copy-differs', { tables: differing.slice(0, 5).join(', ') });
      this.#complete({ [STATE_KEYS.auditedAtMs]: String(Date.now()) });
      return;
    }
    throw new AppError('UNAVAILABLE', 'server-busy', { seconds: 5 });
  }

  /**
   * A first look holds a part of its scopes, which no sum of the server covers. Its blocks have passed their CRC; that all
   * of them lie in the file is counted. The sums are compared with the open work, which takes its place.
   */
  #verifyQueue(): void {
    const counts = REPLICATED_TABLES.map(({ name }) => `select count(*) as n from ${name}`);
    const rows = this.#database
      .prepare(`select sum(n) from (${counts.join(' union all ')})`)
      .pluck()
      .get();
    if (rows !== this.#rows) throw new AppError('CONFLICT', 'copy-differs', { tables: 'queue' });
    this.#complete({});
  }

  #complete(more: Parameters<typeof writeState>[1]): void {
    const { tier, scopes } = this.#input;
    writeState(this.#database, {
      [STATE_KEYS.complete]: '1',
      [STATE_KEYS.tier]: tier,
      ...(scopes === undefined ? {} : { [STATE_KEYS.scopes]: JSON.stringify(scopes) }),
      ...more,
    });
  }

  #stage(): Stage {
    return (readState(this.#database, STATE_KEYS.buildStage) ?? 'blocks') as Stage;
  }

  #head(): number {
    return Number(readState(this.#database, STATE_KEYS.buildHead) ?? 0);
  }

  #enter(stage: Stage, more: Parameters<typeof writeState>[1]): void {
    writeState(this.#database, { ...more, [STATE_KEYS.buildStage]: stage });
  }

  #report(phase: string): void {
    this.#control.progress(this.#rows, Math.max(this.#rows, this.#input.rowEstimate), phase, this.#bytes);
  }

  #stopIfCancelled(): void {
    if (this.#control.cancelled()) throw new AppError('UNAVAILABLE', 'download-stopped');
  }
}

/** What a stream of blocks holds, each item with the bytes that had come by then. */
async function* itemsOf(stream: Readable): AsyncGenerator<{ item: WireItem; bytes: number }> {
  const reader = new WireReader();
  let bytes = 0;
  for await (const chunk of streamed(stream)) {
    bytes += chunk.length;
    for (const item of reader.push(chunk)) yield { item, bytes };
  }
}

async function* streamed(stream: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    if (error instanceof AppError) throw error;
    const broken = error instanceof Error && 'code' in error && /^(Z_|ZSTD_)/.test(String(error.code));
    throw broken
      ? new AppError('UNAVAILABLE', 'broken-stream', { part: 'encoding' }, error)
      : new AppError('UNAVAILABLE', 'server-away', {}, error);
  }
}

function resnapshot(why: string): AppError {
  return new AppError('CONFLICT', 'resnapshot', { why });
}

/** Parameters that narrow the snapshot to what the copy lacks. */
function narrowings(patch: Backfill | undefined): [string, string][] {
  if (patch === undefined) return [];
  return patch.tables.length > 0 ? [['tables', patch.tables.join(',')]] : [['scopes', patch.scopes.join(',')]];
}
