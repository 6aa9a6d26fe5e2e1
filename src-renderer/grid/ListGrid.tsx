import type { GridApi, RowClassRules } from 'ag-grid-community';
import { useMemo, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { contentNonce } from '../ui/content-nonce.ts';
import { takesText } from '../ui/keyboard.ts';
import { EmptyState } from '../ui/States.tsx';
import { gridTexts, gridTheme, SCROLLBAR_WIDTH } from './ag-grid.ts';
import { formatInteger } from '../ui/format.ts';
import { Strip } from '../ui/Panel.tsx';
import { toColDefs, type GridColumn } from './columns.tsx';
import type { GridLayer } from './grid-layer.ts';
import { dataColumns, focusCell } from './grid-place.ts';
import { GridView } from './GridView.tsx';
import { useGridTools } from './use-grid-tools.tsx';
import type { Cell } from './range-model.ts';
import { RangeStrip } from './RangeStrip.tsx';
import { rowNumberColumn } from './row-number.ts';
import { useGridLayer } from './use-grid-layer.ts';

/** A cell by the place of its row and the key of its column. */
export interface CellName {
  row: number;
  column: string;
}

interface ListGridProps<Row extends object> {
  columns: readonly GridColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  totals?: Row | null;
  onCurrent?: (row: Row, column: string) => void;
  onOpen?: (row: Row) => void;
  rowClass?: RowClassRules<Row>;
  emptyText: string;
  /** The keyboard begins on the first row: the list is what its page is about. */
  takesKeyboard?: boolean;
  /** Where it begins instead. */
  startsAt?: CellName;
  /** Name under which a person's columns are kept. */
  list?: string;
  /** What stands at the foot beside the figures of the chosen block. */
  strip?: ReactNode;
  testId: string;
}

/** A grid over rows that are all here: the claims of a statement, a preview. */
export function ListGrid<Row extends object>(props: ListGridProps<Row>) {
  const { t, i18n } = useTranslation();
  const { columns } = props;
  const box = useRef<HTMLDivElement>(null);
  const rows = useRef(props.rows);
  rows.current = props.rows;
  const layer: GridLayer<Row> = useGridLayer<Row>({
    columns,
    fetch: (offset, limit) => Promise.resolve(rows.current.slice(offset, offset + limit)),
    act(action) {
      if (action === 'selectAll') layer.range.selectAll();
      return action === 'selectAll' || tools.act(action);
    },
  });
  const tools = useGridTools<Row>({ list: props.list, columns, box, layer: () => layer });
  const digits = String(props.rows.length).length;
  const columnDefs = useMemo(
    () => [rowNumberColumn<Row>(10 ** digits - 1), ...toColDefs(columns, t)],
    [columns, t, digits],
  );
  const rowData = useMemo(() => [...props.rows], [props.rows]);
  const totals = props.totals ?? null;
  const pinned = useMemo(() => (totals === null ? [] : [totals]), [totals]);
  const grid = useRef<GridApi<Row> | null>(null);
  const tellCurrent = (): void => {
    const api = grid.current;
    const focused = api === null || api.isDestroyed() ? null : api.getFocusedCell();
    const row = focused?.rowPinned == null ? api?.getDisplayedRowAtIndex(focused?.rowIndex ?? -1)?.data : undefined;
    if (row !== undefined) props.onCurrent?.(row, focused?.column.getColId() ?? '');
  };
  return (
    <>
      {/* the grid says late where it has moved to: the key that acts on the cell may be there before it */}
      <div className="grid-box" ref={box} data-testid={props.testId} onKeyDownCapture={tellCurrent}>
        {props.rows.length === 0 ? (
          <EmptyState title={props.emptyText} />
        ) : (
          <GridView<Row>
            key={i18n.language}
            theme={gridTheme}
            styleNonce={contentNonce}
            localeText={gridTexts(i18n.language)}
            rowData={rowData}
            columnDefs={columnDefs}
            defaultColDef={{ suppressHeaderMenuButton: true }}
            getRowId={({ data }) => props.rowId(data)}
            alwaysShowVerticalScroll
            scrollbarWidth={SCROLLBAR_WIDTH}
            enableBrowserTooltips
            suppressDragLeaveHidesColumns
            animateRows={false}
            {...(props.rowClass === undefined ? {} : { rowClassRules: props.rowClass })}
            pinnedBottomRowData={pinned}
            onGridReady={({ api }) => {
              grid.current = api;
              if (box.current !== null) layer.attach(api, box.current);
              tools.onReady(api);
              // whoever types a date while the rows come goes on typing it
              if (props.takesKeyboard === true && !takesText(document.activeElement))
                focusCell(api, startOf(api, props.startsAt));
            }}
            onCellFocused={tellCurrent}
            // another row may stand under the keyboard now: the one that stood there was taken away
            onRowDataUpdated={tellCurrent}
            onRowDoubleClicked={({ data, node }) => {
              if (data !== undefined && node.rowPinned == null) props.onOpen?.(data);
            }}
          />
        )}
        {tools.over}
      </div>
      <Strip>
        <span>
          {t('grid.count')} <b data-testid="list-total">{formatInteger(props.rows.length)}</b>
        </span>
        {props.strip}
        <span className="grow" />
        <RangeStrip layer={layer} />
      </Strip>
    </>
  );
}

/** The cell of that name, the first of the list where there is none. */
function startOf(api: GridApi, name: CellName | undefined): Cell {
  const column = dataColumns(api).findIndex((each) => each.getColId() === name?.column);
  return column < 0 ? { row: 0, column: 0 } : { row: name?.row ?? 0, column };
}
