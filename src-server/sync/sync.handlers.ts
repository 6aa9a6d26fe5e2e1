import { PROTOCOL, type Hello } from '../../src-shared/contract/server/sync.contract.ts';
import { formatCursor, parseCursor, type Cursor } from '../../src-shared/contract/sync-wire.ts';
import { SCHEMA_HASH } from '../../src-shared/database/schema-hash.ts';
import type { CentralDb } from '../db/open-central.ts';
import type { Caller } from '../http/caller.ts';
import { resnapshotReason } from './cursor-check.ts';
import { readHead, type FeedHead } from './feed.repository.ts';
import { beginsWithQueue } from './queue-stream.ts';
import { RowEstimates } from './row-estimate.ts';
import { changedTables, schemaOf } from './schema-versions.ts';
import { scopeHash, scopeSetsOf, type ScopeSet, type Tier } from './scopes.ts';
import { readWithheld } from './withheld.ts';

interface HelloInput {
  protocol: string;
  schemaHash: string;
  cursor: string | null;
  held?: readonly string[] | null | undefined;
}

interface HelloOptions {
  db: CentralDb;
  nowMs(): number;
  lastClientSeq(deviceId: string): Promise<number>;
  /** Above so many rows of open work an empty desktop gets its queues first; null where that cannot be done. */
  queueFirstAboveRows: number | null;
}

/** Tells a desktop what it may hold and whether deltas from its cursor lead to the present state (sync §3.1, §3.2). */
export async function answerHello(options: HelloOptions, caller: Caller, input: HelloInput): Promise<Hello> {
  const { db, nowMs, lastClientSeq } = options;
  const sets = await scopeSetsOf(db, caller);
  const head = await readHead(db);
  const estimates = await RowEstimates.read(db);
  return {
    protocol: PROTOCOL,
    epoch: head.epoch,
    seq: head.seq,
    floorSeq: head.floorSeq,
    schemaHash: input.schemaHash,
    scopes: sets.all.scopes,
    openScopes: sets.open.scopes,
    scopeHash: sets.all.hash,
    rowEstimate: estimates.rowsIn(sets.all.scopes),
    openRowEstimate: estimates.rowsIn(sets.open.scopes),
    queueRowEstimate: await queueRows(options, { caller, input, estimates, scopes: sets.open.scopes }),
    serverTimeMs: nowMs(),
    ...standingOf(input, head, sets),
    lastClientSeq: await lastClientSeq(caller.deviceId),
  };
}

/** Null when the desktop has a copy already, or would gain nothing by a first look at its queues alone. */
async function queueRows(
  { db, queueFirstAboveRows }: HelloOptions,
  asked: { caller: Caller; input: HelloInput; estimates: RowEstimates; scopes: readonly string[] },
): Promise<number | null> {
  const { caller, input, estimates, scopes } = asked;
  if (queueFirstAboveRows === null || estimates.rowsIn(scopes) < queueFirstAboveRows) return null;
  if (input.cursor !== null || input.schemaHash !== SCHEMA_HASH || !beginsWithQueue(caller.user.roles)) return null;
  const withheld = await readWithheld(db, caller.user.id);
  return withheld.length > 0 ? null : estimates.rowsOfQueues(db, scopes);
}

type Standing = Pick<Hello, 'action' | 'reason' | 'backfill'>;
type Sets = Record<Tier, ScopeSet>;

/** A desktop of another wire or of a schema too old needs another program before anything else; its outbox is still taken. */
function standingOf(input: HelloInput, head: FeedHead, sets: Sets): Standing {
  const upgrade = (reason: string): Standing => ({ action: 'upgrade-app', reason, backfill: null });
  if (input.protocol !== PROTOCOL) return upgrade('protocol');
  if (schemaOf(input.schemaHash) === null) return upgrade('schema');
  const snapshot = (reason: string): Standing => ({ action: 'snapshot', reason, backfill: null });
  const cursor = input.cursor === null ? null : parseCursor(input.cursor);
  if (cursor === null) return snapshot('no-cursor');
  const reason = resnapshotReason(cursor, head, [sets.open.hash, sets.all.hash], input.schemaHash);
  if (reason === null) return { action: 'delta', reason: null, backfill: null };
  if (reason !== 'scopes' && reason !== 'schema') return snapshot(reason);
  const backfill = backfillOf(cursor, input, sets);
  return backfill === null ? snapshot(reason) : { action: 'backfill', reason, backfill };
}

/** What the copy lacks; null when it cannot be mended: the scopes it holds are not told, or columns were changed or lost. */
function backfillOf(cursor: Cursor, input: HelloInput, sets: Sets): Hello['backfill'] {
  const held = input.held ?? Object.values(sets).find(({ hash }) => hash === cursor.scopeHash)?.scopes ?? null;
  if (held === null || scopeHash(held) !== cursor.scopeHash) return null;
  const tables = changedTables(cursor.schemaHash, input.schemaHash);
  if (tables === null) return null;
  const tier: Tier = held.some((scope) => scope.endsWith('.h')) ? 'all' : 'open';
  const target = sets[tier];
  const scopes = target.scopes.filter((scope) => !held.includes(scope));
  const drop = held.filter((scope) => !target.scopes.includes(scope));
  const stamped = { ...cursor, scopeHash: target.hash, schemaHash: input.schemaHash };
  return { tier, scopes, tables, drop, cursor: formatCursor(stamped) };
}
