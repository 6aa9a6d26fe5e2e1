import type { GridApi } from 'ag-grid-community';
import { useEffect, useMemo, useRef, type RefObject } from 'react';
import { dataColumns, scrollBox } from './grid-place.ts';
import type { Anchor } from './paged-rows.ts';
import { watchDrawnRows } from './range-painter.ts';

interface CurrentOptions<Row> {
  onCurrent: (row: Row | null, index: number) => void;
}

export interface CurrentRow<Row> {
  mark: () => void;
  forget: (start: number) => void;
  move: (by: number) => void;
  moveToNext: (wanted: (row: Row) => boolean) => void;
  onFocused: (rowIndex: number | null, pinned: string | null | undefined) => void;
  onModelUpdated: () => void;
  /** The row under the hands, to be found again after the list was taken anew. */
  anchorId: () => string | null;
  /** The row stands at another place from now on: it keeps its height on the screen, its claim and the keyboard. */
  settleAt: (anchor: Anchor | null) => void;
}

/** The row the panel shows. It is ours and not the grid's focus, so that typing a search does not lose it. */
export function useCurrentRow<Row extends { id: string }>(
  props: CurrentOptions<Row>,
  grid: RefObject<GridApi<Row> | null>,
  box: RefObject<HTMLDivElement | null>,
): CurrentRow<Row> {
  const latest = useRef(props);
  latest.current = props;
  const current = useMemo(() => {
    let index = -1;
    let id: string | null = null;
    let wanted: number | null = 0;
    let settling: { id: string; place: number; withFocus: boolean } | null = null;
    // By index: after a refresh the drawn rows keep their places and take new data, so an id would mark a stale one.
    const mark = (): void => {
      for (const row of box.current?.querySelectorAll('.ag-row') ?? []) {
        row.classList.toggle('row-current', id !== null && row.getAttribute('row-index') === String(index));
      }
    };
    const take = (next: number): void => {
      settling = null;
      const row = grid.current?.getDisplayedRowAtIndex(next)?.data;
      index = next;
      if (row === undefined) {
        wanted = next;
        return;
      }
      wanted = null;
      id = row.id;
      mark();
      latest.current.onCurrent(row, next);
    };
    const go = (next: number): void => {
      const api = grid.current;
      const last = (api?.getDisplayedRowCount() ?? 0) - 1;
      if (api === null || last < 0) return;
      const target = Math.max(0, Math.min(next, last));
      api.ensureIndexVisible(target);
      const column = api.getFocusedCell()?.column ?? dataColumns(api)[0];
      if (column !== undefined) api.setFocusedCell(target, column);
      if (index !== target) take(target);
    };
    const settle = (): void => {
      const api = grid.current;
      const data = settling === null ? undefined : api?.getDisplayedRowAtIndex(settling.place)?.data;
      if (api === null || settling === null || data?.id !== settling.id) return;
      const { place, withFocus } = settling;
      const column = api.getFocusedCell()?.column;
      take(place);
      if (withFocus && column !== undefined) api.setFocusedCell(place, column);
    };
    return {
      mark,
      forget(start: number): void {
        index = -1;
        id = null;
        wanted = start;
        settling = null;
      },
      // a row that is still on its way is where the hands are
      move: (by: number): void => go((wanted ?? index) + by),
      moveToNext(isWanted: (row: Row) => boolean): void {
        const count = grid.current?.getDisplayedRowCount() ?? 0;
        for (let next = (wanted ?? index) + 1; next < count; next += 1) {
          const row = grid.current?.getDisplayedRowAtIndex(next)?.data;
          if (row === undefined || isWanted(row)) return go(next);
        }
        return undefined;
      },
      onFocused(rowIndex: number | null, pinned: string | null | undefined): void {
        if (rowIndex !== null && pinned == null && rowIndex !== index) take(rowIndex);
      },
      onModelUpdated(): void {
        const count = grid.current?.getDisplayedRowCount() ?? 0;
        if (settling !== null) settle();
        else if (wanted !== null) {
          // A list whose rows have not come yet is short or empty: the wanted row stays wanted until they have.
          const place = Math.max(0, Math.min(wanted, count - 1));
          if (grid.current?.getDisplayedRowAtIndex(place)?.data !== undefined) take(place);
        } else if (id !== null && grid.current?.getDisplayedRowAtIndex(index)?.data?.id !== id) {
          // The claim on the panel stays as long as it is in the list, wherever it moved; else the next takes its place.
          const moved = grid.current?.getRowNode(id)?.rowIndex ?? null;
          take(moved ?? Math.min(index, count - 1));
        } else mark();
      },
      // a row that is still on its way is no anchor
      anchorId: (): string | null => (wanted === null ? id : null),
      settleAt(anchor: Anchor | null): void {
        const api = grid.current;
        if (api === null || anchor === null || index < 0) return;
        const body = scrollBox(box.current);
        const { rowHeight } = api.getSizesForCurrentTheme();
        settling = { ...anchor, withFocus: box.current?.contains(document.activeElement) === true };
        api.setRowCount(anchor.total, true);
        if (body !== null) body.scrollTop += (anchor.place - index) * rowHeight;
        index = anchor.place;
        settle();
      },
    };
    // Made once; everything that changes is read through `latest`.
  }, []);
  // The grid draws its rows in its own time after the data are there.
  useEffect(() => (box.current === null ? undefined : watchDrawnRows(box.current, current.mark)), [box, current]);
  return current;
}
