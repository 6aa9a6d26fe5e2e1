import type { Cursor, Resnapshot } from '../../src-shared/contract/sync-wire.ts';
import type { FeedHead } from './feed.repository.ts';

/**
 * Why deltas from this cursor cannot lead to the present state; null when they can (sync §3.2). `schemaHash` is the
 * schema of the asking program.
 */
export function resnapshotReason(
  cursor: Cursor,
  head: FeedHead,
  scopeHashes: readonly string[],
  schemaHash: string,
): Resnapshot['resnapshot'] | null {
  if (cursor.epoch !== head.epoch) return 'epoch';
  if (cursor.seq > head.seq) return 'future';
  if (cursor.seq < head.floorSeq) return 'compacted';
  if (cursor.schemaHash !== schemaHash) return 'schema';
  return scopeHashes.includes(cursor.scopeHash) ? null : 'scopes';
}
