import type { GridApi } from 'ag-grid-community';
import { useEffect, useRef, type RefObject } from 'react';
import { onTablesChanged } from '../api/events.ts';
import { namedRows, type Page, type PageLoader } from './paged-rows.ts';

/** As many rows as one question names. */
const MOST_NAMED = 400;
/** After a burst of changes the rows out of sight and the count of updates follow. */
const REST_MS = 250;

interface UpdateOptions<Row> {
  watch: readonly string[];
  load: PageLoader<Row>['load'];
  onCurrent: (row: Row, index: number) => void;
  /** After the rows that stand here have been brought up to date. */
  onSettled: () => void;
  /** Nothing stands here yet: whatever has come is shown. */
  onEmpty: () => void;
}

/**
 * Rows are brought up to date in their places after a change, never reordered under the person (grid-excel-print §2.4):
 * those on the screen at once, those loaded out of sight when the burst is over.
 */
export function useRowUpdates<Row extends { id: string }>(
  options: UpdateOptions<Row>,
  grid: RefObject<GridApi<Row> | null>,
): void {
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    let rest: ReturnType<typeof setTimeout> | null = null;
    let gone = false;
    const patch = async (ids: readonly string[]): Promise<void> => {
      const { rows }: Page<Row> = await latest.current.load(namedRows(ids));
      const api = grid.current;
      if (gone || api === null || api.isDestroyed()) return;
      const focused = api.getFocusedCell()?.rowIndex;
      for (const row of rows) {
        const node = api.getRowNode(row.id);
        if (node?.data === undefined || JSON.stringify(node.data) === JSON.stringify(row)) continue;
        node.setData(row);
        if (node.rowIndex !== null && node.rowIndex === focused) latest.current.onCurrent(row, node.rowIndex);
      }
    };
    const patchRest = async (): Promise<void> => {
      const ids = loadedIds(grid.current);
      for (let at = 0; at < ids.length && !gone; at += MOST_NAMED) await patch(ids.slice(at, at + MOST_NAMED));
      if (!gone) latest.current.onSettled();
    };
    // the grid goes on with what it shows; the next change or F5 asks again
    const quietly = (work: Promise<void>): void => void work.catch(() => undefined);
    const stop = onTablesChanged((tables) => {
      const api = grid.current;
      // a page that is being left may have put its grid away before it stops listening
      if (api === null || api.isDestroyed()) return;
      if (tables !== null && !tables.some((table) => latest.current.watch.includes(table))) return;
      const shown = api.getRenderedNodes().flatMap((node) => (node.data === undefined ? [] : [node.data.id]));
      if (api.getDisplayedRowCount() === 0) latest.current.onEmpty();
      else if (shown.length > 0) quietly(patch(shown.slice(0, MOST_NAMED)));
      if (rest !== null) clearTimeout(rest);
      rest = setTimeout(() => quietly(patchRest()), REST_MS);
    });
    return () => {
      gone = true;
      if (rest !== null) clearTimeout(rest);
      stop();
    };
  }, [grid]);
}

function loadedIds<Row extends { id: string }>(api: GridApi<Row> | null): string[] {
  const ids: string[] = [];
  if (api === null || api.isDestroyed()) return ids;
  api.forEachNode(({ data }) => {
    if (data !== undefined) ids.push(data.id);
  });
  return ids;
}
