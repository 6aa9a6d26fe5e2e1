import type { IncomingMessage, ServerResponse } from 'node:http';
import { SCHEMA_HASH } from '../../src-shared/database/schema-hash.ts';
import { parseCursor, type Resnapshot } from '../../src-shared/contract/sync-wire.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { CentralDb } from '../db/open-central.ts';
import type { Caller } from '../http/caller.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import { resnapshotReason } from './cursor-check.ts';
import { deltaStream } from './delta-stream.ts';
import { readBatches, readHead } from './feed.repository.ts';
import { deviceScope, mayReplicate, scopesOf, type ScopeSet, type Tier } from './scopes.ts';
import type { Sequencer } from './sequencer.ts';
import { parsePosition, snapshotStream, type SnapshotPosition } from './snapshot-stream.ts';
import { sendWire } from './wire-stream.ts';

/** Longer than this a proxy on the way might give up. */
const MAX_WAIT_SECONDS = 25;
/** sync §2, note 2: a batch above this costs more as a delta than a fresh copy. */
const RESNAPSHOT_ABOVE_ROWS = 200_000;

export interface StreamOptions {
  db: CentralDb;
  sequencer: Sequencer;
  nowMs(): number;
  /** Aborted when the server stops: nobody is left waiting for news, and streams end at their next block. */
  stopping: AbortSignal;
  /** Snapshot bytes of a device in a minute. */
  bytes: RateLimit;
  longestSnapshotMs: number;
  /** A reader who takes nothing for so long is cut off. */
  stalledAfterMs: number;
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  query: URLSearchParams;
  caller: Caller;
}

/** `GET /sync/v1/snapshot?tier=open|all&resume=…` */
export async function answerSnapshot(options: StreamOptions, exchange: Exchange): Promise<void> {
  const { db, sequencer, nowMs } = options;
  const { request, response, query, caller } = exchange;
  assertMayReplicate(caller);
  const scopes = await scopesOf(db, caller, tierOf(query));
  const head = await readHead(db);
  let start: SnapshotPosition = {
    head: { epoch: head.epoch, seq: head.seq, scopeHash: scopes.hash, schemaHash: SCHEMA_HASH },
    table: 0,
    scope: 0,
    lastId: '',
  };
  const token = query.get('resume');
  if (token !== null && token !== '') {
    const position = parsePosition(token);
    if (position === null) throw new AppError('BAD_REQUEST', 'resume-token-invalid');
    const reason = resnapshotReason(position.head, head, [scopes.hash]);
    if (reason !== null) return sendResnapshot(response, reason);
    start = position;
  }
  const { stopping, bytes, longestSnapshotMs, stalledAfterMs } = options;
  const counted = isLoopback(request) ? null : bytes;
  counted?.take(caller.deviceId, 1);
  const endsAtMs = nowMs() + longestSnapshotMs;
  const pieces = snapshotStream({
    ...{ db, sequencer, scopes: scopes.scopes, start, nowMs },
    isExpired: () => nowMs() >= caller.tokenExpiresAtMs,
    mustPause: () => stopping.aborted || nowMs() >= endsAtMs || counted?.isSpent(caller.deviceId) === true,
    onBytes: (count) => counted?.spend(caller.deviceId, count),
  });
  await sendWire(request, response, { pieces, stalledAfterMs });
}

/** Programs of the same machine: the demo, the benches, a proxy that has limits of its own. */
function isLoopback(request: IncomingMessage): boolean {
  return /^(::1|(::ffff:)?127\.)/.test(request.socket.remoteAddress ?? '');
}

/** `GET /sync/v1/delta?cursor=…&wait=25&until=…`; the cursor's scope hash tells which tier the desktop holds. */
export async function answerDelta(options: StreamOptions, exchange: Exchange): Promise<void> {
  const { db, nowMs } = options;
  const { request, response, query, caller } = exchange;
  assertMayReplicate(caller);
  const cursor = parseCursor(query.get('cursor') ?? '');
  if (cursor === null) throw new AppError('BAD_REQUEST', 'cursor-invalid');
  const sets: ScopeSet[] = [await scopesOf(db, caller, 'all'), await scopesOf(db, caller, 'open')];
  const known = await readHead(db);
  const reason = resnapshotReason(
    cursor,
    known,
    sets.map((set) => set.hash),
  );
  if (reason !== null) return sendResnapshot(response, reason);
  const head = await waitForNews(options, exchange, { seq: cursor.seq, head: known.seq });
  if (response.destroyed) return;
  const until = Math.min(head, numberOf(query.get('until')) ?? head);
  const [next] = await readBatches(db, cursor.seq, until, 1);
  if (next !== undefined && next.n > RESNAPSHOT_ABOVE_ROWS) return sendResnapshot(response, 'compacted');
  const scopes = sets.find((set) => set.hash === cursor.scopeHash)?.scopes ?? [];
  const isExpired = (): boolean => nowMs() >= caller.tokenExpiresAtMs;
  const pieces = deltaStream({ db, cursor, until, scopes, deviceScope: deviceScope(caller.deviceId), isExpired });
  await sendWire(request, response, { pieces, stalledAfterMs: options.stalledAfterMs });
}

/** Waits for a batch after the cursor, at most as long as asked for; a client that goes away ends the waiting. */
async function waitForNews(
  { sequencer, stopping }: StreamOptions,
  { response, query }: Exchange,
  standing: { seq: number; head: number },
): Promise<number> {
  const seconds = Math.min(numberOf(query.get('wait')) ?? 0, MAX_WAIT_SECONDS);
  if (standing.head > standing.seq || seconds <= 0) return standing.head;
  const gone = new AbortController();
  const onClose = (): void => gone.abort();
  response.once('close', onClose);
  const head = await sequencer.waitBeyond(standing.seq, seconds * 1000, AbortSignal.any([gone.signal, stopping]));
  response.off('close', onClose);
  return Math.max(head, standing.head);
}

function assertMayReplicate(caller: Caller): void {
  if (!mayReplicate(caller.user.roles)) throw new AppError('FORBIDDEN', 'replica-not-for-role');
}

function tierOf(query: URLSearchParams): Tier {
  const tier = query.get('tier') ?? 'all';
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
