import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WireSchema } from '../../src-shared/contract/released-schemas.ts';
import { SCHEMA_HASH } from '../../src-shared/database/schema-hash.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { parseCursor, type Cursor, type Resnapshot } from '../../src-shared/contract/sync-wire.ts';
import { AppError } from '../../src-shared/errors.ts';
import { withRoomyHeap } from '../../src-shared/memory/roomy-heap.ts';
import type { CopyOut, LendCopy } from '../db/copy-out.ts';
import type { CentralDb } from '../db/open-central.ts';
import type { Caller } from '../http/caller.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import { resnapshotReason } from './cursor-check.ts';
import { deltaStream } from './delta-stream.ts';
import { readBatches, readHead } from './feed.repository.ts';
import { partStream } from './part-stream.ts';
import { queueStream } from './queue-stream.ts';
import { isPlain, type RowShape } from './row-shape.ts';
import { schemaOf } from './schema-versions.ts';
import { deviceScope, mayReplicate, scopeSetsOf, type ScopeSet, type Tier } from './scopes.ts';
import type { Sequencer } from './sequencer.ts';
import { parsePosition, snapshotStream, type SnapshotPosition, type SnapshotRequest } from './snapshot-stream.ts';
import { sendWire } from './wire-stream.ts';
import { hasWithheld, readWithheld } from './withheld.ts';

/** A first look that takes longer is none: its transaction is ended, and the desktop takes the open work instead. */
const LONGEST_QUEUE_MS = 60_000;
/** Longer than this a proxy on the way might give up. */
const MAX_WAIT_SECONDS = 25;

export interface StreamOptions {
  db: CentralDb;
  copyOut: CopyOut | null;
  /** Null where no snapshot can be lent: then there is no first look at the queues. */
  lendCopy: LendCopy | null;
  sequencer: Sequencer;
  nowMs(): number;
  /** Aborted when the server stops: nobody is left waiting for news, and streams end at their next block. */
  stopping: AbortSignal;
  /** Snapshot bytes of a device in a minute. */
  bytes: RateLimit;
  longestSnapshotMs: number;
  /** A batch of more rows is not sent: the desktop takes a fresh copy. */
  resnapshotAboveRows: number;
  /** A reader who takes nothing for so long is cut off. */
  stalledAfterMs: number;
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  query: URLSearchParams;
  caller: Caller;
}

/**
 * `GET /sync/v1/snapshot?tier=queue|open|all&resume=…`; `scopes=` and `tables=` narrow it to what a held copy lacks, `scope=`,
 * `table=` and `bucket=` to one bucket at an exact number of the feed; `schema=` is the schema of the asking program;
 * `rows=copy` says that it can read the text of COPY, `granted=` under which grant the copy is to stand.
 */
export async function answerSnapshot(options: StreamOptions, exchange: Exchange): Promise<void> {
  const { db, sequencer, nowMs } = options;
  const { request, response, query, caller } = exchange;
  assertMayReplicate(caller);
  const sets = await scopeSetsOf(db, caller);
  const granted = query.get('granted');
  // Grants have changed since the greeting, by which the copy would say what it holds.
  if (granted !== null && granted !== sets.all.hash) return sendResnapshot(response, 'scopes');
  const { scopes: allowed, hash } = sets[tierOf(query)];
  const shape = await shapeOf(options, caller, query.get('schema') ?? SCHEMA_HASH);
  if (shape === null) return sendResnapshot(response, 'schema');
  const head = await readHead(db);
  const cursor: Cursor = { epoch: head.epoch, seq: head.seq, scopeHash: hash, schemaHash: shape.schema.hash };
  if (query.has('bucket')) {
    const part = { ...partOf(query, allowed), sequencer, shape, cursor, nowMs };
    return sendWire(request, response, { pieces: partStream(part), stalledAfterMs: options.stalledAfterMs });
  }
  let start: SnapshotPosition = { head: cursor, table: 0, scope: 0, lastId: '' };
  const token = query.get('resume');
  if (token !== null && token !== '') {
    const position = parsePosition(token);
    if (position === null) throw new AppError('BAD_REQUEST', 'resume-token-invalid');
    const reason = resnapshotReason(position.head, head, [hash], shape.schema.hash);
    if (reason !== null) return sendResnapshot(response, reason);
    start = position;
  }
  const { stopping, bytes, longestSnapshotMs, stalledAfterMs } = options;
  const counted = isLoopback(request) ? null : bytes;
  counted?.take(caller.deviceId, 1);
  const isQueue = query.get('tier') === 'queue';
  const endsAtMs = nowMs() + (isQueue ? Math.min(LONGEST_QUEUE_MS, longestSnapshotMs) : longestSnapshotMs);
  const { scopes, tables } = narrowed(query, allowed);
  const common = {
    ...{ sequencer, nowMs },
    isExpired: () => nowMs() >= caller.tokenExpiresAtMs,
    mustPause: () => stopping.aborted || nowMs() >= endsAtMs || counted?.isSpent(caller.deviceId) === true,
    onBytes: (count: number) => counted?.spend(caller.deviceId, count),
  };
  if (isQueue) {
    const { lendCopy } = options;
    if (lendCopy === null || !isPlain(shape)) throw new AppError('BAD_REQUEST', 'no-first-look');
    const pieces = queueStream({ ...common, lendCopy, scopes: allowed, cursor });
    return withRoomyHeap(() => sendWire(request, response, { pieces, stalledAfterMs }));
  }
  const copyOut = query.get('rows') === 'copy' ? options.copyOut : null;
  const pieces = snapshotStream({ ...common, db, copyOut, scopes, tables, shape, start });
  await withRoomyHeap(() => sendWire(request, response, { pieces, stalledAfterMs }));
}

/** Programs of the same machine: the demo, the benches, a proxy that has limits of its own. */
function isLoopback(request: IncomingMessage): boolean {
  return /^(::1|(::ffff:)?127\.)/.test(request.socket.remoteAddress ?? '');
}

/** Null when the program's schema is no longer served. */
async function shapeOf({ db }: StreamOptions, caller: Caller, schemaHash: string): Promise<RowShape | null> {
  const schema = schemaOf(schemaHash);
  return schema === null ? null : { schema, withheld: await readWithheld(db, caller.user.id) };
}

/** A narrowed snapshot never reaches beyond what the caller may hold. */
function narrowed(query: URLSearchParams, allowed: readonly string[]): Pick<SnapshotRequest, 'scopes' | 'tables'> {
  const wanted = query.get('scopes')?.split(',');
  const tables = query.get('tables')?.split(',').map(Number);
  return {
    scopes: wanted === undefined ? allowed : allowed.filter((scope) => wanted.includes(scope)),
    tables: tables === undefined ? null : new Set(tables),
  };
}

function partOf(query: URLSearchParams, allowed: readonly string[]): { scope: string; table: number; bucket: number } {
  const [scope, table, bucket] = [query.get('scope'), numberOf(query.get('table')), numberOf(query.get('bucket'))];
  const known = REPLICATED_TABLES.some(({ id }) => id === table);
  if (scope === null || !allowed.includes(scope)) throw new AppError('FORBIDDEN', 'out-of-scope', { scope });
  if (table === null || bucket === null || !known) throw new AppError('BAD_REQUEST', 'part-unknown');
  return { scope, table, bucket };
}

/** `GET /sync/v1/delta?cursor=…&wait=25&until=…`; the cursor's scope hash tells which tier the desktop holds. */
export async function answerDelta(options: StreamOptions, exchange: Exchange): Promise<void> {
  const { db, nowMs } = options;
  const { request, response, query, caller } = exchange;
  assertMayReplicate(caller);
  const cursor = parseCursor(query.get('cursor') ?? '');
  if (cursor === null) throw new AppError('BAD_REQUEST', 'cursor-invalid');
  const before = await standingOf(options, caller, cursor);
  if ('reason' in before) return sendResnapshot(response, before.reason);
  const waited = await waitForNews(options, exchange, { seq: cursor.seq, head: before.head });
  if (response.destroyed) return;
  // Grants are read again after the waiting, what is withheld with the rows: they hold from the commit on that made them.
  const now = waited ? await standingOf(options, caller, cursor) : before;
  if ('reason' in now) return sendResnapshot(response, now.reason);
  const until = Math.min(now.head, numberOf(query.get('until')) ?? now.head);
  const [next] = await readBatches(db, cursor.seq, until, 1);
  if (next !== undefined && next.n > options.resnapshotAboveRows) return sendResnapshot(response, 'compacted');
  const isExpired = (): boolean => nowMs() >= caller.tokenExpiresAtMs;
  const { scopes, schema } = now;
  const blindUserId = (await hasWithheld(db, caller.user.id)) ? caller.user.id : null;
  const own = deviceScope(caller.deviceId);
  const pieces = deltaStream({ db, cursor, until, scopes, deviceScope: own, schema, blindUserId, isExpired });
  await sendWire(request, response, { pieces, stalledAfterMs: options.stalledAfterMs });
}

type Standing = { head: number; scopes: string[]; schema: WireSchema } | { reason: Resnapshot['resnapshot'] };

/** What the caller may get from this cursor on, or why deltas cannot help. */
async function standingOf(options: StreamOptions, caller: Caller, cursor: Cursor): Promise<Standing> {
  const { db } = options;
  const schema = schemaOf(cursor.schemaHash);
  if (schema === null) return { reason: 'schema' };
  const { open, all } = await scopeSetsOf(db, caller);
  const sets: ScopeSet[] = [all, open];
  const head = await readHead(db);
  const hashes = sets.map((set) => set.hash);
  const reason = resnapshotReason(cursor, head, hashes, cursor.schemaHash);
  if (reason !== null) return { reason };
  return { head: head.seq, scopes: sets.find((set) => set.hash === cursor.scopeHash)?.scopes ?? [], schema };
}

/** Waits for a batch after the cursor, at most as long as asked for; a client that goes away ends the waiting. False when there was none. */
async function waitForNews(
  { sequencer, stopping }: StreamOptions,
  { response, query }: Exchange,
  standing: { seq: number; head: number },
): Promise<boolean> {
  const seconds = Math.min(numberOf(query.get('wait')) ?? 0, MAX_WAIT_SECONDS);
  if (standing.head > standing.seq || seconds <= 0) return false;
  const gone = new AbortController();
  const onClose = (): void => gone.abort();
  response.once('close', onClose);
  await sequencer.waitBeyond(standing.seq, seconds * 1000, AbortSignal.any([gone.signal, stopping]));
  response.off('close', onClose);
  return true;
}

function assertMayReplicate(caller: Caller): void {
  if (!mayReplicate(caller)) throw new AppError('FORBIDDEN', 'replica-not-for-role');
}

function tierOf(query: URLSearchParams): Tier {
  const tier = query.get('tier') ?? 'all';
  if (tier === 'queue') return 'open'; // a part of the open work
  if (tier !== 'open' && tier !== 'all') throw new AppError('BAD_REQUEST', 'tier-unknown', { tier });
  return tier;
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function sendResnapshot(response: ServerResponse, reason: Resnapshot['resnapshot']): void {
  const body: Resnapshot = { resnapshot: reason };
  response.writeHead(409, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
