import type { CellEdit, CellValue } from './columns.tsx';
import { boundsOf, type Bounds, type Ranges } from './range-model.ts';
import type { CellChange, PlacedRow, SheetEdit, SheetRow } from './sheet-edit.ts';

export interface PlanColumn {
  key: string;
  edit: CellEdit | undefined;
}

export interface PlanSheet<Row extends SheetRow> {
  rows: readonly Row[];
  columns: readonly PlanColumn[];
  valueOf: (row: Row, key: string) => CellValue;
  /** A fresh empty row; absent where the sheet cannot grow. */
  newRow?: () => Row;
}

/** A cell that was not written, with what stands in its way. */
export interface RefusedCell {
  rowNo: number;
  key: string;
  text: string;
  reason: string;
}

export interface PastePlan<Row extends SheetRow> {
  edit: SheetEdit<Row>;
  /** Cells that get another value, those of new rows included. */
  changed: number;
  /** Cells that would get the value they have. */
  same: number;
  refused: readonly RefusedCell[];
  readOnly: number;
  newRows: number;
  /** Rows and columns of the block that find no place in the sheet. */
  beyondRows: number;
  beyondColumns: number;
}

/**
 * What writing a block of texts into the sheet would do, before anything is done. One value fills the whole range, a
 * block that divides the range repeats in it, any other begins at the range's first cell. Every text goes through its
 * column's own reading; what does not pass is refused by cell and never written half.
 */
export function planPaste<Row extends SheetRow>(
  sheet: PlanSheet<Row>,
  ranges: Ranges,
  block: readonly (readonly string[])[],
): PastePlan<Row> {
  const plan = new Planner(sheet);
  const height = block.length;
  const width = Math.max(0, ...block.map((row) => row.length));
  if (height === 0 || width === 0) return plan.result();
  for (const bounds of ranges.map(boundsOf)) {
    const [rows, columns] = [repeated(bounds, 'rows', height), repeated(bounds, 'columns', width)];
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const text = block[row % height]?.[column % width];
        if (text !== undefined) plan.write(bounds.top + row, bounds.left + column, text);
      }
    }
    // several blocks take one value each; a larger block has only one place
    if (height > 1 || width > 1) break;
  }
  return plan.result();
}

/** The first row of each range repeated down it, or its first column repeated to the right; one row takes the row above. */
export function planFill<Row extends SheetRow>(
  sheet: PlanSheet<Row>,
  ranges: Ranges,
  direction: 'down' | 'right',
  textOf: (row: Row, key: string) => string,
): PastePlan<Row> {
  const plan = new Planner(sheet);
  for (const bounds of ranges.map(boundsOf)) {
    const { top, bottom, left, right } = bounds;
    const one = direction === 'down' ? top === bottom : left === right;
    const source = (direction === 'down' ? top : left) - (one ? 1 : 0);
    if (source < 0) continue;
    for (let row = top + (direction === 'down' && !one ? 1 : 0); row <= bottom; row += 1) {
      for (let column = left + (direction === 'right' && !one ? 1 : 0); column <= right; column += 1) {
        const from = sheet.rows[direction === 'down' ? source : row];
        const key = sheet.columns[direction === 'down' ? column : source]?.key;
        if (from !== undefined && key !== undefined) plan.write(row, column, textOf(from, key));
      }
    }
  }
  return plan.result();
}

/** How far the block reaches from the range's first cell: over the range when it divides it, else as large as it is. */
function repeated({ top, bottom, left, right }: Bounds, side: 'rows' | 'columns', length: number): number {
  const there = side === 'rows' ? bottom - top + 1 : right - left + 1;
  return there % length === 0 ? there : length;
}

class Planner<Row extends SheetRow> {
  readonly #sheet: PlanSheet<Row>;
  readonly #cells: CellChange[] = [];
  readonly #added = new Map<number, PlacedRow<Row>>();
  readonly #refused: RefusedCell[] = [];
  readonly #beyondRows = new Set<number>();
  readonly #beyondColumns = new Set<number>();
  #same = 0;
  #readOnly = 0;

  constructor(sheet: PlanSheet<Row>) {
    this.#sheet = sheet;
  }

  write(rowAt: number, columnAt: number, text: string): void {
    const { columns, valueOf } = this.#sheet;
    const column = columns[columnAt];
    if (column === undefined) {
      this.#beyondColumns.add(columnAt);
      return;
    }
    const row = this.#rowAt(rowAt);
    if (row === undefined) {
      this.#beyondRows.add(rowAt);
      return;
    }
    if (column.edit === undefined) {
      this.#readOnly += 1;
      return;
    }
    const before = valueOf(row, column.key);
    const parsed = column.edit.parse(text, { before, row });
    if (!parsed.ok) this.#refused.push({ rowNo: rowAt + 1, key: column.key, text, reason: parsed.reason });
    else if (parsed.value === before) this.#same += 1;
    else this.#cells.push({ rowId: row.id, key: column.key, before, after: parsed.value });
  }

  result(): PastePlan<Row> {
    const { length } = this.#sheet.rows;
    // rows between the last one and the block come along, so that every row stands where it was aimed at
    const last = Math.max(-1, ...this.#added.keys());
    for (let at = length; at < last; at += 1) this.#rowAt(at);
    const added = [...this.#added.values()].sort((a, b) => a.at - b.at);
    return {
      edit: { cells: this.#cells, added, removed: [] },
      changed: this.#cells.length,
      same: this.#same,
      refused: this.#refused,
      readOnly: this.#readOnly,
      newRows: added.length,
      beyondRows: this.#beyondRows.size,
      beyondColumns: this.#beyondColumns.size,
    };
  }

  #rowAt(at: number): Row | undefined {
    const { rows, newRow } = this.#sheet;
    if (at < rows.length) return rows[at];
    if (newRow === undefined) return undefined;
    const known = this.#added.get(at) ?? { at, row: newRow() };
    this.#added.set(at, known);
    return known.row;
  }
}
