import type { GridApi } from 'ag-grid-community';
import { useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ColumnView } from '../../src-shared/contract/views.contract.ts';
import { useStoredState } from '../ui/stored-state.ts';
import type { GridColumn } from './columns.tsx';
import { applyViews, fittedViews, standardViews, viewsOf } from './column-views.ts';
import { ColumnsDialog } from './ColumnsDialog.tsx';
import { FindBox, type Found } from './FindBox.tsx';
import type { GridAction } from './grid-actions.ts';
import type { GridLayer } from './grid-layer.ts';
import { cellAt, focusCell, focusedCell } from './grid-place.ts';
import { GridMenu, type MenuItem } from './GridMenu.tsx';
import { covers, oneCell } from './range-model.ts';
import { FocusBack } from './use-focus-back.ts';

interface ToolOptions<Row extends object> {
  /** Name under which the person's columns are kept; absent for a grid whose columns are given. */
  list?: string | undefined;
  columns: readonly GridColumn<Row>[];
  box: RefObject<HTMLDivElement | null>;
  layer: () => GridLayer<Row>;
  /** Looks through the store; absent = every row is read and looked through. */
  find?: ((text: string) => Promise<Found>) | undefined;
  /** Opens the condition of a column. */
  onFilter?: ((columnId: string) => void) | undefined;
  /** What else the menu of a cell offers. */
  moreItems?: readonly MenuItem[];
}

interface GridTools {
  act: (action: GridAction) => boolean;
  onReady: (api: GridApi) => void;
  views: () => ColumnView[];
  setViews: (views: readonly ColumnView[]) => void;
  over: ReactNode;
}

type Open = { what: 'find' } | { what: 'columns' } | { what: 'menu'; left: number; top: number };

/** Find, the menu of a cell and the column settings: the same over every grid; when they go, the keyboard is back on its cell. */
export function useGridTools<Row extends object>(options: ToolOptions<Row>): GridTools {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Open | null>(null);
  const [turn, setTurn] = useState(0);
  const [kept, keep] = useStoredState(`columns.${options.list ?? ''}`, z.array(ColumnView), []);
  const standard = useMemo(() => standardViews(options.columns), [options.columns]);
  const views = useMemo(() => fittedViews(kept, standard), [kept, standard]);
  const latest = useRef({ options, views, keep });
  latest.current = { options, views, keep };
  const setViews = (next: readonly ColumnView[]): void => {
    const fitted = fittedViews(next, standard);
    keep(fitted);
    const { api } = options.layer();
    if (api !== null) applyViews(api, fitted);
  };
  const close = (): void => setOpen(null);

  useEffect(() => {
    const box = options.box.current;
    const onMenu = (event: MouseEvent): void => {
      const layer = latest.current.options.layer();
      const cell = layer.api === null ? null : cellAt(layer.api, event.target);
      if (cell === null || layer.api === null) return;
      event.preventDefault();
      if (cell.column >= 0 && !covers(layer.range.ranges.read(), cell)) layer.range.choose(oneCell(cell));
      setOpen({ what: 'menu', ...placeIn(event.clientX, event.clientY) });
    };
    box?.addEventListener('contextmenu', onMenu);
    return () => box?.removeEventListener('contextmenu', onMenu);
  }, [options.box]);

  const act = (action: GridAction): boolean => {
    if (action === 'find') setOpen({ what: 'find' });
    else if (action === 'findNext' || action === 'findPrevious') {
      if (open?.what !== 'find') setOpen({ what: 'find' });
      else setTurn(turn + (action === 'findNext' ? 1 : -1));
    } else if (action === 'menu') {
      const cell = options.box.current?.querySelector('.ag-cell-focus')?.getBoundingClientRect();
      if (cell === undefined) return false;
      setOpen({ what: 'menu', ...placeIn(cell.left + cell.width / 2, cell.bottom) });
    } else return false;
    return true;
  };
  const columnId = (): string => {
    const { api } = options.layer();
    return api?.getFocusedCell()?.column.getColId() ?? '';
  };
  const { onFilter } = options;
  const items: MenuItem[] = [
    item('copy', t('grid.menu.copy'), 'Ctrl C', () => void options.layer().copy()),
    item('copyWithNames', t('grid.menu.copyWithNames'), null, () => void options.layer().copy(true)),
    ...(options.moreItems ?? []),
    item('rows', t('grid.menu.rows'), '⇧ Space', () => options.layer().range.widen('rows')),
    item('columns', t('grid.menu.column'), 'Ctrl Space', () => options.layer().range.widen('columns')),
    ...(onFilter === undefined ? [] : [item('filter', t('grid.menu.filter'), 'Alt ↓', () => onFilter(columnId()))]),
    item('find', t('grid.menu.find'), 'Ctrl F', () => setOpen({ what: 'find' })),
    ...(options.list === undefined
      ? []
      : [item('columnSettings', t('grid.columns.title'), null, () => setOpen({ what: 'columns' }))]),
  ];
  const over =
    open === null ? null : (
      <>
        <FocusBack key={open.what} range={options.layer().range} />
        {open.what === 'find' ? (
          <FindBox
            turn={turn}
            onClose={close}
            find={(text, signal) =>
              options.find?.(text) ?? options.layer().data.search(text, { signal, onProgress: () => undefined, t })
            }
            onShow={(place) => showPlace(options.layer().api, place)}
          />
        ) : open.what === 'columns' ? (
          <ColumnsDialog
            columns={options.columns}
            views={views}
            standard={standard}
            onClose={close}
            onApply={(next) => {
              setViews(next);
              close();
            }}
          />
        ) : (
          <GridMenu label={t('grid.menu.title')} items={items} left={open.left} top={open.top} onClose={close} />
        )}
      </>
    );
  return {
    act,
    views: () => latest.current.views,
    setViews,
    over,
    onReady(api) {
      if (options.list === undefined) return;
      applyViews(api, views);
      const take = (): void => {
        if (!api.isDestroyed()) latest.current.keep(viewsOf(api, latest.current.views));
      };
      api.addEventListener('columnMoved', ({ finished, source }) => {
        if (finished && source === 'uiColumnMoved') take();
      });
      api.addEventListener('columnResized', ({ finished, source }) => {
        if (finished && source === 'uiColumnResized') take();
      });
    },
  };
}

function item(id: string, label: string, keyName: string | null, run: () => void): MenuItem {
  return { id, label, keyName, run };
}

const MENU_WIDTH = 240;
const MENU_HEIGHT = 330;

/** Beside the pointer, inside the window. */
function placeIn(left: number, top: number): { left: number; top: number } {
  return {
    left: Math.max(0, Math.min(left, window.innerWidth - MENU_WIDTH)),
    top: Math.max(0, Math.min(top, window.innerHeight - MENU_HEIGHT)),
  };
}

/** The row becomes the focused one, without taking the keyboard from the box that looks for it. */
function showPlace(api: GridApi | null, place: number): void {
  if (api === null) return;
  const writing = document.activeElement;
  focusCell(api, { row: place, column: focusedCell(api)?.column ?? 0 });
  if (writing instanceof HTMLInputElement) writing.focus();
}
