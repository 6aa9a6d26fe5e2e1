import type { GridApi } from 'ag-grid-community';
import { GRID_KEYS, isEditAction, KEPT_FROM_THE_WINDOW, type GridAction } from './grid-actions.ts';
import { cellAt, dataColumns, extentOf, focusCell, focusedCell, scrollBox, showCell } from './grid-place.ts';
import {
  addCell,
  edgeFrom,
  extendTo,
  inside,
  isBlock,
  NO_RANGES,
  oneCell,
  rowRange,
  columnRange,
  stepFrom,
  widen,
  within,
  type Cell,
  type Direction,
  type Ranges,
} from './range-model.ts';
import { combinationOf } from '../ui/keyboard.ts';
import { keepKeyboard } from './keep-keyboard.ts';
import { paintRanges, watchDrawnRows } from './range-painter.ts';
import { createStateStore, type StateStore } from './state-store.ts';

export interface LayerHost {
  /** Blank cells end a block for Ctrl+arrow; undefined = the row is not loaded. */
  isBlank: (cell: Cell) => boolean | undefined;
  /** Everything that is not about blocks; false leaves the key to the page and the grid. */
  act: (action: GridAction, event: KeyboardEvent) => boolean;
  /** A key while a cell is being edited; true when it has been dealt with. */
  actInEditor?: (event: KeyboardEvent) => boolean;
  /** The first key of an input method on a focused cell: opens the editor at once, so that the key is not lost. */
  beginComposition?: () => void;
  editable: boolean;
}

const PAGE_ROWS = 20;
const EDGE_PIXELS = 24;

/** The cell blocks of one grid: drawn by mouse and keys, painted on the drawn cells, followed by whoever shows figures. */
export class RangeLayer {
  readonly ranges: StateStore<Ranges> = createStateStore<Ranges>(NO_RANGES);
  #api: GridApi | null = null;
  #box: HTMLElement | null = null;
  #host: LayerHost;
  #letGo: (() => void)[] = [];
  /** A block is painted on the drawn cells. */
  #isPainted = false;

  constructor(host: LayerHost) {
    this.#host = host;
  }

  attach(api: GridApi, box: HTMLElement): void {
    this.detach();
    this.#api = api;
    this.#box = box;
    const listen = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      listener: (event: HTMLElementEventMap[Name]) => void,
    ): void => {
      box.addEventListener(name, listener, true);
      this.#letGo.push(() => box.removeEventListener(name, listener, true));
    };
    listen('keydown', (event) => this.#onKey(event));
    listen('mousedown', (event) => this.#onMouseDown(event));
    const onFocus = (): void => this.#onFocus();
    const onChange = (): void => this.#onChange();
    api.addEventListener('cellFocused', onFocus);
    for (const name of ['modelUpdated', 'displayedColumnsChanged', 'columnMoved'] as const) {
      api.addEventListener(name, onChange);
    }
    this.#letGo.push(
      keepKeyboard(api, box, (event) => this.#onKey(event)),
      watchDrawnRows(box, () => this.paint()),
      this.ranges.subscribe(() => this.paint()),
    );
  }

  detach(): void {
    for (const release of this.#letGo) release();
    this.#letGo = [];
    this.#api = null;
    this.#box = null;
  }

  paint(): void {
    if (this.#api === null || this.#box === null || this.#api.isDestroyed()) return;
    // Without a block there is nothing to paint and nothing painted before: rows that scroll by cost nothing.
    const hasBlock = isBlock(this.ranges.read());
    if (!hasBlock && !this.#isPainted) return;
    this.#isPainted = hasBlock;
    paintRanges(
      this.#box,
      this.ranges.read(),
      dataColumns(this.#api).map((column) => column.getColId()),
    );
  }

  /** Chooses exactly this block; the focus goes to its anchor. */
  choose(ranges: Ranges): void {
    const api = this.#api;
    const last = ranges.at(-1);
    if (api === null || last === undefined) return;
    focusCell(api, last.anchor);
    this.ranges.write(ranges);
  }

  /** Whole rows or columns that the block touches. */
  widen(to: 'rows' | 'columns'): void {
    if (this.#api !== null) this.ranges.write(widen(this.ranges.read(), to, extentOf(this.#api)));
  }

  selectAll(): void {
    if (this.#api === null) return;
    const extent = extentOf(this.#api);
    this.ranges.write(within([{ ...columnRange(0, extent.columns - 1, extent) }], extent));
  }

  /** The focus back on the cell that has it, after a dialog took it away. */
  refocus(): void {
    const api = this.#api;
    const focused = api?.getFocusedCell();
    if (api == null || focused == null) return;
    api.setFocusedCell(focused.rowIndex, focused.column, focused.rowPinned ?? undefined);
  }

  /** The grid tells of its focus a moment later; a block stands as long as its anchor has the focus. */
  #onFocus(): void {
    if (this.#api === null) return;
    const cell = focusedCell(this.#api);
    const last = this.ranges.read().at(-1);
    if (cell === null) return;
    if (last !== undefined && last.anchor.row === cell.row && last.anchor.column === cell.column) return;
    this.ranges.write(oneCell(cell));
  }

  #onChange(): void {
    if (this.#api === null || this.#api.isDestroyed()) return;
    const ranges = this.ranges.read();
    const cut = within(ranges, extentOf(this.#api));
    if (JSON.stringify(cut) !== JSON.stringify(ranges)) this.ranges.write(cut);
    this.paint();
  }

  #onKey(event: KeyboardEvent): void {
    const api = this.#api;
    if (api === null || !(event.target instanceof Element)) return;
    const stop = (): void => {
      event.preventDefault();
      event.stopPropagation();
    };
    const head = event.target.closest('.ag-header-cell');
    if (head !== null && combinationOf(event) === 'ArrowDown' && this.#enterBelow(head)) stop();
    if (event.target.closest('.ag-header') !== null) return;
    if (api.getEditingCells().length > 0) {
      // Enter, Esc and arrows of a composition choose a candidate; they must not reach the grid (electron.md §8).
      if (event.isComposing || event.keyCode === COMPOSING) event.stopPropagation();
      else if (this.#host.actInEditor?.(event) === true) stop();
      return;
    }
    if (event.target instanceof HTMLInputElement && event.target.type !== 'checkbox') return;
    if (event.keyCode === COMPOSING) {
      this.#host.beginComposition?.();
      return;
    }
    const action = GRID_KEYS[combinationOf(event)];
    if (action === undefined) return;
    if (isEditAction(action) && !this.#host.editable) {
      if (KEPT_FROM_THE_WINDOW.has(action)) stop();
      return;
    }
    if (this.#draw(action) || this.#host.act(action, event)) stop();
  }

  /** True when the action was one about blocks. */
  #draw(action: GridAction): boolean {
    const api = this.#api;
    const from = api === null ? null : focusedCell(api);
    if (api === null || from === null) return false;
    this.#onFocus();
    const extent = extentOf(api);
    const head = this.ranges.read().at(-1)?.head ?? from;
    const parts = /^(extendEdge|edge|extend)(Up|Down|Left|Right)$/.exec(action);
    if (parts !== null) {
      const direction = parts[2]?.toLowerCase() as Direction;
      if (parts[1] === 'edge') this.choose(oneCell(this.#edge(from, direction)));
      else this.#extend(parts[1] === 'extend' ? stepFrom(head, direction, extent) : this.#edge(head, direction));
      return true;
    }
    const target = TARGETS[action]?.(head, from);
    if (target !== undefined) {
      const cell = inside(target, extent);
      if (action.startsWith('extend')) this.#extend(cell);
      else this.choose(oneCell(cell));
      return true;
    }
    if (action === 'selectRows') this.widen('rows');
    else if (action === 'selectColumns') this.widen('columns');
    else return false;
    return true;
  }

  /** From the head of a column into its first row; from the head of the row numbers into the first column. */
  #enterBelow(head: Element): boolean {
    const api = this.#api;
    if (api === null || api.getDisplayedRowCount() === 0) return false;
    const columns = dataColumns(api).map((column) => column.getColId());
    const column = Math.max(0, columns.indexOf(head.getAttribute('col-id') ?? ''));
    this.choose(oneCell({ row: Math.max(0, api.getFirstDisplayedRowIndex()), column }));
    return true;
  }

  #edge(cell: Cell, direction: Direction): Cell {
    if (this.#api === null) return cell;
    return edgeFrom(cell, direction, extentOf(this.#api), (place) => this.#host.isBlank(place) ?? false);
  }

  #extend(head: Cell): void {
    const api = this.#api;
    if (api === null) return;
    const focused = focusedCell(api);
    const ranges = this.ranges.read();
    this.ranges.write(extendTo(ranges.length === 0 && focused !== null ? oneCell(focused) : ranges, head));
    showCell(api, head);
  }

  #onMouseDown(event: MouseEvent): void {
    const api = this.#api;
    const cell = api === null || event.button !== 0 ? null : cellAt(api, event.target);
    if (api === null || cell === null || api.getEditingCells().length > 0) return;
    const byRow = cell.column < 0;
    const anchorRow = this.ranges.read().at(-1)?.anchor.row ?? cell.row;
    const draw = (to: Cell): void => {
      if (byRow) this.ranges.write([rowRange(event.shiftKey ? anchorRow : cell.row, to.row, extentOf(api))]);
      else this.#extend(to);
    };
    if (byRow || event.shiftKey || event.ctrlKey || event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      if (byRow && !event.shiftKey) this.choose([rowRange(cell.row, cell.row, extentOf(api))]);
      else if (event.ctrlKey || event.metaKey) this.choose(addCell(this.ranges.read(), cell));
      else draw(cell);
    } else this.ranges.write(oneCell(cell));
    this.#followMouse(draw);
  }

  /** Draws the block while the button is held; beyond the border the list scrolls along. */
  #followMouse(draw: (to: Cell) => void): void {
    const api = this.#api;
    const body = scrollBox(this.#box);
    if (api === null || body === null) return;
    const onMove = (event: MouseEvent): void => {
      if ((event.buttons & 1) === 0) return stop();
      const { top, bottom } = body.getBoundingClientRect();
      const head = this.ranges.read().at(-1)?.head;
      const beyond = event.clientY > bottom - EDGE_PIXELS ? 1 : event.clientY < top + EDGE_PIXELS / 4 ? -1 : 0;
      const under = cellAt(api, document.elementFromPoint(event.clientX, event.clientY));
      const to =
        beyond !== 0 && head !== undefined ? inside({ ...head, row: head.row + beyond }, extentOf(api)) : under;
      if (to !== null && (head === undefined || to.row !== head.row || to.column !== head.column)) draw(to);
      return undefined;
    };
    const stop = (): void => {
      window.removeEventListener('mousemove', onMove);
      window.removeEventListener('mouseup', stop);
    };
    window.addEventListener('mousemove', onMove);
    window.addEventListener('mouseup', stop);
    this.#letGo.push(stop);
  }
}

/** What browsers give as the key code while an input method is at work. */
const COMPOSING = 229;
const FAR = Number.MAX_SAFE_INTEGER;

/** Where the keys without a direction go, from the head of the block or from the focused cell. */
const TARGETS: Partial<Record<GridAction, (head: Cell, focused: Cell) => Cell>> = {
  RowStart: (_, { row }) => ({ row, column: 0 }),
  RowEnd: (_, { row }) => ({ row, column: FAR }),
  GridStart: () => ({ row: 0, column: 0 }),
  GridEnd: () => ({ row: FAR, column: FAR }),
  extendRowStart: ({ row }) => ({ row, column: 0 }),
  extendRowEnd: ({ row }) => ({ row, column: FAR }),
  extendGridStart: () => ({ row: 0, column: 0 }),
  extendGridEnd: () => ({ row: FAR, column: FAR }),
  extendPageUp: ({ row, column }) => ({ row: row - PAGE_ROWS, column }),
  extendPageDown: ({ row, column }) => ({ row: row + PAGE_ROWS, column }),
};
