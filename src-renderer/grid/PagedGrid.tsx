import type {
  CellFocusedEvent,
  ColDef,
  GridApi,
  GridReadyEvent,
  RowClassRules,
  SuppressKeyboardEventParams,
} from 'ag-grid-community';
import { useImperativeHandle, useMemo, useRef, useState, type ReactNode, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { GridQuery, Sort } from '../../src-shared/contract/query.ts';
import { Button } from '../ui/Button.tsx';
import { contentNonce } from '../ui/content-nonce.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/States.tsx';
import { gridTexts, gridTheme, SCROLLBAR_WIDTH } from './ag-grid.ts';
import { toColDefs, type GridColumn } from './columns.tsx';
import { movesRow } from './grid-keys.ts';
import type { Found } from './FindBox.tsx';
import type { GridLayer } from './grid-layer.ts';
import { GridView } from './GridView.tsx';
import { useGridTools } from './use-grid-tools.tsx';
import type { ColumnView } from '../../src-shared/contract/views.contract.ts';
import { MOST_SHOWN, PagedRows, type Page, type PageLoader } from './paged-rows.ts';
import { RangeStrip } from './RangeStrip.tsx';
import { ReadAhead } from './read-ahead.ts';
import { rowNumberColumn } from './row-number.ts';
import type { TickStore } from './selection.ts';
import { tickColumn } from './tick-column.ts';
import { useCurrentRow } from './use-current-row.ts';
import { useGridLayer } from './use-grid-layer.ts';
import { useRowUpdates } from './use-row-updates.ts';
import { useTouched } from './use-touched.ts';
import { Strip } from '../ui/Panel.tsx';

/** What the page may ask of its grid. */
export interface GridHandle<Row> {
  move: (by: number) => void;
  /** To the next row below that is still of interest; the last one stays. */
  moveToNext: (wanted: (row: Row) => boolean) => void;
  refresh: () => void;
  /** The keyboard on the current row. */
  focus: () => void;
  focusedColumn: () => string | null;
  /** The columns as the person has them, and a scheme's in their place. */
  columns: () => ColumnView[];
  /** The columns that are shown, in the order on the screen. */
  shownColumns: () => GridColumn<Row>[];
  setColumns: (views: readonly ColumnView[]) => void;
  setSort: (sort: readonly Sort[]) => void;
}

interface PagedGridProps<Row extends { id: string }> {
  columns: readonly GridColumn<Row>[];
  query: GridQuery;
  load: (page: { query: GridQuery; offset: number; limit: number }) => Promise<Page<Row>>;
  /** The whole order of the list, so that it is held while the person works in it. */
  order?: PageLoader<Row>['order'];
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

export function PagedGrid<Row extends { id: string }>(props: PagedGridProps<Row>) {
  const { t, i18n } = useTranslation();
  const grid = useRef<GridApi<Row> | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const [total, setTotal] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const current = useCurrentRow(props, grid, box);
  const [updates, setUpdates] = useState(0);
  const touched = useTouched();
  const ahead = useMemo(() => new ReadAhead(), []);
  const source = useRef<PagedRows<Row> | null>(null);
  const sort = (): Sort[] => (grid.current === null ? props.query.sort : sortOf(grid.current));
  const refresh = (): void => {
    const paged = source.current;
    if (paged === null) return;
    void paged.reorder(sort(), current.anchorId()).then((anchor) => {
      const api = grid.current;
      if (api === null || api.isDestroyed() || source.current !== paged) return;
      setUpdates(0);
      current.settleAt(anchor);
      // a list that was empty takes nothing into its cache by itself (grid-excel-print §2.4)
      if (api.getDisplayedRowCount() === 0) api.purgeInfiniteCache();
      else api.refreshInfiniteCache();
    }, setError);
  };
  useRowUpdates<Row>(
    {
      ...{ watch: props.watch, load: props.load, onCurrent: props.onCurrent, onEmpty: refresh },
      onSettled: () => {
        const paged = source.current;
        if (!touched.current) return refresh();
        void paged?.updates(sort()).then(
          (count) => source.current === paged && setUpdates(count),
          () => undefined,
        );
        return undefined;
      },
    },
    grid,
  );
  const layer: GridLayer<Row> = useGridLayer<Row>({
    columns: props.columns,
    // the rows as they stand in this list, not as the question would find them now
    fetch: async (offset, limit) => (await source.current?.rows(sort(), offset, offset + limit)) ?? [],
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
        : async (text) => (await source.current?.find(sort(), text)) ?? find({ ...props.query, sort: sort() }, text),
    onFilter: props.onFilter,
  });

  const { filters, text } = props.query;
  const asked = JSON.stringify({ filters, text });
  const latest = useRef(props);
  latest.current = props;
  const hasOrder = props.order !== undefined;
  const datasource = useMemo(() => {
    const { query } = latest.current;
    current.forget(latest.current.startIndex ?? 0);
    const paged: PagedRows<Row> = new PagedRows<Row>(
      { filters: query.filters, text: query.text },
      {
        load: (page) => latest.current.load(page),
        order: hasOrder
          ? (wanted) => latest.current.order?.(wanted) ?? Promise.reject(new Error('no order'))
          : undefined,
        isAsked: () => source.current === paged,
        onTotal(next) {
          setError(null);
          setTotal(next);
          latest.current.onTotal(next);
        },
        onError: setError,
      },
      () => grid.current,
    );
    source.current = paged;
    return paged;
    // A new datasource only for another question; the order is the grid's own.
  }, [asked, current]);

  useImperativeHandle(props.handle, () => ({
    move: current.move,
    moveToNext: current.moveToNext,
    refresh,
    focus: () => current.move(0),
    focusedColumn: () => grid.current?.getFocusedCell()?.column.getColId() ?? null,
    columns: tools.views,
    shownColumns: () => layer.data.shownColumns(),
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
    return ticks === undefined
      ? [numbers, ...defs]
      : [numbers, tickColumn<Row>(ticks, { one: t('grid.tick'), all: t('grid.tickAll') }), ...defs];
  }, [columns, ticks, t, digits]);

  const totals = props.totals ?? null;
  const pinned = useMemo(() => (totals === null ? [] : [totals]), [totals]);

  return (
    <>
      <div className="grid-box" ref={box} data-testid={props.testId}>
        <GridView<Row>
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
          enableBrowserTooltips
          suppressDragLeaveHidesColumns
          suppressOverlays={SUPPRESSED_OVERLAYS}
          animateRows={false}
          {...(props.rowClass === undefined ? {} : { rowClassRules: props.rowClass })}
          onGridReady={(event: GridReadyEvent<Row>) => {
            grid.current = event.api;
            if (box.current !== null) layer.attach(event.api, box.current);
            tools.onReady(event.api);
          }}
          onSortChanged={({ api }) => props.onSort(sortOf(api))}
          onCellFocused={(event: CellFocusedEvent<Row>) => current.onFocused(event.rowIndex, event.rowPinned)}
          onModelUpdated={current.onModelUpdated}
          onViewportChanged={({ api, firstRow, lastRow }) => ahead.moved(api, firstRow, lastRow)}
          onRowDoubleClicked={({ data }) => {
            if (data !== undefined) props.onOpen?.(data);
          }}
          pinnedBottomRowData={pinned}
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
        {updates === 0 ? null : (
          <span data-testid="list-moved" role="status">
            {t('grid.updates', { count: updates })}{' '}
            <Button look="link" onClick={refresh} keyName="F5" testId="list-refresh">
              {t('grid.refresh')}
            </Button>
          </span>
        )}
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
