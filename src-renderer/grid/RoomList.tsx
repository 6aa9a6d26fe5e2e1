import { useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { GridExport } from '../../src-shared/contract/exchange.contract.ts';
import { Filter, Sort, type GridQuery } from '../../src-shared/contract/query.ts';
import type { SchemeBody } from '../../src-shared/contract/views.contract.ts';
import { useCall } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { dayOfInstant, formatInteger } from '../ui/format.ts';
import { useKeys, type KeyMap } from '../ui/keyboard.ts';
import { Panel } from '../ui/Panel.tsx';
import { setSearchText, useSearchText } from '../ui/search-text.ts';
import { useStoredState } from '../ui/stored-state.ts';
import { Chip } from '../ui/Tag.tsx';
import type { GridColumn } from './columns.tsx';
import { FilterBar } from './FilterBar.tsx';
import { withDates } from './filters.ts';
import { PagedGrid, type GridHandle } from './PagedGrid.tsx';
import type { Page, PageLoader } from './paged-rows.ts';
import { SchemeBar } from './SchemeBar.tsx';
import { useListExport, type ListExport } from './use-list-export.ts';

const RoomView = z.object({ filters: z.array(Filter), sort: z.array(Sort), row: z.int().min(0) });
type RoomView = z.infer<typeof RoomView>;

/** What the tools, keys and figures of a room may know of its list. */
export interface RoomListState<Row, Totals> {
  current: Row | null;
  total: number;
  totals: Totals | null;
  query: GridQuery;
  grid: RefObject<GridHandle<Row> | null>;
  /** What a scheme would keep of the list now. */
  scheme: () => SchemeBody;
}

interface RoomListProps<Row extends { id: string }, Totals> {
  label: string;
  /** Name under which view, columns and schemes are kept. */
  list: string;
  /** Name of the view where it is another one than the list's. */
  view?: string;
  startSort?: readonly Sort[];
  columns: readonly GridColumn<Row>[];
  load: (page: { query: GridQuery; offset: number; limit: number }) => Promise<Page<Row> & { totals: Totals }>;
  /** The first words under which the totals are remembered: the room, and what of it. */
  totalsKey: readonly [string, string];
  order: NonNullable<PageLoader<Row>['order']>;
  onOpen: (row: Row) => void;
  onCurrent?: (row: Row | null) => void;
  emptyText: (isSearched: boolean) => string;
  /** Keys besides those of every list. */
  keys?: (state: RoomListState<Row, Totals>) => KeyMap;
  /** The room's lists, or the way back and what this is a list of; before everything else in the tools. */
  tabs?: ReactNode;
  tools?: (state: RoomListState<Row, Totals>) => ReactNode;
  figures?: (totals: Totals) => ReactNode;
  foot?: (totals: Totals) => Row;
  /** The list leaves as a workbook (Ctrl+E) from this source under this title. */
  exporting?: { source: GridExport['source']; title: string; within?: (query: GridQuery) => GridQuery };
  watch: readonly string[];
  testId: string;
}

/** The list of a room: conditions, schemes and search above the grid, count and sums below it, the same keys everywhere. */
export function RoomList<Row extends { id: string }, Totals>(props: RoomListProps<Row, Totals>) {
  const { t } = useTranslation();
  const { load, list, columns, onOpen } = props;
  const [view, setView] = useStoredState<RoomView>(`${props.view ?? list}.view`, RoomView, {
    ...{ filters: [], sort: [...(props.startSort ?? [])], row: 0 },
  });
  const text = useSearchText().trim();
  const [total, setTotal] = useState(0);
  const [editing, setEditing] = useState<string | null>(null);
  const [current, setCurrent] = useState<Row | null>(null);
  const grid = useRef<GridHandle<Row>>(null);
  const query = useMemo<GridQuery>(
    () => ({ filters: withDates(view.filters, dayOfInstant(Date.now())), sort: view.sort, text }),
    [view, text],
  );
  const found = useCall(
    [...props.totalsKey, query.filters, query.text],
    () => load({ query: { ...query, sort: [] }, offset: 0, limit: 1 }),
    { keep: true },
  );
  const totals = found.data?.totals ?? null;
  const scheme = (): SchemeBody => ({
    filters: view.filters,
    sort: view.sort,
    columns: grid.current?.columns() ?? [],
  });
  const state: RoomListState<Row, Totals> = { current, total, totals, query, grid, scheme };
  const open = (): void => {
    if (current !== null) onOpen(current);
  };
  useKeys({
    KeyJ: () => grid.current?.move(1),
    ArrowDown: () => grid.current?.move(1),
    KeyK: () => grid.current?.move(-1),
    ArrowUp: () => grid.current?.move(-1),
    Enter: open,
    NumpadEnter: open,
    KeyO: open,
    F5: () => grid.current?.refresh(),
    'Ctrl+Shift+KeyL': () => setEditing(''),
    'Alt+ArrowDown': () => setEditing(grid.current?.focusedColumn() ?? ''),
    ...props.keys?.(state),
  });
  // the foot is a row of the grid: it stays the same one until its figures change
  const foot = useMemo(() => (totals === null ? null : (props.foot?.(totals) ?? null)), [totals, t]);
  return (
    <Panel label={props.label}>
      <div className="tools">
        {props.tabs}
        <FilterBar
          columns={columns}
          filters={view.filters}
          onChange={(filters) => setView({ ...view, filters, row: 0 })}
          distinct={(column) => distinctOf(load, query, column)}
          editing={editing}
          onEdit={setEditing}
        >
          {text === '' ? null : (
            <Chip on onClick={() => setSearchText('')}>
              {t('claims.searched', { text })} ×
            </Chip>
          )}
        </FilterBar>
        <SchemeBar
          list={list}
          current={scheme}
          onApply={(body) => {
            setView({ filters: body.filters, sort: body.sort, row: 0 });
            grid.current?.setColumns(body.columns);
            grid.current?.setSort(body.sort);
          }}
          count={async ({ filters }) => {
            const dated = withDates(filters, dayOfInstant(Date.now()));
            return (await load({ query: { filters: dated, text: '', sort: [] }, offset: 0, limit: 1 })).total;
          }}
        />
        {props.exporting === undefined ? null : (
          <ExportButton<Row>
            {...props.exporting}
            query={props.exporting.within?.(query) ?? query}
            {...{ grid, conditions: columns, current: scheme }}
          />
        )}
        {props.tools?.(state)}
      </div>
      <PagedGrid<Row>
        columns={columns}
        query={query}
        load={load}
        order={props.order}
        onSort={(sort) => setView({ ...view, sort })}
        onTotal={setTotal}
        onCurrent={(row, index) => {
          setCurrent(row);
          props.onCurrent?.(row);
          setView({ ...view, row: index });
        }}
        onOpen={onOpen}
        totals={foot}
        list={list}
        onFilter={setEditing}
        startIndex={view.row}
        emptyText={props.emptyText(text !== '' || view.filters.length > 0)}
        strip={
          <>
            <span>
              {t('grid.count')} <b data-testid="grid-total">{formatInteger(total)}</b>
            </span>
            {totals === null ? null : props.figures?.(totals)}
          </>
        }
        watch={props.watch}
        handle={grid}
        testId={props.testId}
      />
    </Panel>
  );
}

/** Ctrl+E, for the lists that leave. */
function ExportButton<Row>(list: ListExport<Row>) {
  const { t } = useTranslation();
  const run = useListExport<Row>(list);
  return (
    <Button keyName="Ctrl E" onClick={() => run('xlsx')} title={t('grid.exportWays')} testId="list-export">
      {t('claims.export')}
    </Button>
  );
}

const MOST_READ = 1000;

/** The values of a column among the rows found under the other conditions, as far as they are read. */
async function distinctOf<Row extends object>(
  load: (page: { query: GridQuery; offset: number; limit: number }) => Promise<Page<Row>>,
  query: GridQuery,
  column: string,
): Promise<{ value: string; count: number }[]> {
  const others = { ...query, filters: query.filters.filter((filter) => filter.column !== column) };
  const { rows } = await load({ query: others, offset: 0, limit: MOST_READ });
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = String(Object.entries(row).find(([name]) => name === column)?.[1] ?? '');
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}
