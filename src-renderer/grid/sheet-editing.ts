import type { GridApi } from 'ag-grid-community';
import type { TFunction } from 'i18next';
import { machineText } from './cell-text.ts';
import { parseTsv } from './clipboard-text.ts';
import type { CellValue, GridColumn } from './columns.tsx';
import type { GridAction } from './grid-actions.ts';
import type { EditPort, GridLayer } from './grid-layer.ts';
import { dataColumns, focusCell, focusedCell } from './grid-place.ts';
import { blockOf } from './html-table.ts';
import { planFill, planPaste, type PastePlan, type PlanSheet } from './paste-plan.ts';
import { boundsOf, stepFrom, type Direction, type Ranges } from './range-model.ts';
import type { SheetRow } from './sheet-edit.ts';
import type { Sheet } from './sheet.ts';

export interface SheetPort<Row extends SheetRow> {
  sheet: Sheet<Row>;
  newRow?: (() => Row) | undefined;
  layer: () => GridLayer<Row>;
  t: () => TFunction;
  /** YYYY-MM-DD in Shanghai. */
  today: () => string;
  /** Shows what a paste would do and waits for the person. */
  preview: (plan: PastePlan<Row>) => void;
  /** Tells what has been done, with the offer to take it back. */
  done: (text: string) => void;
  refuse: (text: string) => void;
  save?: (() => void) | undefined;
}

/** Everything in a sheet that changes cells; each action is one step that can be taken back. */
export class SheetEditing<Row extends SheetRow> implements EditPort {
  readonly #port: SheetPort<Row>;

  constructor(port: SheetPort<Row>) {
    this.#port = port;
  }

  act(action: GridAction): boolean {
    const run = this.#actions[action];
    run?.();
    return run !== undefined;
  }

  /** What was typed into one cell. */
  type(row: Row, column: GridColumn<Row>, text: string): void {
    const rowAt = this.#port.sheet.rows.findIndex(({ id }) => id === row.id);
    const columnAt = this.#columns().indexOf(column);
    if (rowAt < 0 || columnAt < 0) return;
    const cell = { row: rowAt, column: columnAt };
    this.#write([{ anchor: cell, head: cell }], [[text]]);
  }

  keyInEditor = (event: KeyboardEvent): boolean => {
    const api = this.#api();
    if (api === null) return false;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      const text = event.target instanceof HTMLInputElement ? event.target.value : '';
      const ranges = this.#ranges();
      api.stopEditing(true);
      this.#write(ranges, [[text]]);
      this.#port.layer().range.choose(ranges);
      return true;
    }
    if (event.key !== 'Tab') return false;
    api.stopEditing();
    this.#step(event.shiftKey ? 'left' : 'right');
    return true;
  };

  beginComposition = (): void => this.#edit();

  cut = (ranges: Ranges): void => this.#write(ranges, [['']]);

  paste = (data: DataTransfer, ranges: Ranges): void => {
    const block = blockOf(data, parseTsv);
    const plan = planPaste(this.#plan(), ranges, block);
    if (block.length === 1 && block[0]?.length === 1) this.carryOut(plan);
    else this.#port.preview(plan);
  };

  /** Carries out what was shown; the block that was written stays chosen. */
  carryOut(plan: PastePlan<Row>): void {
    const { sheet, t, done, refuse } = this.#port;
    sheet.apply(plan.edit);
    const first = plan.refused[0];
    if (plan.changed + plan.newRows > 1) {
      done(t()('grid.edited', { changed: plan.changed, refused: plan.refused.length }));
    } else if (first !== undefined) {
      const reason = t()([`error.${first.reason}`, 'ui.verbatim'], { value: first.reason });
      refuse(t()('grid.refused', { row: first.rowNo, text: first.text, reason }));
    }
  }

  /** The rows the block touches go away. */
  deleteRows(): void {
    const { sheet, t, done } = this.#port;
    const places = new Set(
      this.#ranges()
        .map(boundsOf)
        .flatMap(({ top, bottom }) => Array.from({ length: bottom - top + 1 }, (_, at) => top + at)),
    );
    const removed = sheet.rows.flatMap((row, at) => (places.has(at) ? [{ at, row }] : []));
    if (removed.length === 0 || this.#port.newRow === undefined) return;
    sheet.apply({ cells: [], added: [], removed });
    done(t()('grid.rowsDeleted', { count: removed.length }));
  }

  readonly #actions: Partial<Record<GridAction, () => void>> = {
    edit: () => this.#edit('F2'),
    choose: () => this.#edit('Enter'),
    clear: () => this.#write(this.#ranges(), [['']]),
    fillDown: () => this.#fill('down'),
    fillRight: () => this.#fill('right'),
    today: () => this.#write(this.#ranges(), [[this.#port.today()]]),
    undo: () => this.#tellStep(this.#port.sheet.undo(), 'grid.undone', 'grid.nothingToUndo'),
    redo: () => this.#tellStep(this.#port.sheet.redo(), 'grid.redone', 'grid.nothingToRedo'),
    enterDown: () => this.#enterDown(),
    enterUp: () => this.#step('up'),
    deleteRows: () => this.deleteRows(),
    selectAll: () => this.#port.layer().range.selectAll(),
    save: () => this.#port.save?.(),
  };

  #tellStep(moved: boolean, done: string, nothing: string): void {
    this.#port.refuse(this.#port.t()(moved ? done : nothing));
  }

  /** Below the last row of a sheet that grows stands the next one. */
  #enterDown(): void {
    const { sheet, newRow } = this.#port;
    const api = this.#api();
    const cell = api === null ? null : focusedCell(api);
    if (cell !== null && newRow !== undefined && cell.row === sheet.rows.length - 1) {
      sheet.apply({ cells: [], added: [{ at: sheet.rows.length, row: newRow() }], removed: [] });
      requestAnimationFrame(() => this.#step('down'));
    } else this.#step('down');
  }

  #step(direction: Direction): void {
    const api = this.#api();
    const cell = api === null ? null : focusedCell(api);
    if (api === null || cell === null) return;
    const extent = { rows: api.getDisplayedRowCount(), columns: dataColumns(api).length };
    focusCell(api, stepFrom(cell, direction, extent));
  }

  #edit(key?: string): void {
    const api = this.#api();
    const cell = api === null ? null : focusedCell(api);
    const column = cell === null ? undefined : this.#columns()[cell.column];
    const shown = api === null || cell === null ? undefined : dataColumns(api)[cell.column];
    if (api === null || cell === null || shown === undefined || column?.edit === undefined) return;
    api.startEditingCell({ rowIndex: cell.row, colKey: shown, ...(key === undefined ? {} : { key }) });
  }

  #fill(direction: 'down' | 'right'): void {
    const byKey = new Map<string, GridColumn<Row>>(this.#columns().map((column) => [column.key, column]));
    const textOf = (row: Row, key: string): string => {
      const column = byKey.get(key);
      return column === undefined ? '' : editText(column, row, this.#port.t());
    };
    this.carryOut(planFill(this.#plan(), this.#ranges(), direction, textOf));
  }

  #write(ranges: Ranges, block: string[][]): void {
    this.carryOut(planPaste(this.#plan(), ranges, block));
  }

  #plan(): PlanSheet<Row> {
    const { sheet, newRow } = this.#port;
    return {
      rows: sheet.rows,
      columns: this.#columns().map(({ key, edit }) => ({ key, edit })),
      valueOf: (row, key) => valueOf(row, key),
      ...(newRow === undefined ? {} : { newRow }),
    };
  }

  #columns(): GridColumn<Row>[] {
    return this.#port.layer().data.shownColumns();
  }

  #ranges(): Ranges {
    return this.#port.layer().range.ranges.read();
  }

  #api(): GridApi<Row> | null {
    return this.#port.layer().api;
  }
}

/** The text that gives back the value when it is read again: the value itself where only certain words are allowed. */
export function editText<Row extends SheetRow>(column: GridColumn<Row>, row: Row, t: TFunction): string {
  return column.edit?.choices === undefined ? machineText(column, row, t) : String(row[column.key] ?? '');
}

function valueOf(row: object, key: string): CellValue {
  const value: unknown = Object.entries(row).find(([name]) => name === key)?.[1];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
