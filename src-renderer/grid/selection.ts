import type { GridQuery, Selection } from '../../src-shared/contract/query.ts';

/** Rows ticked by hand, or everything the query finds but those unticked again (grid-excel-print §2.3). */
export type Ticked = { mode: 'ids'; ids: ReadonlySet<string> } | { mode: 'query'; except: ReadonlySet<string> };

export const NOTHING_TICKED: Ticked = { mode: 'ids', ids: new Set() };
export const ALL_TICKED: Ticked = { mode: 'query', except: new Set() };

export function isTicked(ticked: Ticked, id: string): boolean {
  return ticked.mode === 'ids' ? ticked.ids.has(id) : !ticked.except.has(id);
}

export function toggleTick(ticked: Ticked, id: string): Ticked {
  if (ticked.mode === 'ids') return { mode: 'ids', ids: toggled(ticked.ids, id) };
  return { mode: 'query', except: toggled(ticked.except, id) };
}

/** How many rows are ticked, of `total` the query finds. */
export function tickedCount(ticked: Ticked, total: number): number {
  return ticked.mode === 'ids' ? ticked.ids.size : Math.max(0, total - ticked.except.size);
}

/** What the core is asked to act on; the query is named, never a list of what happened to be loaded. */
export function selectionOf(ticked: Ticked, query: GridQuery): Selection {
  return ticked.mode === 'ids'
    ? { mode: 'ids', ids: [...ticked.ids] }
    : { mode: 'query', query, except: [...ticked.except] };
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

export interface TickStore {
  read(): Ticked;
  write(next: Ticked): void;
  subscribe(listener: () => void): () => void;
}

/** Holds the ticks outside of React, so that a tick paints one checkbox and not the grid. */
export function createTickStore(): TickStore {
  let ticked = NOTHING_TICKED;
  const listeners = new Set<() => void>();
  return {
    read: () => ticked,
    write(next) {
      ticked = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
