import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { formatCursor, type Cursor } from '../../src-shared/contract/sync-wire.ts';
import type { WireSchema } from '../../src-shared/contract/released-schemas.ts';
import type { CentralDb } from '../db/open-central.ts';
import { readBatches, readEntries, readEntriesOfSpan, type FeedBatch, type FeedEntry } from './feed.repository.ts';
import { shapeRows, type RowShape } from './row-shape.ts';
import { readWithheldAmong } from './withheld.ts';
import { WireText } from './wire-stream.ts';

/** sync §3.4: one answer has at most this many batches or bytes; a batch is never split over two. */
const MAX_BATCHES = 50;
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;
/** Entries read at a time: a batch of any size is sent with this much of it in memory. */
const ENTRIES_AT_A_TIME = 5000;

export interface DeltaRequest {
  db: CentralDb;
  cursor: Cursor;
  until: number;
  scopes: readonly string[];
  deviceScope: string;
  schema: WireSchema;
  /** The reader, where something is withheld from him; else null. */
  blindUserId: string | null;
  /** True when the caller's token has run out; asked at batch boundaries only. */
  isExpired(): boolean;
}

/** Batches after the cursor up to `until`, each with its own begin and commit; the last one always moves the cursor. */
export async function* deltaStream(request: DeltaRequest): AsyncGenerator<Buffer> {
  const { db, cursor, until } = request;
  const text = new WireText();
  const batches = await readBatches(db, cursor.seq, until, MAX_BATCHES);
  const small = await smallBatches(request, batches);
  let position = cursor.seq;
  let sentBytes = 0;
  for (const batch of batches) {
    const isLast = batch === batches.at(-1);
    for await (const piece of batchPieces(request, {
      text,
      batch,
      from: position,
      isLast,
      known: small?.get(batch.seq),
    })) {
      sentBytes += piece.length;
      position = batch.seq;
      yield piece;
    }
    if (request.isExpired()) {
      yield text.line({ t: 'auth_expired' });
      return;
    }
    if (sentBytes > MAX_ANSWER_BYTES) break;
  }
  // Numbers without a batch exist only where the feed was started anew; then `until` itself is the position.
  const last = position > cursor.seq ? position : (batches.at(-1)?.seq ?? until);
  yield text.line({ t: 'end', more: last < until });
}

/** The entries of all batches, each batch with its own, where they are few enough to be read at once; else null. */
async function smallBatches(
  { db, cursor, scopes, deviceScope }: DeltaRequest,
  batches: readonly FeedBatch[],
): Promise<Map<number, FeedEntry[]> | null> {
  const total = batches.reduce((sum, batch) => sum + batch.n, 0);
  if (batches.length < 2 || total >= ENTRIES_AT_A_TIME) return null;
  const entries = await readEntriesOfSpan(db, {
    ...{ after: cursor.seq, until: batches.at(-1)?.seq ?? 0, limit: ENTRIES_AT_A_TIME },
    scopes: [...scopes, deviceScope],
  });
  if (entries.length >= ENTRIES_AT_A_TIME) return null; // the limit may have cut a batch
  const bySeq = Map.groupBy(entries, ({ seq }) => seq);
  return new Map(batches.map(({ seq }) => [seq, bySeq.get(seq) ?? []]));
}

async function* batchPieces(
  request: DeltaRequest,
  step: { text: WireText; batch: FeedBatch; from: number; isLast: boolean; known: FeedEntry[] | undefined },
): AsyncGenerator<Buffer> {
  const { db, cursor, scopes, deviceScope, schema, blindUserId } = request;
  const { text, batch } = step;
  let afterOrd = 0;
  let begun = false;
  for (;;) {
    const page = { seq: batch.seq, afterOrd, scopes: [...scopes, deviceScope], limit: ENTRIES_AT_A_TIME };
    const entries = step.known ?? (await readEntries(db, page));
    if (entries.length === 0 && !begun && !step.isLast) return;
    if (!begun) {
      const from = formatCursor({ ...cursor, seq: step.from });
      yield text.line({ t: 'begin', from, to: batch.seq, at_ms: batch.atMs });
      begun = true;
    }
    // Looked up for what is sent, and after it was read: what is withheld since is not sent any more.
    const withheld = blindUserId === null ? [] : await readWithheldAmong(db, blindUserId, entries);
    const shape = { schema, withheld };
    if (entries.length > 0) yield Buffer.concat(entryPieces(text, entries, { shape, writtenAs: batch.schemaHash }));
    afterOrd = entries.at(-1)?.ord ?? afterOrd;
    if (entries.length < ENTRIES_AT_A_TIME) break;
  }
  yield text.commit({ to: batch.seq, cursor: formatCursor({ ...cursor, seq: batch.seq }) });
}

/** Rows of a table, then its deletes, then its evictions; acknowledged commands stand in a line of their own. */
function entryPieces(
  text: WireText,
  entries: readonly FeedEntry[],
  { shape, writtenAs }: { shape: RowShape; writtenAs: string | null },
): Buffer[] {
  const acks = entries.filter((entry) => entry.op === 'a').map((entry) => entry.pk);
  const pieces: Buffer[] = [];
  const byTable = Map.groupBy(
    entries.filter((entry) => entry.op !== 'a'),
    (entry) => entry.tbl,
  );
  for (const [id, all] of byTable) {
    // A row that left several scopes of one client within the batch has several entries; one of them is enough.
    const own = [...new Map(all.map((entry) => [entry.pk, entry])).values()];
    const texts = own.flatMap((entry) => (entry.op === 'u' && entry.img !== null ? [entry.img] : []));
    const rows = shapeRows(shape, { tbl: id, texts, writtenAs });
    if (rows === null) continue; // a table that came after the caller's program
    const deleted = own.filter((entry) => entry.op === 'd');
    const evicted = own.filter((entry) => entry.op === 'u' && entry.img === null);
    if (rows.length > 0) {
      const name = REPLICATED_TABLES.find((table) => table.id === id)?.name ?? '';
      const masked = shape.withheld.some(({ tbl }) => tbl === id) ? { masked: true as const } : {};
      pieces.push(
        text.line({ t: 'tbl', id, name, n: rows.length, ...masked }),
        text.rows(rows.join('\n'), rows.length),
      );
    }
    if (deleted.length > 0) pieces.push(text.line({ t: 'del', id, n: deleted.length }), keyLines(text, deleted));
    if (evicted.length > 0) pieces.push(text.line({ t: 'evict', id, n: evicted.length }), keyLines(text, evicted));
  }
  if (acks.length > 0) pieces.push(text.line({ t: 'acks', ids: acks }));
  return pieces;
}

function keyLines(text: WireText, entries: readonly FeedEntry[]): Buffer {
  return text.rows(entries.map((entry) => JSON.stringify([entry.pk, entry.v])).join('\n'), entries.length);
}
