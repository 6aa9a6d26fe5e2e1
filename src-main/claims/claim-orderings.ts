import type { Database } from 'better-sqlite3';
import type { GridQuery } from '../../src-shared/contract/query.ts';
import type { ReadStores } from '../db/stores.ts';
import { wholeOrder } from './claim-query.ts';

interface Ordering {
  version: string;
  rowids: Float64Array;
}

/** Orderings kept per thread; one of a million claims takes 8 MB. */
const KEPT = 4;
const byFile = new WeakMap<Database, Map<string, Ordering>>();

/**
 * The row numbers of everything a query finds, in its order: prepared once per state of the data, then every page is a
 * slice of it. What lies in memory is row numbers only; the rows themselves are read when shown.
 */
export function preparedOrdering(stores: ReadStores, query: GridQuery, hasOverlay: boolean): Float64Array {
  const cache = byFile.get(stores.replicaFile) ?? new Map<string, Ordering>();
  byFile.set(stores.replicaFile, cache);
  const key = JSON.stringify(query);
  const version = stores.replicaVersion();
  const known = cache.get(key);
  cache.delete(key);
  const ordering = known?.version === version ? known : { version, rowids: prepare(stores, query, hasOverlay) };
  cache.set(key, ordering);
  for (const oldest of cache.keys()) {
    if (cache.size <= KEPT) break;
    cache.delete(oldest);
  }
  return ordering.rowids;
}

function prepare(stores: ReadStores, query: GridQuery, hasOverlay: boolean): Float64Array {
  const { sql, params } = wholeOrder(query, hasOverlay);
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
