import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { formatCursor, type Cursor } from '../../src-shared/contract/sync-wire.ts';
import { firstCell } from '../../src-shared/contract/copy-text.ts';
import type { Role } from '../../src-shared/contract/values.ts';
import { literal, type CopyOut, type LendCopy } from '../db/copy-out.ts';
import { faultPoint } from '../http/fault-points.ts';
import type { ReplicatedTable } from './row-image.ts';
import type { Sequencer } from './sequencer.ts';
import { WireText } from './wire-stream.ts';

/** The people whose first screen is a queue of claims. Everybody else waits for the whole of the open work. */
const QUEUE_ROLES: ReadonlySet<Role> = new Set<Role>(['l1', 'l2', 'l3']);
/** Tables whose rows belong to a vehicle and are as many as there are vehicles. */
const OF_VEHICLES: ReadonlySet<string> = new Set([
  ...(['vehicle', 'vehicle_change', 'mileage_reading'] as const),
  ...(['warranty_override', 'service_part_warranty', 'campaign_vehicle'] as const),
]);
export const QUEUES = ['DECIDE', 'ANSWERED', 'OVER_LIMIT', 'WAITING'] as const;
/** Claims or vehicles whose rows are read at a time: about a megabyte of lines. */
const KEYS_AT_A_TIME = 1000;
const ROWS_AT_A_TIME = 4000;

export interface QueueRequest {
  sequencer: Sequencer;
  lendCopy: LendCopy;
  scopes: readonly string[];
  cursor: Omit<Cursor, 'seq'>;
  nowMs(): number;
  isExpired(): boolean;
  /** True ends the stream without its last line: what was sent is of no use, and the desktop takes the open work instead. */
  mustPause(): boolean;
  onBytes(count: number): void;
}

/** True for a user whose first screen is a queue. */
export function beginsWithQueue(roles: readonly Role[]): boolean {
  return roles.length > 0 && roles.every((role) => QUEUE_ROLES.has(role));
}

/**
 * What the queues show and nothing else: the claims in a queue with everything that hangs on them, their vehicles, and
 * the reference data but for other vehicles. As many rows as there is work, however many claims were ever decided. All of
 * it is read in the snapshot of one tick, so it is exactly the state of one number of the feed (decision 110).
 */
export async function* queueStream(request: QueueRequest): AsyncGenerator<Buffer> {
  const { sequencer, lendCopy, nowMs } = request;
  const { seq, lent } = await sequencer.lendSnapshot(lendCopy);
  const cursor = formatCursor({ ...request.cursor, seq });
  const text = new WireText();
  try {
    yield text.line({ t: 'begin', from: null, to: seq, at_ms: nowMs() });
    for await (const { table, rows, count } of pieces(lent.copy, request.scopes)) {
      yield text.line({ t: 'tbl', id: table.id, name: table.name, n: count, copy: rows.length });
      yield text.copied(rows, count);
      yield text.commit({ to: seq, cursor });
      request.onBytes(rows.length);
      faultPoint('snapshot-block');
      if (request.isExpired()) {
        yield text.line({ t: 'auth_expired' });
        return;
      }
      if (request.mustPause()) return;
    }
    yield text.commit({ to: seq, cursor });
    yield text.line({ t: 'end', more: false, head_v: seq });
  } finally {
    await lent.release();
  }
}

interface Piece {
  table: ReplicatedTable;
  rows: Buffer;
  count: number;
}

async function* pieces(copy: CopyOut, scopes: readonly string[]): AsyncGenerator<Piece> {
  const inScopes = `t._scope in (${scopes.map(literal).join(', ')})`;
  const waiting = `t.queue in (${QUEUES.map(literal).join(', ')}) and ${inScopes}`;
  const claims = await keysOf(copy, `select t.id from claim t where ${waiting} order by t.id`);
  const vehicles = await keysOf(
    copy,
    `select distinct t.vehicle_id from claim t where ${waiting} and t.vehicle_id <> ''`,
  );
  const filled = await filledScopes(copy, scopes);
  for (const table of REPLICATED_TABLES) {
    const keyed = keyOf(table, { claims, vehicles });
    if (keyed === null) yield* wholeTable(copy, table, filled.get(table.id) ?? []);
    else yield* rowsOfKeys(copy, table, { ...keyed, inScopes });
  }
}

/** True for a table of which every row in scope is sent, whether a queue shows it or not. */
export function isSentWhole(table: ReplicatedTable): boolean {
  return keyOf(table, { claims: [], vehicles: [] }) === null;
}

/** The column by which only a part of a table is sent, and its values; null for a table that is sent whole. */
function keyOf(
  table: ReplicatedTable,
  { claims, vehicles }: { claims: readonly string[]; vehicles: readonly string[] },
): { column: string; keys: readonly string[] } | null {
  const columns: readonly string[] = table.columns;
  if (table.name === 'claim') return { column: 'id', keys: claims };
  if (columns.includes('claim_id')) return { column: 'claim_id', keys: claims };
  if (!OF_VEHICLES.has(table.name)) return null;
  return { column: table.name === 'vehicle' ? 'id' : 'vehicle_id', keys: vehicles };
}

/** The scopes in which a table has rows, for every table in one statement: most pairs are empty. */
async function filledScopes(copy: CopyOut, scopes: readonly string[]): Promise<Map<number, string[]>> {
  const selects = REPLICATED_TABLES.map(
    ({ id, name }) =>
      `select ${String(id)} || ' ' || s.scope from s where exists (select 1 from ${name} t where t._scope = s.scope)`,
  );
  const values = scopes.map((scope) => `(${literal(scope)})`).join(', ');
  const filled = new Map<number, string[]>();
  for (const line of await keysOf(copy, `with s(scope) as (values ${values}) ${selects.join(' union all ')}`)) {
    const space = line.indexOf(' ');
    const table = Number(line.slice(0, space));
    filled.set(table, [...(filled.get(table) ?? []), line.slice(space + 1)]);
  }
  return filled;
}

async function keysOf(copy: CopyOut, query: string): Promise<string[]> {
  const { bytes, rows } = await copy(query);
  return rows === 0 ? [] : bytes.toString('utf8').trimEnd().split('\n').map(firstCell);
}

async function* rowsOfKeys(
  copy: CopyOut,
  table: ReplicatedTable,
  { column, keys, inScopes }: { column: string; keys: readonly string[]; inScopes: string },
): AsyncGenerator<Piece> {
  for (let from = 0; from < keys.length; from += KEYS_AT_A_TIME) {
    const some = keys.slice(from, from + KEYS_AT_A_TIME).map(literal);
    const { bytes, rows } = await copy(
      `select ${columnsOf(table)} from ${table.name} t where t.${column} in (${some.join(', ')}) and ${inScopes}`,
    );
    if (rows > 0) yield { table, rows: bytes, count: rows };
  }
}

async function* wholeTable(copy: CopyOut, table: ReplicatedTable, scopes: readonly string[]): AsyncGenerator<Piece> {
  for (const scope of scopes) {
    for (let lastId = ''; ;) {
      const { bytes, rows, last } = await copy(
        `select ${columnsOf(table)} from ${table.name} t where t._scope = ${literal(scope)} and t.id > ${literal(lastId)}
         order by t.id limit ${String(ROWS_AT_A_TIME)}`,
      );
      if (rows > 0) yield { table, rows: bytes, count: rows };
      if (rows < ROWS_AT_A_TIME) break;
      lastId = firstCell(last.toString('utf8'));
    }
  }
}

function columnsOf(table: ReplicatedTable): string {
  return table.columns.map((column) => `t."${column}"`).join(', ');
}
