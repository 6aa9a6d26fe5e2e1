import { PROTOCOL, type Hello } from '../../src-shared/contract/server/sync.contract.ts';
import { parseCursor } from '../../src-shared/contract/sync-wire.ts';
import { SCHEMA_HASH } from '../../src-shared/database/schema-hash.ts';
import type { CentralDb } from '../db/open-central.ts';
import type { Caller } from '../http/caller.ts';
import { resnapshotReason } from './cursor-check.ts';
import { readHead } from './feed.repository.ts';
import { estimateRows } from './row-estimate.ts';
import { scopesOf } from './scopes.ts';

interface HelloInput {
  protocol: string;
  schemaHash: string;
  cursor: string | null;
}

interface HelloOptions {
  db: CentralDb;
  nowMs(): number;
  lastClientSeq(deviceId: string): Promise<number>;
}

/** Tells a desktop what it may hold and whether deltas from its cursor lead to the present state (sync §3.1, §3.2). */
export async function answerHello(options: HelloOptions, caller: Caller, input: HelloInput): Promise<Hello> {
  const { db, nowMs, lastClientSeq } = options;
  const open = await scopesOf(db, caller, 'open');
  const all = await scopesOf(db, caller, 'all');
  const head = await readHead(db);
  const standing = standingOf(input, () => {
    const cursor = input.cursor === null ? null : parseCursor(input.cursor);
    return cursor === null ? 'no-cursor' : resnapshotReason(cursor, head, [open.hash, all.hash]);
  });
  return {
    protocol: PROTOCOL,
    epoch: head.epoch,
    seq: head.seq,
    floorSeq: head.floorSeq,
    schemaHash: SCHEMA_HASH,
    scopes: all.scopes,
    openScopes: open.scopes,
    scopeHash: all.hash,
    rowEstimate: await estimateRows(db, all.scopes),
    openRowEstimate: await estimateRows(db, open.scopes),
    serverTimeMs: nowMs(),
    ...standing,
    lastClientSeq: await lastClientSeq(caller.deviceId),
  };
}

/** A desktop of another wire or schema needs another program before anything else. */
function standingOf(input: HelloInput, cursorReason: () => string | null): Pick<Hello, 'action' | 'reason'> {
  if (input.protocol !== PROTOCOL) return { action: 'upgrade-app', reason: 'protocol' };
  if (input.schemaHash !== SCHEMA_HASH) return { action: 'upgrade-app', reason: 'schema' };
  const reason = cursorReason();
  return reason === null ? { action: 'delta', reason: null } : { action: 'snapshot', reason };
}
