import type {
  CellFocusedEvent,
  ColDef,
  GridApi,
  GridReadyEvent,
  RowClassRules,
  SuppressKeyboardEventParams,
} from 'ag-grid-community';
import { AgGridReact } from 'ag-grid-react';
import { useEffect, useImperativeHandle, useMemo, useRef, useState, type ReactNode, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { GridQuery, Sort } from '../../src-shared/contract/query.ts';
import { onTablesChanged } from '../api/events.ts';
import { contentNonce } from '../ui/content-nonce.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/States.tsx';
import { gridTexts, gridTheme, SCROLLBAR_WIDTH } from './ag-grid.ts';
import { toColDefs, type GridColumn } from './columns.tsx';
import { movesRow } from './grid-keys.ts';
import type { Found } from './FindBox.tsx';
import type { GridLayer } from './grid-layer.ts';
import { dataColumns } from './grid-place.ts';
import { useGridTools } from './use-grid-tools.tsx';
import type { ColumnView } from '../../src-shared/contract/views.contract.ts';
import { MOST_SHOWN, pagedRows, type Page } from './paged-rows.ts';
import { watchDrawnRows } from './range-painter.ts';
import { RangeStrip } from './RangeStrip.tsx';
import { rowNumberColumn } from './row-number.ts';
import type { TickStore } from './selection.ts';
import { tickColumn } from './TickColumn.tsx';
import { useGridLayer } from './use-grid-layer.ts';
import { Strip } from '../ui/Panel.tsx';

/** What the page may ask of its grid. */
export interface GridHandle<Row> {
  move: (by: number) => void;
  /** To the next row below that is still of interest; the last one stays. */
  moveToNext: (wanted: (row: Row) => boolean) => void;
  refresh: () => void;
  focusedColumn: () => string | null;
  /** The columns as the person has them, and a scheme's in their place. */
  columns: () => ColumnView[];
  setColumns: (views: readonly ColumnView[]) => void;
  setSort: (sort: readonly Sort[]) => void;
}

interface PagedGridProps<Row extends { id: string }> {
  columns: readonly GridColumn<Row>[];
  query: GridQuery;
  load: (page: { query: GridQuery; offset: number; limit: number }) => Promise<Page<Row>>;
  onSort: (sort: Sort[]) => void;
  onTotal: (total: number) => void;
  onCurrent: (row: Row | null, index: number) => void;
  onOpen?: (row: Row) => void;
  ticks?: TickStore;
  totals?: Row | null;
  rowClass?: RowClassRules<Row>;
  /** The row a reload comes back to. */
  startIndex?: number;
  emptyText: string;
  /** Name under which a person's columns are kept. */
  list?: string;
  /** Looks through the store for rows; absent = all rows are read and looked through. */
  find?: (query: GridQuery, text: string) => Promise<Found>;
  /** Opens the condition of a column, or the choice of one for `''`. */
  onFilter?: (columnId: string) => void;
  /** What stands at the foot beside the figures of the chosen block. */
  strip?: ReactNode;
  watch: readonly string[];
  handle?: Ref<GridHandle<Row>>;
  testId: string;
}

const BLOCK_ROWS = 200;
const BLOCKS_KEPT = 30;
const LEAST_DIGITS = 3;
/** As many rows as one list filter may name; those on the screen are far fewer. */
const MOST_PATCHED = 400;

export function PagedGrid<Row extends { id: string }>(props: PagedGridProps<Row>) {
  const { t, i18n } = useTranslation();
  const grid = useRef<GridApi<Row> | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const [total, setTotal] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const current = useCurrentRow(props, grid, box);
  usePatchedRows(props, grid);
  const layer: GridLayer<Row> = useGridLayer<Row>({
    columns: props.columns,
    fetch: async (offset, limit) => {
      const api = grid.current;
      const sort = api === null ? props.query.sort : sortOf(api);
      return (await props.load({ query: { ...props.query, sort }, offset, limit })).rows;
    },
    act(action) {
      if (tools.act(action)) return true;
      if (action === 'filterRow') props.onFilter?.('');
      else if (action === 'selectAll' && props.ticks === undefined) layer.range.selectAll();
      else return false;
      return true;
    },
  });
  const { find } = props;
  const tools = useGridTools<Row>({
    list: props.list,
    columns: props.columns,
    box,
    layer: () => layer,
    find:
      find === undefined
        ? undefined
        : (text) =>
            find({ ...props.query, sort: grid.current === null ? props.query.sort : sortOf(grid.current) }, text),
    onFilter: props.onFilter,
  });

  const { filters, text } = props.query;
  const asked = JSON.stringify({ filters, text });
  const latest = useRef(props);
  latest.current = props;
  const datasource = useMemo(() => {
    const { query } = latest.current;
    current.forget(latest.current.startIndex ?? 0);
    return pagedRows<Row>(
      { filters: query.filters, text: query.text },
      {
        load: (page) => latest.current.load(page),
        onTotal(next) {
          setError(null);
          setTotal(next);
          latest.current.onTotal(next);
        },
        onError: setError,
      },
      () => grid.current,
    );
    // A new datasource only for another question; the order is the grid's own.
  }, [asked, current]);

  useImperativeHandle(props.handle, () => ({
    move: current.move,
    moveToNext: current.moveToNext,
    refresh: () => grid.current?.refreshInfiniteCache(),
    focusedColumn: () => grid.current?.getFocusedCell()?.column.getColId() ?? null,
    columns: tools.views,
    setColumns: tools.setViews,
    setSort: (sort) => grid.current?.applyColumnState({ state: sortState(sort), defaultState: { sort: null } }),
  }));

  const { columns, ticks } = props;
  const digits = Math.max(LEAST_DIGITS, String(total ?? 0).length);
  const columnDefs = useMemo<ColDef<Row>[]>(() => {
    const start = latest.current.query.sort;
    const defs = toColDefs(columns, t).map((definition) => {
      const index = start.findIndex((sort) => sort.column === definition.colId);
      const sort = start[index];
      return sort === undefined ? definition : { ...definition, initialSort: sort.direction, initialSortIndex: index };
    });
    const numbers = rowNumberColumn<Row>(10 ** digits - 1);
    return ticks === undefined ? [numbers, ...defs] : [numbers, tickColumn<Row>(ticks), ...defs];
  }, [columns, ticks, t, digits]);

  return (
    <>
      <div className="grid-box" ref={box} data-testid={props.testId}>
        <AgGridReact<Row>
          key={i18n.language}
          theme={gridTheme}
          styleNonce={contentNonce}
          localeText={gridTexts(i18n.language)}
          rowModelType="infinite"
          datasource={datasource}
          columnDefs={columnDefs}
          defaultColDef={DEFAULT_COLUMN}
          cacheBlockSize={BLOCK_ROWS}
          maxBlocksInCache={BLOCKS_KEPT}
          maxConcurrentDatasourceRequests={2}
          blockLoadDebounceMillis={40}
          infiniteInitialRowCount={1}
          getRowId={rowIdOf}
          alwaysShowVerticalScroll
          scrollbarWidth={SCROLLBAR_WIDTH}
          tooltipShowDelay={600}
          suppressDragLeaveHidesColumns
          suppressOverlays={SUPPRESSED_OVERLAYS}
          {...(props.rowClass === undefined ? {} : { rowClassRules: props.rowClass })}
          onGridReady={(event: GridReadyEvent<Row>) => {
            grid.current = event.api;
            if (box.current !== null) layer.attach(event.api, box.current);
            tools.onReady(event.api);
          }}
          onSortChanged={({ api }) => props.onSort(sortOf(api))}
          onCellFocused={(event: CellFocusedEvent<Row>) => current.onFocused(event.rowIndex, event.rowPinned)}
          onModelUpdated={current.onModelUpdated}
          onRowDoubleClicked={({ data }) => {
            if (data !== undefined) props.onOpen?.(data);
          }}
          {...(props.totals == null ? {} : { pinnedBottomRowData: [props.totals] })}
        />
        {tools.over}
        <GridOver
          total={total}
          error={error}
          emptyText={props.emptyText}
          onRetry={() => grid.current?.purgeInfiniteCache()}
        />
      </div>
      <Strip testId={`${props.testId}-strip`}>
        {props.strip}
        {total !== null && total > MOST_SHOWN ? (
          <span className="cut" data-testid="view-capped">
            {t('grid.capped', { count: MOST_SHOWN })}
          </span>
        ) : null}
        <span className="grow" />
        <RangeStrip layer={layer} />
      </Strip>
    </>
  );
}

const DEFAULT_COLUMN: ColDef = {
  suppressHeaderMenuButton: true,
  // The page moves between rows with the same keys wherever the focus is; the grid moves between cells.
  suppressKeyboardEvent: ({ event }: SuppressKeyboardEventParams) => movesRow(event),
};
const SUPPRESSED_OVERLAYS: ('loading' | 'noRows')[] = ['loading', 'noRows'];
const rowIdOf = ({ data }: { data: { id: string } }): string => data.id;

const sortState = (sort: readonly Sort[]): { colId: string; sort: 'asc' | 'desc'; sortIndex: number }[] =>
  sort.map(({ column, direction }, sortIndex) => ({ colId: column, sort: direction, sortIndex }));

function sortOf(api: GridApi): Sort[] {
  return api
    .getColumnState()
    .filter((column) => column.sort === 'asc' || column.sort === 'desc')
    .sort((a, b) => (a.sortIndex ?? 0) - (b.sortIndex ?? 0))
    .map((column) => ({ column: column.colId, direction: column.sort === 'asc' ? 'asc' : 'desc' }));
}

interface GridOverProps {
  total: number | null;
  error: unknown;
  emptyText: string;
  onRetry: () => void;
}

function GridOver({ total, error, emptyText, onRetry }: GridOverProps) {
  if (error !== null) {
    return (
      <div className="grid-over">
        <ErrorState error={error} onRetry={onRetry} />
      </div>
    );
  }
  if (total === null) {
    return (
      <div className="grid-over">
        <LoadingState lines={12} />
      </div>
    );
  }
  return total === 0 ? (
    <div className="grid-over">
      <EmptyState title={emptyText} />
    </div>
  ) : null;
}

/** The row the panel shows. It is ours and not the grid's focus, so that typing a search does not lose it. */
function useCurrentRow<Row extends { id: string }>(
  props: PagedGridProps<Row>,
  grid: React.RefObject<GridApi<Row> | null>,
  box: React.RefObject<HTMLDivElement | null>,
) {
  const latest = useRef(props);
  latest.current = props;
  const current = useMemo(() => {
    let index = -1;
    let id: string | null = null;
    let wanted: number | null = 0;
    // By index: after a refresh the drawn rows keep their places and take new data, so an id would mark a stale one.
    const mark = (): void => {
      for (const row of box.current?.querySelectorAll('.ag-row') ?? []) {
        row.classList.toggle('row-current', id !== null && row.getAttribute('row-index') === String(index));
      }
    };
    const take = (next: number): void => {
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
    return {
      mark,
      forget(start: number): void {
        index = -1;
        id = null;
        wanted = start;
      },
      move: (by: number): void => go(index + by),
      moveToNext(isWanted: (row: Row) => boolean): void {
        const count = grid.current?.getDisplayedRowCount() ?? 0;
        for (let next = index + 1; next < count; next += 1) {
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
        if (wanted !== null) take(Math.max(0, Math.min(wanted, count - 1)));
        else if (id !== null && grid.current?.getDisplayedRowAtIndex(index)?.data?.id !== id) {
          // The claim on the panel stays as long as it is in the list, wherever it moved; else the next takes its place.
          const moved = grid.current?.getRowNode(id)?.rowIndex ?? null;
          take(moved ?? Math.min(index, count - 1));
        } else mark();
      },
    };
    // Made once; everything that changes is read through `latest`.
  }, []);
  // The grid draws its rows in its own time after the data are there.
  useEffect(() => (box.current === null ? undefined : watchDrawnRows(box.current, current.mark)), [box, current]);
  return current;
}

/** Rows on the screen are patched in place after a change, never reordered under the user (grid-excel-print §2.4). */
function usePatchedRows<Row extends { id: string }>(
  props: PagedGridProps<Row>,
  grid: React.RefObject<GridApi<Row> | null>,
): void {
  const latest = useRef(props);
  latest.current = props;
  useEffect(
    () =>
      onTablesChanged((tables) => {
        const api = grid.current;
        const { watch, load, onCurrent } = latest.current;
        // A page that is being left may have put its grid away before it stops listening.
        if (api === null || api.isDestroyed() || !tables.some((table) => watch.includes(table))) return;
        const ids = api.getRenderedNodes().flatMap((node) => (node.data === undefined ? [] : [node.data.id]));
        if (ids.length === 0) return api.refreshInfiniteCache();
        const query = {
          filters: [{ column: 'id', op: 'in' as const, values: ids.slice(0, MOST_PATCHED) }],
          text: '',
          sort: [],
        };
        void load({ query, offset: 0, limit: MOST_PATCHED })
          .then(({ rows }) => {
            const focused = api.getFocusedCell()?.rowIndex;
            for (const row of rows) {
              const node = api.getRowNode(row.id);
              node?.setData(row);
              if (node != null && node.rowIndex !== null && node.rowIndex === focused) onCurrent(row, node.rowIndex);
            }
          })
          // The grid goes on with what it shows; the next change or F5 asks again.
          .catch(() => undefined);
      }),
    [grid],
  );
}
