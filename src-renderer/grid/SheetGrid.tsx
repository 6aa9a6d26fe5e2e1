import type { CellEditRequestEvent, ColDef } from 'ag-grid-community';
import { useImperativeHandle, useMemo, useRef, useState, useSyncExternalStore, type ReactNode, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { contentNonce } from '../ui/content-nonce.ts';
import { dayOfInstant, formatInteger } from '../ui/format.ts';
import { Strip } from '../ui/Panel.tsx';
import { showToast } from '../ui/toasts.ts';
import { gridTexts, gridTheme, SCROLLBAR_WIDTH } from './ag-grid.ts';
import { toColDefs, type GridColumn } from './columns.tsx';
import type { GridLayer } from './grid-layer.ts';
import { GridView } from './GridView.tsx';
import type { GridAction } from './grid-actions.ts';
import type { MenuItem } from './GridMenu.tsx';
import { dataColumns, focusCell, focusedCell } from './grid-place.ts';
import type { PastePlan } from './paste-plan.ts';
import { PasteDialog } from './PasteDialog.tsx';
import type { Cell } from './range-model.ts';
import { RangeStrip } from './RangeStrip.tsx';
import { rowNumberColumn } from './row-number.ts';
import { SheetEditing } from './sheet-editing.ts';
import type { SheetRow } from './sheet-edit.ts';
import type { Sheet } from './sheet.ts';
import { FocusBack } from './use-focus-back.ts';
import { useGridTools } from './use-grid-tools.tsx';
import { useGridLayer } from './use-grid-layer.ts';

interface SheetGridProps<Row extends SheetRow> {
  columns: readonly GridColumn<Row>[];
  sheet: Sheet<Row>;
  /** A fresh empty row; absent where the rows are given and only their cells change. */
  newRow?: () => Row;
  /** Ctrl+S. */
  onSave?: () => void;
  /** The row the keyboard stands on. */
  onCurrent?: (row: Row) => void;
  /** Where the keyboard begins; the first cell otherwise. */
  start?: { row: number; column: string };
  handle?: Ref<SheetHandle>;
  strip?: ReactNode;
  testId: string;
}

/** What the room may ask of its sheet. */
export interface SheetHandle {
  /** The row the keyboard stands on; −1 for none. */
  row: () => number;
  /** The keyboard on another row of the same column. */
  goTo: (row: number) => void;
  isEditing: () => boolean;
  /** A text that a device typed into the open cell goes out of it again; what a person had typed before it is taken over. */
  takeOut: (typed: string) => void;
}

/** A grid whose cells are written in: typing, pasting, filling, undoing, as in a spreadsheet. */
export function SheetGrid<Row extends SheetRow>(props: SheetGridProps<Row>) {
  const { t, i18n } = useTranslation();
  const { sheet, columns } = props;
  const { rows } = useSyncExternalStore(sheet.state.subscribe, sheet.state.read);
  const [plan, setPlan] = useState<PastePlan<Row> | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef({ props, t });
  latest.current = { props, t };
  const editing = useMemo<SheetEditing<Row>>(
    () =>
      new SheetEditing<Row>({
        sheet,
        newRow: latest.current.props.newRow,
        layer: () => layer,
        t: () => latest.current.t,
        today: () => dayOfInstant(Date.now()),
        preview: setPlan,
        done: (text) =>
          showToast({ text, action: { label: t('ui.undo'), keyName: 'Ctrl Z', run: () => sheet.undo() } }),
        refuse: (text) => showToast({ text }),
        save: () => latest.current.props.onSave?.(),
      }),
    // Made once for a sheet; everything else is read through `latest`.
    [sheet],
  );
  const layer: GridLayer<Row> = useGridLayer<Row>({
    columns,
    fetch: (offset, limit) => Promise.resolve(sheet.rows.slice(offset, offset + limit)),
    act: (action) => editing.act(action) || tools.act(action),
    edit: editing,
  });
  const focused = (): Cell | null => (layer.api === null ? null : focusedCell(layer.api));
  useImperativeHandle(props.handle, () => ({
    row: () => focused()?.row ?? -1,
    goTo: (row) => {
      if (layer.api !== null) focusCell(layer.api, { row, column: focused()?.column ?? 0 });
    },
    isEditing: () => (layer.api?.getEditingCells().length ?? 0) > 0,
    takeOut: (typed) => {
      const { api } = layer;
      const [cell] = api?.getEditingCells() ?? [];
      if (api === null || cell?.column === undefined) return;
      const text = box.current?.querySelector<HTMLInputElement>('.ag-cell-inline-editing input')?.value ?? '';
      const row = api.getDisplayedRowAtIndex(cell.rowIndex)?.data;
      const colId = cell.column.getColId();
      const column = columns.find((each) => (each.sortKey ?? each.key) === colId);
      api.stopEditing(true);
      const own = text.endsWith(typed) ? text.slice(0, -typed.length) : '';
      if (own !== '' && row !== undefined && column !== undefined) editing.type(row, column, own);
    },
  }));
  const tools = useGridTools<Row>({ columns, box, layer: () => layer, moreItems: useSheetItems(editing) });
  const digits = Math.max(3, String(rows.length).length);
  const columnDefs = useMemo<ColDef<Row>[]>(
    () => [rowNumberColumn<Row>(10 ** digits - 1), ...toColDefs(columns, t)],
    [columns, t, digits],
  );
  const rowData = useMemo(() => [...rows], [rows]);
  const onRequest = ({ data, column, newValue }: CellEditRequestEvent<Row>): void => {
    const edited = columns.find((each) => (each.sortKey ?? each.key) === column.getColId());
    if (edited !== undefined) editing.type(data, edited, String(newValue ?? ''));
  };
  return (
    <>
      <div className="grid-box" ref={box} data-testid={props.testId}>
        <GridView<Row>
          key={i18n.language}
          theme={gridTheme}
          styleNonce={contentNonce}
          localeText={gridTexts(i18n.language)}
          rowData={rowData}
          columnDefs={columnDefs}
          defaultColDef={SHEET_COLUMN}
          getRowId={rowIdOf}
          readOnlyEdit
          onCellEditRequest={onRequest}
          enterNavigatesVerticallyAfterEdit
          stopEditingWhenCellsLoseFocus
          alwaysShowVerticalScroll
          scrollbarWidth={SCROLLBAR_WIDTH}
          enableBrowserTooltips
          suppressDragLeaveHidesColumns
          animateRows={false}
          onGridReady={({ api }) => {
            if (box.current !== null) layer.attach(api, box.current);
            const { start } = props;
            const column =
              start === undefined ? 0 : dataColumns(api).findIndex((each) => each.getColId() === start.column);
            focusCell(api, { row: start?.row ?? 0, column: Math.max(0, column) });
          }}
          onCellFocused={({ rowIndex, api }) => {
            const row = rowIndex === null ? undefined : api.getDisplayedRowAtIndex(rowIndex)?.data;
            if (row !== undefined) props.onCurrent?.(row);
          }}
          onRowDataUpdated={() => layer.refigure()}
        />
        {tools.over}
      </div>
      <Strip testId={`${props.testId}-strip`}>
        <span>
          {t('grid.count')} <b data-testid="sheet-total">{formatInteger(rows.length)}</b>
        </span>
        {props.strip}
        <span className="grow" />
        <RangeStrip layer={layer} />
      </Strip>
      {plan === null ? null : (
        <>
          <FocusBack range={layer.range} />
          <PasteDialog
            plan={plan}
            columns={columns}
            onClose={() => setPlan(null)}
            onConfirm={() => {
              setPlan(null);
              editing.carryOut(plan);
            }}
          />
        </>
      )}
    </>
  );
}

function useSheetItems<Row extends SheetRow>(editing: SheetEditing<Row>): MenuItem[] {
  const { t } = useTranslation();
  const item = (action: GridAction, keyName: string): MenuItem => ({
    id: action,
    label: t(`grid.menu.${action}`),
    keyName,
    run: () => editing.act(action),
  });
  return [
    item('clear', 'Delete'),
    item('fillDown', 'Ctrl D'),
    item('fillRight', 'Ctrl R'),
    item('deleteRows', 'Ctrl −'),
    item('undo', 'Ctrl Z'),
    item('redo', 'Ctrl Y'),
  ];
}

/** The order of a sheet is the person's own. */
const SHEET_COLUMN: ColDef = { suppressHeaderMenuButton: true, sortable: false };
const rowIdOf = ({ data }: { data: SheetRow }): string => data.id;
