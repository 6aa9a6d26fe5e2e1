import type { GridQuery } from '../../src-shared/contract/query.ts';
import * as orderings from '../db/list-orderings.ts';
import type { ReadStores } from '../db/stores.ts';
import { boundOfEnd, endOfOrder, wholeOrder, type Bound } from './claim-query.ts';

/** Among so many of the newest claims a bound is looked for that most others lie behind. */
const NEWEST_ROWS = 25_000;

/** The row numbers of all claims a query finds, in its order, kept as long as nothing changes. */
export function preparedOrdering(stores: ReadStores, query: GridQuery, hasOverlay: boolean): Float64Array {
  return orderings.preparedOrdering(stores, listOf(stores, query, hasOverlay));
}

/** The row numbers of one page of a list of `total` claims. */
export function orderedPage(
  stores: ReadStores,
  query: GridQuery,
  hasOverlay: boolean,
  page: { offset: number; limit: number; total: number },
): number[] {
  return orderings.orderedPage(stores, listOf(stores, query, hasOverlay), page);
}

function listOf(stores: ReadStores, query: GridQuery, hasOverlay: boolean): orderings.OrderedList {
  return {
    key: `claim ${JSON.stringify(query)}`,
    whole: () => wholeOrder(query, hasOverlay),
    end: (from, rows) => {
      const end = { from, rows };
      const { sql, params } = boundOfEnd(query, hasOverlay, end, NEWEST_ROWS);
      const bound = stores.replicaFile.prepare(sql).get(...params) as Bound | undefined;
      return endOfOrder(query, hasOverlay, end, bound);
    },
  };
}
