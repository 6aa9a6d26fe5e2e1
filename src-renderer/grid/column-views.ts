import type { ColumnState, GridApi } from 'ag-grid-community';
import type { ColumnView } from '../../src-shared/contract/views.contract.ts';
import type { GridColumn } from './columns.tsx';

/** How the columns of a list stand when nobody has changed them. */
export function standardViews<Row>(columns: readonly GridColumn<Row>[]): ColumnView[] {
  return columns.map((column) => ({
    key: String(column.sortKey ?? column.key),
    hidden: column.hidden ?? false,
    pinned: false,
    widthPixels: null,
  }));
}

/**
 * The kept views made to fit the columns there are: columns that are gone fall out, new ones stand at the end as the
 * list has them. At least one column is always shown.
 */
export function fittedViews(kept: readonly ColumnView[], standard: readonly ColumnView[]): ColumnView[] {
  const known = new Map(standard.map((view) => [view.key, view]));
  const mine = kept.filter((view) => known.delete(view.key));
  const fitted = [...mine, ...known.values()];
  const [first, ...others] = fitted;
  return first === undefined || fitted.some((view) => !view.hidden) ? fitted : [{ ...first, hidden: false }, ...others];
}

/** Columns moved by hand: `by` places up or down, not beyond the ends. */
export function movedView(views: readonly ColumnView[], key: string, by: number): ColumnView[] {
  const from = views.findIndex((view) => view.key === key);
  const view = views[from];
  if (view === undefined) return [...views];
  const others = views.filter((other) => other.key !== key);
  others.splice(Math.max(0, Math.min(from + by, others.length)), 0, view);
  return others;
}

const SERVICE = ['rowNo', 'tick'];

/** Puts the columns as the views say; numbers and ticks stay before them, pinned as soon as a column is. */
export function applyViews(api: GridApi, views: readonly ColumnView[]): void {
  const somePinned = views.some((view) => view.pinned && !view.hidden);
  const pinnedFirst = [...views.filter((view) => view.pinned), ...views.filter((view) => !view.pinned)];
  const state: ColumnState[] = [
    ...SERVICE.map((colId): ColumnState => ({ colId, pinned: somePinned ? 'left' : null })),
    ...pinnedFirst.map((view): ColumnState => ({
      colId: view.key,
      hide: view.hidden,
      pinned: view.pinned ? 'left' : null,
      ...(view.widthPixels === null ? {} : { width: view.widthPixels, flex: null }),
    })),
  ];
  api.applyColumnState({ state, applyOrder: true });
}

/** What a person has made of the columns with the mouse; widths are kept only where they were changed. */
export function viewsOf(api: GridApi, before: readonly ColumnView[]): ColumnView[] {
  const old = new Map(before.map((view) => [view.key, view]));
  return api
    .getColumnState()
    .filter(({ colId }) => !SERVICE.includes(colId))
    .map(({ colId, hide, pinned, width, flex }) => {
      const kept = old.get(colId)?.widthPixels ?? null;
      const changed = flex == null && width !== undefined && api.getColumnDef(colId)?.width !== width;
      const widthPixels = changed && width != null ? Math.round(width) : kept;
      return { key: colId, hidden: hide === true, pinned: pinned === 'left' || pinned === true, widthPixels };
    });
}
