import type { Database } from 'better-sqlite3';
import type { ReadStores } from './stores.ts';

export interface Statement {
  sql: string;
  params: (string | number)[];
}

/** A list whose rows are found by their row numbers. */
export interface OrderedList {
  /** The same for the same rows in the same order. */
  key: string;
  /** Row numbers of all rows in order. */
  whole: () => Statement;
  /** Row numbers of the first rows, or of the last ones, the last one first. */
  end: (from: 'first' | 'last', rows: number) => Statement;
}

interface Ordering {
  version: string;
  rowids: Float64Array;
}

/** Orderings kept per thread; one of a million rows takes 8 MB. */
const KEPT = 6;
/** So many row numbers are kept together: the longest list there is, and some more. */
const MOST_ROWIDS = 8_000_000;
/** Of a long list, so many rows of either end are found without sorting the rest: what a person sees first, and Ctrl+End. */
const END_ROWS = 5_000;
/** A list up to this length is sorted whole at once. */
const SHORT = 50_000;
const byFile = new WeakMap<Database, Map<string, Ordering>>();

/**
 * The row numbers of everything a list holds, in its order: prepared once per state of the data, then every page is a
 * slice of it. What lies in memory is row numbers only; the rows themselves are read when shown.
 */
export function preparedOrdering(stores: ReadStores, list: Pick<OrderedList, 'key' | 'whole'>): Float64Array {
  return kept(stores, list.key, list.whole);
}

/** The row numbers of one page of a list of `total` rows. */
export function orderedPage(
  stores: ReadStores,
  list: OrderedList,
  page: { offset: number; limit: number; total: number },
): number[] {
  const { offset, limit, total } = page;
  const from = endOf(stores, list.key, page);
  if (from === null) return [...preparedOrdering(stores, list).subarray(offset, offset + limit)];
  const end = kept(stores, `${from} ${list.key}`, () => list.end(from, END_ROWS));
  if (from === 'first') return [...end.subarray(offset, offset + limit)];
  return [...end.subarray(Math.max(total - offset - limit, 0), Math.max(total - offset, 0))].reverse();
}

function endOf(
  stores: ReadStores,
  key: string,
  { offset, limit, total }: { offset: number; limit: number; total: number },
): 'first' | 'last' | null {
  const whole = byFile.get(stores.replicaFile)?.get(key);
  if (total <= SHORT || whole?.version === stores.replicaVersion()) return null;
  if (offset + limit <= END_ROWS) return 'first';
  return offset >= total - END_ROWS ? 'last' : null;
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
    if (oldest === key || (cache.size <= KEPT && rowidsIn(cache) <= MOST_ROWIDS)) break;
    cache.delete(oldest);
  }
  return ordering.rowids;
}

function rowidsIn(cache: ReadonlyMap<string, Ordering>): number {
  return [...cache.values()].reduce((sum, { rowids }) => sum + rowids.length, 0);
}

/** All in one text: handing five million numbers over one by one takes three times as long as finding them. */
function rowNumbersOf(stores: ReadStores, { sql, params }: Statement): Float64Array {
  const digits = stores.replicaFile
    .prepare(`with found (number) as (${sql}) select cast(group_concat(number) as blob) from found`)
    .pluck()
    .get(...params) as Buffer | null;
  return numbersIn(digits ?? Buffer.alloc(0));
}

const COMMA = 44;
const ZERO = 48;

function numbersIn(digits: Buffer): Float64Array {
  let count = digits.length === 0 ? 0 : 1;
  for (const code of digits) if (code === COMMA) count += 1;
  const numbers = new Float64Array(count);
  let at = 0;
  let number = 0;
  for (const code of digits) {
    if (code === COMMA) {
      numbers[at] = number;
      at += 1;
      number = 0;
    } else number = number * 10 + code - ZERO;
  }
  if (count > 0) numbers[at] = number;
  return numbers;
}
