import type { Database } from 'better-sqlite3';
import { MOST_FROZEN } from '../../src-shared/contract/list-limits.ts';
import type { MovementRow } from '../../src-shared/contract/parts.contract.ts';
import type { GridQuery, ListOrder } from '../../src-shared/contract/query.ts';
import type { Condition } from '../db/grid-filter.ts';
import { orderedPage, preparedOrdering } from '../db/list-orderings.ts';
import type { ReadStores } from '../db/stores.ts';
import {
  conditionsOfMasters,
  movementCondition,
  movementSort,
  orderOfMovements,
  soleWarehouse,
  type MastersBy,
} from './movement-query.ts';
import type { OrderAsked, PageAsked } from '../db/room-list.ts';

/** Between two marks of a ledger as many entries are stepped over as an index gives in about a millisecond. */
const MARK_EVERY = 5_000;

interface Known {
  version: string;
  counts: Map<string, number>;
  /** Of a ledger in its own order, newest first: the number of every 5,000th entry. */
  marks: Map<string, number[]>;
}

const knownByFile = new WeakMap<Database, Known>();

/** One page of the ledger of stock; five million entries are paged by their numbers, other orders by a prepared list. */
export function movementPage(
  stores: ReadStores,
  { query, offset, limit }: PageAsked,
): { rows: MovementRow[]; total: number; totals: Record<string, never> } {
  return stores.replicaFile.transaction(() => {
    const named = namedIds(query);
    if (named !== null) {
      const rows = rowsWhere(stores, 'm.id in (select value from json_each(?))', named, ({ id }) => id);
      return { rows: rows.slice(offset, offset + limit), total: rows.length, totals: {} };
    }
    const total = movementCount(stores, query);
    return { rows: foundRows(stores, query, { offset, limit, total }), total, totals: {} };
  })();
}

/** The ids of a question for certain movements and nothing else, as a list asks that holds its own order. */
function namedIds(query: GridQuery): string[] | null {
  const [filter, ...others] = query.filters;
  if (filter?.column !== 'id' || filter.op !== 'in' || others.length > 0) return null;
  return query.text === '' && query.sort.length === 0 ? filter.values.map(String) : null;
}

function foundRows(
  stores: ReadStores,
  query: GridQuery,
  page: { offset: number; limit: number; total: number },
): MovementRow[] {
  const sole = ownOrder(stores, query);
  if (sole !== undefined) {
    const seqs = seqsOfPage(stores, sole.within, sole.direction, page);
    return rowsWhere(stores, 'm.seq in (select value from json_each(?))', seqs, ({ seq }) => seq);
  }
  const rowids = orderedPage(stores, listOf(stores, query), page);
  return rowsWhere(stores, 'm.rowid in (select value from json_each(?))', rowids, ({ rid }) => rid);
}

/** Of so many movements one must meet the conditions for the ends to be found by looking along an index. */
const MOST_LOOKED_AT = 8;
/** Beyond one in so many, movements of some masters are not followed into the table one by one: a row looked up costs twenty read in turn. */
const MOST_LOOKED_UP = 20;
/** Up to one in so many, row numbers are put in order first: what is left out of the reading is worth more than the ordering. */
const MOST_NUMBERED = 4;
const EVERYTHING: GridQuery = { filters: [], text: '', sort: [] };

const listOf = (stores: ReadStores, query: GridQuery): Parameters<typeof orderedPage>[1] => {
  const asked = (from: 'first' | 'last', rows: number | null): Parameters<typeof orderOfMovements>[1] => ({
    ...{ from, rows, by: mastersBy(stores, query) },
    walks: rows !== null && meetsOneIn(stores, query, MOST_LOOKED_AT),
  });
  return {
    key: `movement ${JSON.stringify(query)}`,
    whole: () => orderOfMovements(query, asked('first', null)),
    end: (from, rows) => orderOfMovements(query, asked(from, rows)),
  };
};

function meetsOneIn(stores: ReadStores, query: GridQuery, most: number): boolean {
  return movementCount(stores, query) * most >= movementCount(stores, EVERYTHING);
}

/** By the share of all movements that the parts and warehouses asked for have; their index counts them without reading a row. */
function mastersBy(stores: ReadStores, query: GridQuery): MastersBy {
  const share = (filters: GridQuery['filters'], most: number): boolean =>
    filters.length > 0 && meetsOneIn(stores, { ...EVERYTHING, filters }, most);
  if (!share(conditionsOfMasters(query), MOST_LOOKED_UP)) return 'index';
  return share(conditionsOfMasters(query, ['part']), MOST_NUMBERED) ? 'table' : 'numbers';
}

/** The ids of all the query finds; beyond what a list holds only their number and the place of one of them. */
export function movementOrder(stores: ReadStores, { query, anchorId }: OrderAsked): ListOrder {
  const total = movementCount(stores, query);
  if (total > MOST_FROZEN) return { ids: null, total, place: placeOf(stores, query, anchorId) };
  const ids = stores.replicaFile.transaction(() =>
    foundRows(stores, query, { offset: 0, limit: total, total }).map(({ id }) => id),
  )();
  const at = anchorId === null ? -1 : ids.indexOf(anchorId);
  return { ids, total: ids.length, place: at < 0 ? null : at };
}

/** Where a movement stands in a long list. */
function placeOf(stores: ReadStores, query: GridQuery, anchorId: string | null): number | null {
  const row = stores.replicaFile.prepare('select rowid as rid, seq from stock_movement where id = ?').get(anchorId) as
    { rid: number; seq: number } | undefined;
  if (row === undefined) return null;
  const sole = ownOrder(stores, query);
  if (sole === undefined) {
    const at = preparedOrdering(stores, listOf(stores, query)).indexOf(row.rid);
    return at < 0 ? null : at;
  }
  const { within, direction } = sole;
  const before = `${within?.sql ?? 'true'} and m.seq ${direction === 'desc' ? '>' : '<'} ?`;
  return stores.replicaFile
    .prepare(`select count(*) from stock_movement m where ${before}`)
    .pluck()
    .get(...(within?.params ?? []), row.seq) as number;
}

interface OwnOrder {
  within: Condition | null;
  direction: 'asc' | 'desc';
}

/** The whole ledger, or that of one warehouse, by its numbers; undefined for any other question. */
function ownOrder(stores: ReadStores, query: GridQuery): OwnOrder | undefined {
  const [first, ...others] = movementSort(query);
  if (first?.column !== 'seq' || others.length > 0) return undefined;
  const { direction } = first;
  const name = soleWarehouse(query);
  if (name === undefined) return undefined;
  if (name === null) return { within: null, direction };
  const [id, ...namesakes] = stores.replicaFile
    .prepare('select id from warehouse where name = ?')
    .pluck()
    .all(name) as string[];
  if (id === undefined || namesakes.length > 0) return undefined;
  return { within: { sql: 'm.warehouse_id = ?', params: [id] }, direction };
}

function seqsOfPage(
  stores: ReadStores,
  within: Condition | null,
  direction: 'asc' | 'desc',
  { offset, limit, total }: { offset: number; limit: number; total: number },
): number[] {
  if (direction === 'desc') return newestFirst(stores, within, offset, limit);
  const end = Math.max(0, total - offset);
  const start = Math.max(0, end - limit);
  return newestFirst(stores, within, start, end - start).reverse();
}

function newestFirst(stores: ReadStores, within: Condition | null, offset: number, limit: number): number[] {
  const step = Math.floor(offset / MARK_EVERY);
  const before = step === 0 ? Number.MAX_SAFE_INTEGER : marksOf(stores, within)[step - 1];
  if (before === undefined || limit === 0) return [];
  return stores.replicaFile
    .prepare(
      `select m.seq from stock_movement m where ${within?.sql ?? 'true'} and m.seq < ? order by m.seq desc limit ? offset ?`,
    )
    .pluck()
    .all(...(within?.params ?? []), before, limit, offset % MARK_EVERY) as number[];
}

/** Marks are set by stepping along the index once per state of the data; no row is read for it. */
function marksOf(stores: ReadStores, within: Condition | null): readonly number[] {
  const { marks } = known(stores);
  const key = JSON.stringify(within);
  const found = marks.get(key);
  if (found !== undefined) return found;
  const next = stores.replicaFile
    .prepare(
      `select m.seq from stock_movement m where ${within?.sql ?? 'true'} and m.seq < ? order by m.seq desc limit 1 offset ${String(MARK_EVERY - 1)}`,
    )
    .pluck();
  const set: number[] = [];
  for (let at = Number.MAX_SAFE_INTEGER; ;) {
    const seq = next.get(...(within?.params ?? []), at) as number | undefined;
    if (seq === undefined) break;
    set.push(seq);
    at = seq;
  }
  marks.set(key, set);
  return set;
}

function known(stores: ReadStores): Known {
  const version = stores.replicaVersion();
  const before = knownByFile.get(stores.replicaFile);
  const now = before?.version === version ? before : { version, counts: new Map(), marks: new Map() };
  knownByFile.set(stores.replicaFile, now);
  return now;
}

function movementCount(stores: ReadStores, query: GridQuery): number {
  const { counts } = known(stores);
  const key = JSON.stringify([query.filters, query.text]);
  const found = counts.get(key);
  if (found !== undefined) return found;
  const ofMasters = conditionsOfMasters(query);
  const isOfMasters = ofMasters.length === query.filters.length && query.text.trim() === '';
  const { sql, params } = movementCondition(query, isOfMasters ? 'index' : mastersBy(stores, query));
  const total = stores.replicaFile
    .prepare(`select count(*) from stock_movement m where ${sql}`)
    .pluck()
    .get(...params) as number;
  counts.set(key, total);
  return total;
}

type FoundRow = MovementRow & { rid: number };

const ROW = `m.rowid as rid, m.id, m.seq, w.name as warehouseName, n.code as binCode, p.part_no as partNo,
  p.name as partName, p.uom, m.type, m.doc_no as docNo, m.erp_doc_no as erpDocNo, m.owner, m.condition,
  m.qty_milli as qtyMilli, m.value_fen as valueFen, m.effective_at_ms as effectiveAtMs, m.posted_at_ms as postedAtMs,
  (select b.id from stock_balance b where b.part_id = m.part_id and b.warehouse_id = m.warehouse_id
     and coalesce(b.bin_id, '') = coalesce(m.bin_id, '') and b.owner = m.owner and b.condition = m.condition
     and b.batch_no = m.batch_no and b.serial_no = m.serial_no) as balanceId`;

/** The rows of a page in the order of the keys asked for. */
function rowsWhere<Key extends string | number>(
  stores: ReadStores,
  condition: string,
  keys: readonly Key[],
  keyOf: (row: FoundRow) => Key,
): MovementRow[] {
  const rows = stores.replicaFile
    .prepare(
      `select ${ROW} from stock_movement m join part p on p.id = m.part_id join warehouse w on w.id = m.warehouse_id
         left join warehouse_bin n on n.id = m.bin_id where ${condition}`,
    )
    .all(JSON.stringify(keys)) as FoundRow[];
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.flatMap((key) => {
    const row = byKey.get(key);
    if (row === undefined) return [];
    const { rid: _rid, ...shown } = row;
    return [shown];
  });
}
