/** A cell by its place: row index of the list, index among the displayed columns that hold data. */
export interface Cell {
  row: number;
  column: number;
}

/** From where a block was begun to where it has been drawn; the anchor is the cell with the focus, as in a spreadsheet. */
export interface Range {
  anchor: Cell;
  head: Cell;
}

/** The chosen blocks; the last one is being worked on. Empty = nothing chosen. */
export type Ranges = readonly Range[];

export interface Extent {
  rows: number;
  columns: number;
}

export interface Bounds {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export type Direction = 'up' | 'down' | 'left' | 'right';

export const NO_RANGES: Ranges = [];

const STEPS: Readonly<Record<Direction, Cell>> = {
  up: { row: -1, column: 0 },
  down: { row: 1, column: 0 },
  left: { row: 0, column: -1 },
  right: { row: 0, column: 1 },
};

export const oneCell = (cell: Cell): Ranges => [{ anchor: cell, head: cell }];

/** One more block beside those there are. */
export const addCell = (ranges: Ranges, cell: Cell): Ranges => [...ranges, { anchor: cell, head: cell }];

/** The last block drawn to `head`; its anchor stays. */
export function extendTo(ranges: Ranges, head: Cell): Ranges {
  const last = ranges.at(-1);
  return last === undefined ? oneCell(head) : [...ranges.slice(0, -1), { anchor: last.anchor, head }];
}

export function rowRange(from: number, to: number, extent: Extent): Range {
  return { anchor: { row: from, column: 0 }, head: { row: to, column: extent.columns - 1 } };
}

export function columnRange(from: number, to: number, extent: Extent): Range {
  return { anchor: { row: 0, column: from }, head: { row: extent.rows - 1, column: to } };
}

/** Whole rows, or whole columns, that the last block touches; its anchor keeps the row or column it has. */
export function widen(ranges: Ranges, to: 'rows' | 'columns', extent: Extent): Ranges {
  const last = ranges.at(-1);
  if (last === undefined || extent.rows === 0) return ranges;
  const wide =
    to === 'rows'
      ? rowRange(last.anchor.row, last.head.row, extent)
      : columnRange(last.anchor.column, last.head.column, extent);
  return [...ranges.slice(0, -1), wide];
}

export function boundsOf({ anchor, head }: Range): Bounds {
  return {
    top: Math.min(anchor.row, head.row),
    bottom: Math.max(anchor.row, head.row),
    left: Math.min(anchor.column, head.column),
    right: Math.max(anchor.column, head.column),
  };
}

export function covers(ranges: Ranges, { row, column }: Cell): boolean {
  return ranges.some((range) => {
    const { top, bottom, left, right } = boundsOf(range);
    return row >= top && row <= bottom && column >= left && column <= right;
  });
}

/** Whether more than one cell is chosen. */
export function isBlock(ranges: Ranges): boolean {
  if (ranges.length !== 1) return ranges.length > 1;
  const range = ranges[0];
  return range !== undefined && (range.anchor.row !== range.head.row || range.anchor.column !== range.head.column);
}

/** The cell one step further, at most at the border. */
export function stepFrom(cell: Cell, direction: Direction, extent: Extent, steps = 1): Cell {
  const step = STEPS[direction];
  return inside({ row: cell.row + step.row * steps, column: cell.column + step.column * steps }, extent);
}

/** Where Ctrl+arrow goes: the edge of the block of filled cells, else the next filled cell, else the border. */
export function edgeFrom(cell: Cell, direction: Direction, extent: Extent, isBlank: (cell: Cell) => boolean): Cell {
  const next = stepFrom(cell, direction, extent);
  if (same(next, cell)) return cell;
  const leaveFilled = !isBlank(cell) && !isBlank(next);
  let at = next;
  for (;;) {
    const further = stepFrom(at, direction, extent);
    if (same(further, at)) return at;
    if (leaveFilled ? isBlank(further) : !isBlank(at)) return at;
    at = further;
  }
}

export function inside(cell: Cell, extent: Extent): Cell {
  return {
    row: Math.max(0, Math.min(cell.row, extent.rows - 1)),
    column: Math.max(0, Math.min(cell.column, extent.columns - 1)),
  };
}

/** The blocks cut to what there is; nothing is chosen in an empty list. */
export function within(ranges: Ranges, extent: Extent): Ranges {
  if (extent.rows <= 0 || extent.columns <= 0) return NO_RANGES;
  return ranges.map(({ anchor, head }) => ({ anchor: inside(anchor, extent), head: inside(head, extent) }));
}

/**
 * The rows and columns a copy takes, in order. Several blocks are joined when they lie under each other in the same
 * columns or beside each other in the same rows; any other arrangement has no table form and gives null.
 */
export function tableOf(ranges: Ranges): { rows: number[]; columns: number[] } | null {
  const bounds = ranges.map(boundsOf);
  const [first] = bounds;
  if (first === undefined) return null;
  const sameColumns = bounds.every(({ left, right }) => left === first.left && right === first.right);
  const sameRows = bounds.every(({ top, bottom }) => top === first.top && bottom === first.bottom);
  if (!sameColumns && !sameRows) return null;
  const rows = sameRows ? [first] : bounds;
  const columns = sameColumns ? [first] : bounds;
  return {
    rows: united(rows.map(({ top, bottom }) => [top, bottom])),
    columns: united(columns.map(({ left, right }) => [left, right])),
  };
}

function united(spans: readonly (readonly [number, number])[]): number[] {
  const all = new Set<number>();
  for (const [from, to] of spans) for (let at = from; at <= to; at += 1) all.add(at);
  return [...all].sort((a, b) => a - b);
}

const same = (a: Cell, b: Cell): boolean => a.row === b.row && a.column === b.column;
