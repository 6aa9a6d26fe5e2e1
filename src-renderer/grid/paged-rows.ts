import type { GridApi, IDatasource, IGetRowsParams } from 'ag-grid-community';
import type { GridQuery, ListOrder, Sort } from '../../src-shared/contract/query.ts';

export interface Page<Row> {
  rows: Row[];
  total: number;
}

export interface PageLoader<Row> {
  load: (page: { query: GridQuery; offset: number; limit: number }) => Promise<Page<Row>>;
  /** The whole order of a list, when it is one that is held; absent for a list that is always read as it stands. */
  order?: ((asked: { query: GridQuery; anchorId: string | null }) => Promise<ListOrder>) | undefined;
  /** Whether this is still the question of the list; what an older one answers late is told to nobody. */
  isAsked: () => boolean;
  onTotal: (total: number) => void;
  onError: (error: unknown) => void;
}

/** Where a row stands in a list that was taken anew, and how many rows the list has. */
export interface Anchor {
  id: string;
  place: number;
  total: number;
}

/** Beyond this many rows Chromium draws them out of step (grid-excel-print §2.4): a view shows so many and says so. */
export const MOST_SHOWN = 500_000;

/** The order of one way to sort, from the moment it is asked for. */
interface Held {
  key: string;
  order: Promise<ListOrder>;
}

/**
 * Feeds the grid block by block. The order a person works through is held (decision 0070): rows that change stay where
 * they are, those that come or go are counted and taken in when the person asks. A list too long to be held is read as
 * it stands; when its total moves, all loaded blocks are read again, so that no row is skipped unseen.
 */
export class PagedRows<Row extends { id: string }> implements IDatasource {
  readonly #query: Omit<GridQuery, 'sort'>;
  readonly #loader: PageLoader<Row>;
  readonly #grid: () => GridApi<Row> | null;
  #held: Held | null = null;
  #liveTotal: number | null = null;

  constructor(query: Omit<GridQuery, 'sort'>, loader: PageLoader<Row>, grid: () => GridApi<Row> | null) {
    this.#query = query;
    this.#loader = loader;
    this.#grid = grid;
  }

  getRows = (params: IGetRowsParams<Row>): void => {
    const sort: Sort[] = params.sortModel.map(({ colId, sort: direction }) => ({ column: colId, direction }));
    this.#block(sort, params.startRow, params.endRow).then(
      ({ rows, total, moved }) => {
        params.successCallback(rows, Math.min(total, MOST_SHOWN));
        if (!this.#loader.isAsked()) return;
        this.#loader.onTotal(total);
        if (moved) this.#grid()?.refreshInfiniteCache();
      },
      (error: unknown) => {
        params.failCallback();
        if (this.#loader.isAsked()) this.#loader.onError(error);
      },
    );
  };

  /** Takes the order anew; returns where the row stands in it, or the next row of the old order that is still there. */
  async reorder(sort: readonly Sort[], anchorId: string | null): Promise<Anchor | null> {
    const { order: ask } = this.#loader;
    if (ask === undefined) return null;
    const query = { ...this.#query, sort: [...sort] };
    const before = await this.#held?.order.catch(() => null);
    const order = await ask({ query, anchorId });
    this.#held = { key: JSON.stringify(sort), order: Promise.resolve(order) };
    if (anchorId === null) return null;
    const { ids, total } = order;
    if (order.place !== null) return { id: anchorId, place: order.place, total };
    const next = ids === null || before?.ids == null ? null : nextOf(before.ids, anchorId, ids);
    return next === null ? null : { ...next, total };
  }

  /** How many rows have come to the list or left it since its order was taken. */
  async updates(sort: readonly Sort[]): Promise<number> {
    const { order: ask } = this.#loader;
    const held = await this.#held?.order.catch(() => null);
    if (ask === undefined || held == null) return 0;
    const now = await ask({ query: { ...this.#query, sort: [...sort] }, anchorId: null });
    if (held.ids === null || now.ids === null) return Math.abs(now.total - held.total);
    return differing(held.ids, now.ids);
  }

  /** The rows of these places, as a copy takes them. */
  async rows(sort: Sort[], from: number, to: number): Promise<Row[]> {
    return (await this.#block(sort, from, to)).rows.filter((row) => (row as Row | undefined) !== undefined);
  }

  /** Where the rows that hold a text stand in the order that is held; null where none is held. */
  async find(sort: readonly Sort[], text: string): Promise<{ places: number[]; total: number } | null> {
    const { order: ask } = this.#loader;
    const ids = (await this.#held?.order.catch(() => null))?.ids ?? null;
    if (ask === undefined || ids === null) return null;
    const holding = await ask({ query: { filters: this.#query.filters, text, sort: [...sort] }, anchorId: null });
    const found = new Set(holding.ids ?? []);
    const places = ids.flatMap((id, place) => (found.has(id) ? [place] : []));
    return { places, total: places.length };
  }

  async #block(sort: Sort[], from: number, to: number): Promise<Page<Row> & { moved: boolean }> {
    const { load } = this.#loader;
    const held = this.#holdFor(sort);
    const order = held === null ? null : await held.order;
    if (order !== null && order.ids !== null) {
      const ids = order.ids.slice(from, to);
      const rows = ids.length === 0 ? [] : (await load(namedRows(ids))).rows;
      // The order was taken anew meanwhile: rows of the old one under the new one would stand there until the next change.
      if (this.#held !== held && this.#held?.key === held?.key) return this.#block(sort, from, to);
      const byId = new Map(rows.map((row) => [row.id, row]));
      // a row that is nowhere any more leaves an empty line in its place until the list is taken anew
      return { rows: ids.map((id) => byId.get(id) as Row), total: order.ids.length, moved: false };
    }
    const page = await load({ query: { ...this.#query, sort }, offset: from, limit: to - from });
    const moved = this.#liveTotal !== null && from > 0 && page.total !== this.#liveTotal;
    this.#liveTotal = page.total;
    return { ...page, moved };
  }

  #holdFor(sort: Sort[]): Held | null {
    const { order: ask } = this.#loader;
    if (ask === undefined) return null;
    const key = JSON.stringify(sort);
    if (this.#held?.key === key) return this.#held;
    const held: Held = { key, order: ask({ query: { ...this.#query, sort }, anchorId: null }) };
    this.#held = held;
    // an order that could not be had is asked for again with the next block
    held.order.catch(() => {
      if (this.#held === held) this.#held = null;
    });
    return held;
  }
}

/** The question for certain rows and no others. */
export const namedRows = (ids: readonly string[]): { query: GridQuery; offset: number; limit: number } => ({
  query: { filters: [{ column: 'id', op: 'in', values: [...ids] }], text: '', sort: [] },
  offset: 0,
  limit: ids.length,
});

/** How many ids stand in only one of two lists. */
export function differing(before: readonly string[], now: readonly string[]): number {
  const known = new Set(before);
  const kept = now.reduce((count, id) => count + (known.has(id) ? 1 : 0), 0);
  return before.length - kept + (now.length - kept);
}

/** The first row from `id` on, in the old order, that the new order still has, with its place there; null for none. */
export function nextOf(
  before: readonly string[],
  id: string,
  now: readonly string[],
): { id: string; place: number } | null {
  const places = new Map(now.map((each, place) => [each, place]));
  const at = before.indexOf(id);
  for (const next of at < 0 ? [] : before.slice(at)) {
    const place = places.get(next);
    if (place !== undefined) return { id: next, place };
  }
  return null;
}
