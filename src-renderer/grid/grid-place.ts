import type { Column, GridApi } from 'ag-grid-community';
import type { Cell, Extent } from './range-model.ts';

/** Columns of the layer itself, which hold no data. */
const SERVICE_COLUMNS: ReadonlySet<string> = new Set(['tick', 'rowNo']);

/** The columns that hold data, in the order they stand on the screen; none of a grid that was put away. */
export function dataColumns(api: GridApi): Column[] {
  if (api.isDestroyed()) return [];
  return api.getAllDisplayedColumns().filter((column) => !SERVICE_COLUMNS.has(column.getColId()));
}

export function extentOf(api: GridApi): Extent {
  return { rows: api.getDisplayedRowCount(), columns: dataColumns(api).length };
}

/** The element that scrolls up and down; null in a grid that has not been drawn. */
export const scrollBox = (box: HTMLElement | null): HTMLElement | null =>
  box?.querySelector<HTMLElement>('.ag-grid-viewport') ?? null;

/** The focused cell of the list; null for none, a pinned row, or a column without data. */
export function focusedCell(api: GridApi): Cell | null {
  const focused = api.getFocusedCell();
  if (focused === null || focused.rowPinned != null) return null;
  const column = dataColumns(api).indexOf(focused.column);
  return column < 0 ? null : { row: focused.rowIndex, column };
}

/** The cell under a mouse event; `column` −1 for the row number. */
export function cellAt(api: GridApi, target: EventTarget | null): Cell | null {
  if (!(target instanceof Element)) return null;
  const cell = target.closest('.ag-cell');
  const row = cell?.closest('.ag-row');
  const index = row?.getAttribute('row-index');
  if (cell == null || index == null || !/^\d+$/.test(index) || row?.closest('.ag-floating-bottom') != null) return null;
  const id = cell.getAttribute('col-id');
  if (id === 'rowNo') return { row: Number(index), column: -1 };
  const column = dataColumns(api).findIndex((candidate) => candidate.getColId() === id);
  return column < 0 ? null : { row: Number(index), column };
}

/** Scrolls a cell into view without moving the focus. */
export function showCell(api: GridApi, { row, column }: Cell): void {
  if (row >= 0 && row < api.getDisplayedRowCount()) api.ensureIndexVisible(row);
  const shown = dataColumns(api)[column];
  if (shown !== undefined) api.ensureColumnVisible(shown);
}

/** Puts the focus on a cell and shows it. */
export function focusCell(api: GridApi, cell: Cell): void {
  showCell(api, cell);
  const column = dataColumns(api)[cell.column];
  if (column !== undefined && cell.row < api.getDisplayedRowCount()) api.setFocusedCell(cell.row, column);
}
