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
  note: string | null;
  isWaiting: boolean;
}

type StoredEntry = Omit<Entry, 'isWaiting'>;

/**
 * The entry of every line and round that stands on this desktop: the latest of those the server has confirmed and those in
 * the outbox, so that whoever counts without a network sees his work (stock §5.1).
 */
export function standingEntries(
  stores: ReadStores,
  { sheetId, userId }: { sheetId: string; userId: string },
): Map<string, Entry> {
  const stored = stores.replicaFile
    .prepare(
      `select e.id, e.line_id as lineId, e.round, e.kind, e.qty_milli as qtyMilli, e.counted_at_ms as countedAtMs,
              e.counted_by as countedBy, e.note
         from count_entry e join count_line l on l.id = e.line_id where l.sheet_id = ?`,
    )
    .all(sheetId) as StoredEntry[];
  const known = new Set(stored.map(({ id }) => id));
  const waiting = waitingEntries(stores, sheetId).filter(({ id }) => !known.has(id));
  const all = [
    ...stored.map((entry) => ({ ...entry, isWaiting: false })),
    ...waiting.map((entry) => ({ ...entry, countedBy: userId, isWaiting: true })),
  ].sort((a, b) => a.countedAtMs - b.countedAtMs || (a.id < b.id ? -1 : 1));
  return new Map(all.map((entry) => [`${entry.lineId} ${String(entry.round)}`, entry]));
}

/** Applied ones stay until their rows arrive with the feed; refused ones are the attention list's. */
function waitingEntries(stores: ReadStores, sheetId: string): Omit<StoredEntry, 'countedBy'>[] {
  return stores.localFile
    .prepare(
      `select json_extract(e.value, '$.entryId') as id, json_extract(e.value, '$.lineId') as lineId,
              json_extract(o.body_json, '$.round') as round, json_extract(e.value, '$.kind') as kind,
              json_extract(e.value, '$.qtyMilli') as qtyMilli, json_extract(e.value, '$.countedAtMs') as countedAtMs,
              json_extract(e.value, '$.note') as note
         from outbox o, json_each(o.body_json, '$.entries') e
        where o.kind = 'count.enter' and o.state in ('queued', 'sent', 'acked')
          and json_extract(o.body_json, '$.sheetId') = ?`,
    )
    .all(sheetId) as Omit<StoredEntry, 'countedBy'>[];
}
