import type { GridApi } from 'ag-grid-community';
import type { TFunction } from 'i18next';
import { clipboardCell, KIND_SCALES, machineText } from './cell-text.ts';
import type { GridColumn } from './columns.tsx';
import { loadedRows, rowsAt, type FetchRun, type RowSource } from './fetch-rows.ts';
import { dataColumns, extentOf } from './grid-place.ts';
import { figuresOf, type RangeFigures, type RangeNumber } from './range-figures.ts';
import { textMatcher } from './text-match.ts';
import { boundsOf, covers, tableOf, type Ranges } from './range-model.ts';
import type { ClipboardTable } from './write-clipboard.ts';

/** More cells than anybody copies by hand; a whole list goes out as a workbook (Ctrl+E). */
const MOST_COPIED_CELLS = 1_000_000;
/** Figures over more rows would keep the store busy at every step of a selection. */
const MOST_FIGURED_ROWS = 50_000;

export type Copied = { ok: true; table: ClipboardTable } | { ok: false; reason: 'crosswise' | 'tooMany' | 'nothing' };

/** What the list holds, read by blocks of cells. */
export class ListData<Row extends object> {
  readonly #api: () => GridApi<Row> | null;
  readonly #columns: () => readonly GridColumn<Row>[];
  readonly #fetch: RowSource<Row>['fetch'];

  constructor(
    api: () => GridApi<Row> | null,
    columns: () => readonly GridColumn<Row>[],
    fetch: RowSource<Row>['fetch'],
  ) {
    this.#api = api;
    this.#columns = columns;
    this.#fetch = fetch;
  }

  get #source(): RowSource<Row> {
    return { rowAt: (index) => this.#api()?.getDisplayedRowAtIndex(index)?.data, fetch: this.#fetch };
  }

  /** The data columns in the order on the screen. */
  shownColumns(): GridColumn<Row>[] {
    const api = this.#api();
    if (api === null) return [];
    const byId = new Map(this.#columns().map((column) => [String(column.sortKey ?? column.key), column]));
    return dataColumns(api).flatMap((column) => byId.get(column.getColId()) ?? []);
  }

  isBlank(row: number, column: number): boolean | undefined {
    const data = this.#source.rowAt(row);
    const shown = this.shownColumns()[column];
    if (data === undefined || shown === undefined) return undefined;
    const value: unknown = data[shown.key];
    return value === null || value === undefined || value === '';
  }

  /** The table of a copy when every row of it is loaded; `undefined` when some must come from the store first. */
  copyLoaded(ranges: Ranges, t: TFunction): Copied | undefined {
    const place = this.#tableOf(ranges);
    if (!('rows' in place)) return place;
    const rows = loadedRows(this.#source, place.rows);
    return rows === null ? undefined : { ok: true, table: this.#tableOfRows(rows, place.columns, t) };
  }

  async copyFetched(ranges: Ranges, t: TFunction, run: FetchRun): Promise<Copied> {
    const place = this.#tableOf(ranges);
    if (!('rows' in place)) return place;
    return {
      ok: true,
      table: this.#tableOfRows(await rowsAt(this.#source, place.rows, run), place.columns, t),
    };
  }

  /** Figures of the chosen cells; null where they are too many to be asked for at every step. */
  async figures(ranges: Ranges, run: FetchRun): Promise<RangeFigures | null> {
    const columns = this.shownColumns();
    const places = [...new Set(ranges.flatMap(rowsOf))].sort((a, b) => a - b);
    if (places.length > MOST_FIGURED_ROWS) return null;
    const rows = loadedRows(this.#source, places) ?? (await rowsAt(this.#source, places, run));
    return figuresOf(cellsOf(rows, places, columns, ranges));
  }

  /** Places of the rows that show the text in one of the shown columns, read through the store. */
  async search(text: string, run: FetchRun & { t: TFunction }): Promise<{ places: number[]; total: number }> {
    const api = this.#api();
    if (api === null) return { places: [], total: 0 };
    const { matches } = await textMatcher(text);
    const columns = this.shownColumns();
    const all = Array.from({ length: extentOf(api).rows }, (_, at) => at);
    const rows = await rowsAt(this.#source, all, run);
    const places = rows.flatMap((row, at) =>
      columns.some((column) => matches(machineText(column, row, run.t))) ? [at] : [],
    );
    return { places, total: places.length };
  }

  #tableOf(ranges: Ranges): { rows: number[]; columns: number[] } | Extract<Copied, { ok: false }> {
    const api = this.#api();
    if (api === null || ranges.length === 0 || extentOf(api).rows === 0) return { ok: false, reason: 'nothing' };
    const cells = ranges.map(boundsOf).reduce((sum, { top, bottom, left, right }) => {
      return sum + (bottom - top + 1) * (right - left + 1);
    }, 0);
    if (cells > MOST_COPIED_CELLS) return { ok: false, reason: 'tooMany' };
    return tableOf(ranges) ?? { ok: false, reason: 'crosswise' };
  }

  #tableOfRows(rows: readonly Row[], columns: readonly number[], t: TFunction): ClipboardTable {
    const shown = this.shownColumns();
    const wanted = columns.flatMap((index) => shown[index] ?? []);
    return rows.map((row) => wanted.map((column) => clipboardCell(column, row, t)));
  }
}

function rowsOf(range: Ranges[number]): number[] {
  const { top, bottom } = boundsOf(range);
  return Array.from({ length: bottom - top + 1 }, (_, at) => top + at);
}

function* cellsOf<Row extends object>(
  rows: readonly Row[],
  places: readonly number[],
  columns: readonly GridColumn<Row>[],
  ranges: Ranges,
): Generator<RangeNumber | string | null> {
  for (const [at, row] of rows.entries()) {
    for (const [index, column] of columns.entries()) {
      if (!covers(ranges, { row: places[at] ?? 0, column: index })) continue;
      const value: unknown = row[column.key];
      const scale = KIND_SCALES[column.kind];
      if (value === null || value === undefined) yield null;
      else yield typeof value === 'number' && scale !== undefined ? { value, scale } : String(value);
    }
  }
}
