import type { CellValue } from './columns.tsx';

export interface SheetRow {
  id: string;
}

export interface CellChange {
  rowId: string;
  key: string;
  before: CellValue;
  after: CellValue;
}

/** One step a person can take back: cells that got another value, rows that came, rows that went. */
export interface SheetEdit<Row extends SheetRow> {
  cells: readonly CellChange[];
  added: readonly PlacedRow<Row>[];
  removed: readonly PlacedRow<Row>[];
}

/** A row with its place in the list before it went, or after it came. */
export interface PlacedRow<Row> {
  at: number;
  row: Row;
}

/** The rows after the edit: rows go, rows come, then cells change. The rows given are left as they are. */
export function applyEdit<Row extends SheetRow>(rows: readonly Row[], edit: SheetEdit<Row>): Row[] {
  const gone = new Set(edit.removed.map(({ row }) => row.id));
  const next = rows.filter((row) => !gone.has(row.id));
  for (const { at, row } of [...edit.added].sort((a, b) => a.at - b.at)) next.splice(at, 0, row);
  const changes = new Map<string, CellChange[]>();
  for (const change of edit.cells) changes.set(change.rowId, [...(changes.get(change.rowId) ?? []), change]);
  return next.map((row) => {
    const mine = changes.get(row.id);
    if (mine === undefined) return row;
    return Object.assign({}, row, Object.fromEntries(mine.map(({ key, after }) => [key, after])));
  });
}

/** The edit that takes this one back: rows that came with it go away again, rows it took come back to their places. */
export function inverseOf<Row extends SheetRow>({ cells, added, removed }: SheetEdit<Row>): SheetEdit<Row> {
  return {
    cells: [...cells].reverse().map((change) => ({ ...change, before: change.after, after: change.before })),
    added: removed,
    removed: added,
  };
}

export interface SheetHistory<Row extends SheetRow> {
  rows: readonly Row[];
  past: readonly SheetEdit<Row>[];
  future: readonly SheetEdit<Row>[];
}

/** Steps kept; more than anybody takes back one by one. */
const KEPT = 200;

export function withEdit<Row extends SheetRow>(
  { rows, past }: SheetHistory<Row>,
  edit: SheetEdit<Row>,
): SheetHistory<Row> {
  return { rows: applyEdit(rows, edit), past: [...past.slice(1 - KEPT), edit], future: [] };
}

/** The history one step back; the same when there is nothing to take back. */
export function undone<Row extends SheetRow>(history: SheetHistory<Row>): SheetHistory<Row> {
  const edit = history.past.at(-1);
  if (edit === undefined) return history;
  return {
    rows: applyEdit(history.rows, inverseOf(edit)),
    past: history.past.slice(0, -1),
    future: [...history.future, edit],
  };
}

export function redone<Row extends SheetRow>(history: SheetHistory<Row>): SheetHistory<Row> {
  const edit = history.future.at(-1);
  if (edit === undefined) return history;
  return {
    rows: applyEdit(history.rows, edit),
    past: [...history.past, edit],
    future: history.future.slice(0, -1),
  };
}
