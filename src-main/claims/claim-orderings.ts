import type { Database } from 'better-sqlite3';
import type { GridQuery } from '../../src-shared/contract/query.ts';
import type { ReadStores } from '../db/stores.ts';
import { boundOfEnd, endOfOrder, wholeOrder, type Bound, type Statement } from './claim-query.ts';

interface Ordering {
  version: string;
  rowids: Float64Array;
}

/** Orderings kept per thread; one of a million claims takes 8 MB. */
const KEPT = 6;
/** Of a long list, so many rows of either end are found without sorting the rest: what a person sees first, and Ctrl+End. */
const END_ROWS = 5_000;
/** Among so many of the newest claims a bound is looked for that most others lie behind. */
const NEWEST_ROWS = 25_000;
/** A list up to this length is sorted whole at once. */
const SHORT = 50_000;
const byFile = new WeakMap<Database, Map<string, Ordering>>();

/**
 * The row numbers of everything a query finds, in its order: prepared once per state of the data, then every page is a
 * slice of it. What lies in memory is row numbers only; the rows themselves are read when shown.
 */
export function preparedOrdering(stores: ReadStores, query: GridQuery, hasOverlay: boolean): Float64Array {
  return kept(stores, wholeKey(query), () => wholeOrder(query, hasOverlay));
}

/** The row numbers of one page of a list of `total` rows. */
export function orderedPage(
  stores: ReadStores,
  query: GridQuery,
  hasOverlay: boolean,
  { offset, limit, total }: { offset: number; limit: number; total: number },
): number[] {
  const from = endOf(stores, query, { offset, limit, total });
  if (from === null) return [...preparedOrdering(stores, query, hasOverlay).subarray(offset, offset + limit)];
  const key = JSON.stringify([from, query]);
  const end = kept(stores, key, () => endStatement(stores, query, hasOverlay, from));
  if (from === 'first') return [...end.subarray(offset, offset + limit)];
  return [...end.subarray(Math.max(total - offset - limit, 0), Math.max(total - offset, 0))].reverse();
}

function endOf(
  stores: ReadStores,
  query: GridQuery,
  { offset, limit, total }: { offset: number; limit: number; total: number },
): 'first' | 'last' | null {
  const whole = byFile.get(stores.replicaFile)?.get(wholeKey(query));
  if (total <= SHORT || whole?.version === stores.replicaVersion()) return null;
  if (offset + limit <= END_ROWS) return 'first';
  return offset >= total - END_ROWS ? 'last' : null;
}

function endStatement(stores: ReadStores, query: GridQuery, hasOverlay: boolean, from: 'first' | 'last'): Statement {
  const end = { from, rows: END_ROWS };
  const { sql, params } = boundOfEnd(query, hasOverlay, end, NEWEST_ROWS);
  const bound = stores.replicaFile.prepare(sql).get(...params) as Bound | undefined;
  return endOfOrder(query, hasOverlay, end, bound);
}

function wholeKey(query: GridQuery): string {
  return JSON.stringify(query);
}

/** Rows of a statement, run once per state of the data. */
function kept(stores: ReadStores, key: string, statement: () => Statement): Float64Array {
  const cache = byFile.get(stores.replicaFile) ?? new Map<string, Ordering>();
  byFile.set(stores.replicaFile, cache);
  const version = stores.replicaVersion();
  const known = cache.get(key);
  cache.delete(key);
  const ordering = known?.version === version ? known : { version, rowids: rowNumbersOf(stores, statement()) };
  cache.set(key, ordering);
  for (const oldest of cache.keys()) {
    if (cache.size <= KEPT) break;
    cache.delete(oldest);
  }
  return ordering.rowids;
}

function rowNumbersOf(stores: ReadStores, { sql, params }: Statement): Float64Array {
  let rowids = new Float64Array(4096);
  let count = 0;
  for (const rowid of stores.replicaFile
    .prepare(sql)
    .pluck()
    .iterate(...params)) {
    if (count === rowids.length) {
      const larger = new Float64Array(rowids.length * 2);
      larger.set(rowids);
      rowids = larger;
    }
    rowids[count] = Number(rowid);
    count += 1;
  }
  return rowids.subarray(0, count);
}
