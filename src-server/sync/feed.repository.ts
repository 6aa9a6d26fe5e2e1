import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { CentralTables } from '../db/central-tables.generated.ts';
import { imageOfRecord } from './row-image.ts';

type Db = Kysely<CentralTables>;

export interface FeedHead {
  /** Ten characters: another database, another timeline after a failover, or a restored backup has another one. */
  epoch: string;
  seq: number;
  floorSeq: number;
}

/**
 * The epoch is read with the head every time: a failover changes it under a running server. The timeline is that of the
 * log being written; the control file would name the old one until the first checkpoint after the promotion.
 */
export async function readHead(db: Db): Promise<FeedHead> {
  const { rows } = await sql<{ origin: string; seq: number; floorSeq: number }>`
    select epoch || ':' || (select system_identifier::text from pg_control_system())
           || ':' || ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::integer as origin, seq, floor_seq
    from sync_head where id = 1`.execute(db);
  const head = rows[0];
  if (head === undefined) throw new Error('sync_head has no row');
  const epoch = createHash('sha256').update(head.origin).digest('hex').slice(0, 10);
  return { epoch, seq: head.seq, floorSeq: head.floorSeq };
}

export interface FeedBatch {
  seq: number;
  n: number;
  atMs: number;
  /** The schema in whose columns the images of the batch are written; null: before schemas were noted. */
  schemaHash: string | null;
}

export async function readBatches(db: Db, after: number, until: number, limit: number): Promise<FeedBatch[]> {
  return db
    .selectFrom('syncBatch')
    .select(['seq', 'n', 'atMs', 'schemaHash'])
    .where('seq', '>', after)
    .where('seq', '<=', until)
    .orderBy('seq')
    .limit(limit)
    .execute();
}

export interface FeedEntry {
  ord: number;
  tbl: number;
  pk: string;
  op: string;
  scopeNew: string | null;
  v: number;
  img: string | null;
}

/** Entries of one batch that concern any of the scopes, in order, `limit` at a time. */
export async function readEntries(
  db: Db,
  batch: { seq: number; afterOrd: number; scopes: readonly string[]; limit: number },
): Promise<FeedEntry[]> {
  const scopes = [...batch.scopes];
  const { rows } = await sql<FeedEntry>`
    select ord, tbl, pk, op, scope_new, v, case when scope_new = any(${scopes}) then img end as img
    from sync_feed
    where seq = ${batch.seq} and ord > ${batch.afterOrd}
      and (scope_new = any(${scopes}) or scope_old = any(${scopes}))
    order by ord limit ${batch.limit}`.execute(db);
  return rows.map(withImage);
}

/** The same of several batches after one another in one statement: a desktop a second behind asks for dozens of small ones. */
export async function readEntriesOfSpan(
  db: Db,
  span: { after: number; until: number; scopes: readonly string[]; limit: number },
): Promise<(FeedEntry & { seq: number })[]> {
  const scopes = [...span.scopes];
  const { rows } = await sql<FeedEntry & { seq: number }>`
    select seq, ord, tbl, pk, op, scope_new, v, case when scope_new = any(${scopes}) then img end as img
    from sync_feed
    where seq > ${span.after} and seq <= ${span.until} and (scope_new = any(${scopes}) or scope_old = any(${scopes}))
    order by seq, ord limit ${span.limit}`.execute(db);
  return rows.map(withImage);
}

/** The feed keeps a row as a record; who reads it gets the JSON array of the wire. */
function withImage<Entry extends FeedEntry>(entry: Entry): Entry {
  return entry.img === null ? entry : { ...entry, img: imageOfRecord(entry.img) };
}

/**
 * Gives the feed a new epoch: every desktop takes a snapshot and sends what it had not heard back about. To be called
 * whenever the store may have lost commits that somebody has seen: after a restore, after a failover with a gap. The
 * numbers go on from `seq` or from where they are, whichever is higher. Returns the epoch.
 */
export async function rotateEpoch(db: Db, seq = 0): Promise<string> {
  await sql`truncate sync_outbox, sync_feed, sync_batch`.execute(db);
  await sql`update sync_head set epoch = replace(gen_random_uuid()::text, '-', ''),
      seq = greatest(seq, ${seq}) + 1, floor_seq = greatest(seq, ${seq}) + 1 where id = 1`.execute(db);
  return (await readHead(db)).epoch;
}

/**
 * Forgets what waits for the feed and makes every client take a snapshot: after filling an empty store, where nobody
 * has a cursor yet, the images of all rows need not be kept a second time.
 */
export async function startFeedAnew(db: Db): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await sql`truncate sync_outbox`.execute(transaction);
    await sql`update sync_head set seq = seq + 1, floor_seq = seq + 1 where id = 1`.execute(transaction);
  });
  await sql`analyze`.execute(db);
}
