import { sql } from 'kysely';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { formatCursor, parseCursor, type Cursor } from '../../src-shared/contract/sync-wire.ts';
import { firstCell } from '../../src-shared/contract/copy-text.ts';
import { readAhead } from '../../src-shared/contract/read-ahead.ts';
import { literal, type CopyOut } from '../db/copy-out.ts';
import type { CentralDb } from '../db/open-central.ts';
import { faultPoint } from '../http/fault-points.ts';
import { rowImage, type ReplicatedTable } from './row-image.ts';
import { isPlain, shapeRows, type RowShape } from './row-shape.ts';
import type { Sequencer } from './sequencer.ts';
import { WireText } from './wire-stream.ts';

/** sync §3.4: a block has at most this many rows or bytes. */
const MAX_BLOCK_ROWS = 10_000;
const MAX_BLOCK_BYTES = 1024 * 1024;
/** The first read of a table: what its rows weigh is not known yet. */
const FIRST_ROWS = 2000;

/** Where a snapshot goes on: after row `lastId` of scope number `scope` of table number `table`. */
export interface SnapshotPosition {
  head: Cursor;
  table: number;
  scope: number;
  lastId: string;
}

export interface SnapshotRequest {
  db: CentralDb;
  /** Null where the store has no COPY or the caller wants JSON. */
  copyOut: CopyOut | null;
  sequencer: Sequencer;
  scopes: readonly string[];
  /** Only these tables; null for all. */
  tables: ReadonlySet<number> | null;
  shape: RowShape;
  start: SnapshotPosition;
  nowMs(): number;
  isExpired(): boolean;
  /** Asked after every block: true ends the stream without its last line, and the desktop goes on from there later. */
  mustPause(): boolean;
  onBytes(count: number): void;
}

interface BlockRows {
  /** Row texts of JSON joined by newlines, or PostgreSQL's own text. */
  rows: string | Buffer;
  count: number;
  lastId: string;
}

interface Block extends BlockRows {
  table: ReplicatedTable;
  next: SnapshotPosition;
}

/**
 * All rows of the scopes, table by table in the order of foreign keys. Every read is a statement of its own and never
 * a transaction: a stalled reader holds nothing, and PGlite has only one connection. The rows may therefore come from
 * different moments; the file becomes whole when the deltas up to `head_v` are replayed over it (sync §3.5).
 */
export async function* snapshotStream(request: SnapshotRequest): AsyncGenerator<Buffer> {
  const { sequencer, start, nowMs } = request;
  const text = new WireText();
  const cursor = formatCursor(start.head);
  yield text.line({ t: 'begin', from: null, to: start.head.seq, at_ms: nowMs() });
  let position = start;
  let pending = emptyBlock();
  const commit = (): Buffer => {
    pending = emptyBlock();
    return text.commit({ to: start.head.seq, cursor, resume: formatPosition(position) });
  };
  for await (const block of readAhead(blocks(request), 3)) {
    const { id, name } = block.table;
    if (typeof block.rows === 'string') {
      const rows = shapedText(request.shape, id, block.rows);
      if (rows === null) continue;
      yield Buffer.concat([text.line({ t: 'tbl', id, name, n: block.count }), text.rows(rows, block.count)]);
    } else {
      yield text.line({ t: 'tbl', id, name, n: block.count, copy: block.rows.length });
      yield text.copied(block.rows, block.count);
    }
    position = block.next;
    pending.rows += block.count;
    pending.bytes += block.rows.length;
    request.onBytes(block.rows.length);
    if (pending.rows < MAX_BLOCK_ROWS && pending.bytes < MAX_BLOCK_BYTES) continue;
    yield commit();
    faultPoint('snapshot-block');
    if (request.isExpired()) {
      yield text.line({ t: 'auth_expired' });
      return;
    }
    if (request.mustPause()) return;
  }
  yield commit();
  yield text.line({ t: 'end', more: false, head_v: await sequencer.flush() });
}

function shapedText(shape: RowShape, tbl: number, text: string): string | null {
  if (isPlain(shape, tbl)) return text;
  return shapeRows(shape, { tbl, texts: text.split('\n'), writtenAs: null })?.join('\n') ?? null;
}

function emptyBlock(): { rows: number; bytes: number } {
  return { rows: 0, bytes: 0 };
}

async function* blocks({ db, copyOut, shape, scopes, start, tables }: SnapshotRequest): AsyncGenerator<Block> {
  const filled = await filledScopes(db, scopes);
  for (const [tableNo, table] of REPLICATED_TABLES.entries()) {
    if (tableNo < start.table || tables?.has(table.id) === false) continue;
    const copy = isPlain(shape, table.id) ? copyOut : null;
    let limit = FIRST_ROWS;
    let expectedBytes = 0;
    for (const [scopeNo, scope] of scopes.entries()) {
      const isStart = tableNo === start.table;
      if ((isStart && scopeNo < start.scope) || !filled.has(`${String(table.id)} ${scope}`)) continue;
      let lastId = isStart && scopeNo === start.scope ? start.lastId : '';
      for (;;) {
        const from = { table, scope, lastId, limit, expectedBytes };
        const block = copy === null ? await readBlock(db, from) : await copyBlock(copy, from);
        if (block.count === 0) break;
        lastId = block.lastId;
        const next = { head: start.head, table: tableNo, scope: scopeNo, lastId };
        yield { ...block, table, next };
        if (block.count < limit) break;
        const rowBytes = block.rows.length / block.count;
        limit = Math.max(1, Math.min(MAX_BLOCK_ROWS, Math.floor(MAX_BLOCK_BYTES / rowBytes)));
        expectedBytes = Math.min(MAX_BLOCK_BYTES, limit * rowBytes);
      }
    }
  }
}

/** The (table, scope) pairs with rows, found in one statement: most of a thousand pairs are empty. */
async function filledScopes(db: CentralDb, scopes: readonly string[]): Promise<Set<string>> {
  const selects = REPLICATED_TABLES.map(
    (table) => sql`select ${sql.lit(table.id)}::int as id, s.scope from s
      where exists (select 1 from ${sql.table(table.name)} t where t._scope = s.scope)`,
  );
  const { rows } = await sql<{ id: number; scope: string }>`
    with s as (select unnest(${[...scopes]}::text[]) as scope) ${sql.join(selects, sql` union all `)}`.execute(db);
  return new Set(rows.map((row) => `${String(row.id)} ${row.scope}`));
}

interface BlockPlace {
  table: ReplicatedTable;
  scope: string;
  lastId: string;
  limit: number;
  expectedBytes: number;
}

/** COPY costs PostgreSQL a quarter of what JSON does, and this server passes its bytes on as they are. */
async function copyBlock(
  copy: CopyOut,
  { table, scope, lastId, limit, expectedBytes }: BlockPlace,
): Promise<BlockRows> {
  const columns = table.columns.map((column) => `t."${column}"`).join(', ');
  const { bytes, rows, last } = await copy(
    `select ${columns} from ${table.name} t where t._scope = ${literal(scope)} and t.id > ${literal(lastId)}
     order by t.id limit ${String(limit)}`,
    expectedBytes,
  );
  return { rows: bytes, count: rows, lastId: firstCell(last.toString('utf8')) };
}

async function readBlock(db: CentralDb, from: BlockPlace): Promise<BlockRows> {
  const image = sql.raw(rowImage(from.table, 't'));
  const { rows } = await sql<{ rows: string | null; count: number; lastId: string | null }>`
    select string_agg(b.img, E'\\n') as rows, count(*)::int as count, max(b.id) as last_id
    from (select t.id, ${image} as img from ${sql.table(from.table.name)} t
          where t._scope = ${from.scope} and t.id > ${from.lastId} order by t.id limit ${from.limit}) b`.execute(db);
  const block = rows[0];
  return { rows: block?.rows ?? '', count: block?.count ?? 0, lastId: block?.lastId ?? '' };
}

/** A resume token: opaque to the client, nothing in it widens what its bearer may read. */
export function formatPosition(position: SnapshotPosition): string {
  const { head, table, scope, lastId } = position;
  return Buffer.from(JSON.stringify([formatCursor(head), table, scope, lastId])).toString('base64url');
}

/** Reads a resume token back; null when it is none of ours. */
export function parsePosition(token: string): SnapshotPosition | null {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    return null; // not JSON: nothing we gave out
  }
  if (!Array.isArray(value) || value.length !== 4) return null;
  const [cursor, table, scope, lastId] = value as unknown[];
  const head = typeof cursor === 'string' ? parseCursor(cursor) : null;
  if (head === null || !isIndex(table) || !isIndex(scope) || typeof lastId !== 'string') return null;
  return { head, table, scope, lastId };
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
