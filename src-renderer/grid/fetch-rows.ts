/** Rows of a list by place, from the store where they are not loaded. */
export interface RowSource<Row> {
  rowAt: (index: number) => Row | undefined;
  /** At most `limit` rows from `offset`, in the order on the screen. */
  fetch: (offset: number, limit: number) => Promise<readonly Row[]>;
}

export interface FetchRun {
  signal: AbortSignal;
  onProgress: (done: number, total: number) => void;
}

const PAGE = 1000;

/** The rows of these places when all are loaded; null otherwise. */
export function loadedRows<Row>(source: RowSource<Row>, places: readonly number[]): Row[] | null {
  const rows: Row[] = [];
  for (const place of places) {
    const row = source.rowAt(place);
    if (row === undefined) return null;
    rows.push(row);
  }
  return rows;
}

/** The rows of these places (ascending), page by page; rows that have gone meanwhile are left out. */
export async function rowsAt<Row>(
  source: RowSource<Row>,
  places: readonly number[],
  { signal, onProgress }: FetchRun,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let at = 0; at < places.length;) {
    signal.throwIfAborted();
    const offset = places[at] ?? 0;
    const last = lastWithin(places, at, offset + PAGE);
    const page = await source.fetch(offset, (places[last] ?? offset) - offset + 1);
    for (; at <= last; at += 1) {
      const row = page[(places[at] ?? 0) - offset];
      if (row !== undefined) rows.push(row);
    }
    onProgress(at, places.length);
  }
  signal.throwIfAborted();
  return rows;
}

function lastWithin(places: readonly number[], from: number, before: number): number {
  let last = from;
  while (last + 1 < places.length && (places[last + 1] ?? 0) < before) last += 1;
  return last;
}
