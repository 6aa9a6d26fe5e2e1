import type { GridApi, IDatasource } from 'ag-grid-community';
import type { GridQuery, Sort } from '../../src-shared/contract/query.ts';

export interface Page<Row> {
  rows: Row[];
  total: number;
}

export interface PageLoader<Row> {
  load: (page: { query: GridQuery; offset: number; limit: number }) => Promise<Page<Row>>;
  onTotal: (total: number) => void;
  onError: (error: unknown) => void;
}

/** Beyond this many rows Chromium draws them out of step (grid-excel-print §2.4): a view shows so many and says so. */
export const MOST_SHOWN = 500_000;

/**
 * Feeds the grid block by block. The order a person works through is frozen: when a later block comes back with another
 * total, rows above it have come or gone, so all loaded blocks are read again and no row is skipped unseen.
 */
export function pagedRows<Row>(
  query: Omit<GridQuery, 'sort'>,
  loader: PageLoader<Row>,
  grid: () => GridApi<Row> | null,
): IDatasource {
  let frozenTotal: number | null = null;
  return {
    getRows(params) {
      const sort: Sort[] = params.sortModel.map(({ colId, sort: direction }) => ({ column: colId, direction }));
      loader
        .load({ query: { ...query, sort }, offset: params.startRow, limit: params.endRow - params.startRow })
        .then(({ rows, total }) => {
          params.successCallback(rows, Math.min(total, MOST_SHOWN));
          const moved = frozenTotal !== null && params.startRow > 0 && total !== frozenTotal;
          frozenTotal = total;
          loader.onTotal(total);
          if (moved) grid()?.refreshInfiniteCache();
        })
        .catch((error: unknown) => {
          params.failCallback();
          loader.onError(error);
        });
    },
  };
}
