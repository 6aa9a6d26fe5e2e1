import type { CountEntryNews } from '../../src-shared/contract/counts.contract.ts';
import type { ReadStores } from '../db/stores.ts';

/** An entry as this desktop knows it: from the server, or still on its way there. */
export interface Entry {
  id: string;
  lineId: string;
  round: number;
  kind: 'COUNT' | 'WITHDRAWN' | 'UNREACHABLE';
  qtyMilli: number | null;
  countedAtMs: number;
  countedBy: string;
  clockOffsetMs: number;
  note: string | null;
  isWaiting: boolean;
}

type StoredEntry = Omit<Entry, 'isWaiting'>;
export type WaitingEntry = Omit<StoredEntry, 'countedBy'>;

/**
 * The entry of every line and round that stands on this desktop: the latest of those the server has confirmed and those in
 * the outbox, so that whoever counts without a network sees his work (stock §5.1). The outbox is read before the copy: what
 * arrives there in between leaves the outbox afterwards, and is seen twice instead of never.
 */
export function standingEntries(
  stores: ReadStores,
  { sheetId, userId, inOutbox }: { sheetId: string; userId: string; inOutbox: readonly WaitingEntry[] },
): Map<string, Entry> {
  const stored = stores.replicaFile
    .prepare(
      `select e.id, e.line_id as lineId, e.round, e.kind, e.qty_milli as qtyMilli, e.counted_at_ms as countedAtMs,
              e.counted_by as countedBy, e.clock_offset_ms as clockOffsetMs, e.note
         from count_entry e join count_line l on l.id = e.line_id where l.sheet_id = ?`,
    )
    .all(sheetId) as StoredEntry[];
  const known = new Set(stored.map(({ id }) => id));
  const waiting = inOutbox.filter(({ id }) => !known.has(id));
  return latest([
    ...stored.map((entry) => ({ ...entry, isWaiting: false })),
    ...waiting.map((entry) => ({ ...entry, countedBy: userId, isWaiting: true })),
  ]);
}

/** The newest confirmed entry of this copy; entries are only ever added. */
export function entryMark({ replicaFile }: ReadStores): number {
  return Number(replicaFile.prepare('select coalesce(max(rowid), 0) from count_entry').pluck().get());
}

/** The entries of the present round that came since the mark, and all that still wait to be sent. */
export function entryNews(
  stores: ReadStores,
  { id, after, userId }: { id: string; after: number; userId: string },
): CountEntryNews {
  const inOutbox = waitingEntries(stores, id);
  const mark = entryMark(stores);
  const round = Number(stores.replicaFile.prepare('select round from count_sheet where id = ?').pluck().get(id) ?? 0);
  const stored = stores.replicaFile
    .prepare(
      `select e.id, e.line_id as lineId, e.round, e.kind, e.qty_milli as qtyMilli, e.counted_at_ms as countedAtMs,
              e.counted_by as countedBy, e.clock_offset_ms as clockOffsetMs, e.note
         from count_entry e join count_line l on l.id = e.line_id
        where e.rowid > ? and e.round = ? and l.sheet_id = ?`,
    )
    .all(after, round, id) as StoredEntry[];
  const isStored = stores.replicaFile.prepare('select 1 from count_entry where id = ?').pluck();
  const waiting = inOutbox.filter((entry) => entry.round === round && isStored.get(entry.id) !== 1);
  const standing = latest([
    ...stored.map((entry) => ({ ...entry, isWaiting: false })),
    ...waiting.map((entry) => ({ ...entry, countedBy: userId, isWaiting: true })),
  ]);
  return {
    mark,
    entries: [...standing.values()].map(({ lineId, kind, qtyMilli, countedAtMs, note, isWaiting }) => ({
      ...{ lineId, countedMilli: kind === 'COUNT' ? qtyMilli : null, countedAtMs },
      ...{ entryKind: kind, entryNote: note, isWaiting },
    })),
  };
}

/** Of each line and round the entry that was counted last. */
function latest(entries: readonly Entry[]): Map<string, Entry> {
  const inOrder = [...entries].sort((a, b) => a.countedAtMs - b.countedAtMs || (a.id < b.id ? -1 : 1));
  return new Map(inOrder.map((entry) => [`${entry.lineId} ${String(entry.round)}`, entry]));
}

/** Applied ones stay until their rows arrive with the feed; refused ones are the attention list's. Found items bring their count. */
export function waitingEntries(stores: ReadStores, sheetId: string): WaitingEntry[] {
  return stores.localFile
    .prepare(
      // What stands in the head of a message is read once for it, not once for each of its thousand entries.
      `with o as materialized (
         select json_extract(body_json, '$.round') as round,
                coalesce(body_json -> '$.entries', body_json -> '$.items') as entries
           from outbox where kind in ('count.enter', 'count.found') and state in ('queued', 'sent', 'acked')
            and json_extract(body_json, '$.sheetId') = ?)
       select json_extract(e.value, '$.entryId') as id, json_extract(e.value, '$.lineId') as lineId, o.round,
              coalesce(json_extract(e.value, '$.kind'), 'COUNT') as kind,
              json_extract(e.value, '$.qtyMilli') as qtyMilli, json_extract(e.value, '$.countedAtMs') as countedAtMs,
              coalesce(json_extract(e.value, '$.clockOffsetMs'), 0) as clockOffsetMs,
              json_extract(e.value, '$.note') as note
         from o, json_each(o.entries) e`,
    )
    .all(sheetId) as WaitingEntry[];
}
