import { describe, expect, it } from 'vitest';
import type { CellEdit, CellValue } from './columns.tsx';
import { planFill, planPaste, type PlanSheet } from './paste-plan.ts';
import type { Ranges } from './range-model.ts';
import { applyEdit, inverseOf } from './sheet-edit.ts';

interface Row {
  id: string;
  code: string | null;
  fen: number | null;
  note: string | null;
}

const whole: CellEdit = {
  parse: (text) =>
    text === ''
      ? { ok: true, value: null }
      : /^\d+$/.test(text)
        ? { ok: true, value: Number(text) }
        : { ok: false, reason: 'not-a-number' },
};
const words: CellEdit = { parse: (text) => ({ ok: true, value: text === '' ? null : text }) };
const COLUMNS = [
  { key: 'code', edit: words },
  { key: 'fen', edit: whole },
  { key: 'note', edit: undefined },
];

function sheet(count: number, grows = true): PlanSheet<Row> {
  let made = 0;
  return {
    rows: Array.from({ length: count }, (_, at) => ({ id: `r${at}`, code: `c${at}`, fen: at, note: null })),
    columns: COLUMNS,
    valueOf: (row, key) => row[key as keyof Row] as CellValue,
    ...(grows ? { newRow: () => ({ id: `new${made++}`, code: null, fen: null, note: null }) } : {}),
  };
}

const range = (top: number, left: number, bottom = top, right = left): Ranges => [
  { anchor: { row: top, column: left }, head: { row: bottom, column: right } },
];
const counts = (plan: ReturnType<typeof planPaste<Row>>) => ({
  changed: plan.changed,
  same: plan.same,
  refused: plan.refused.length,
  readOnly: plan.readOnly,
  newRows: plan.newRows,
  beyondRows: plan.beyondRows,
  beyondColumns: plan.beyondColumns,
});
const NONE = { changed: 0, same: 0, refused: 0, readOnly: 0, newRows: 0, beyondRows: 0, beyondColumns: 0 };

describe('what a paste would do', () => {
  it('fills the whole range with one value', () => {
    const plan = planPaste(sheet(4), range(0, 1, 3, 1), [['7']]);
    expect(counts(plan)).toEqual({ ...NONE, changed: 4 });
  });

  it('begins at the first cell, brings the rows that are missing, and refuses bad cells by name', () => {
    const plan = planPaste(sheet(2), range(1, 0), [
      ['x', '10'],
      ['y', 'ten'],
      ['z', '12'],
    ]);
    expect(counts(plan)).toEqual({ ...NONE, changed: 5, refused: 1, newRows: 2 });
    expect(plan.refused).toEqual([{ rowNo: 3, key: 'fen', text: 'ten', reason: 'not-a-number' }]);
    const { rows } = sheet(2);
    const after = applyEdit(rows, plan.edit);
    expect(after.map(({ code, fen }) => [code, fen])).toEqual([
      ['c0', 0],
      ['x', 10],
      ['y', null],
      ['z', 12],
    ]);
    expect(applyEdit(after, inverseOf(plan.edit))).toEqual(rows);
  });

  it('repeats a block in a range it divides, and does not where it does not', () => {
    const block = [['1'], ['2']];
    expect(counts(planPaste(sheet(9), range(0, 1, 5, 1), block)).changed).toBe(6);
    expect(planPaste(sheet(9), range(0, 1, 4, 1), block).edit.cells.map(({ rowId }) => rowId)).toEqual(['r0', 'r1']);
  });

  it('writes nothing outside of a sheet that cannot grow, and says how much that is', () => {
    const plan = planPaste(sheet(2, false), range(1, 1), [
      ['5', 'n', 'far'],
      ['6', 'n', 'far'],
    ]);
    expect(counts(plan)).toEqual({ ...NONE, changed: 1, readOnly: 1, beyondRows: 1, beyondColumns: 1 });
  });

  it('counts values that are there already', () => {
    expect(counts(planPaste(sheet(2), range(0, 1), [['0'], ['1']]))).toEqual({ ...NONE, same: 2 });
  });

  it('does nothing with nothing', () => {
    expect(counts(planPaste(sheet(2), range(0, 0), []))).toEqual(NONE);
  });
});

describe('what filling would do', () => {
  const textOf = (row: Row, key: string): string => String(row[key as keyof Row] ?? '');

  it('repeats the first row down the range', () => {
    const plan = planFill(sheet(4), range(1, 0, 3, 1), 'down', textOf);
    expect(plan.edit.cells.map(({ rowId, key, after }) => [rowId, key, after])).toEqual([
      ['r2', 'code', 'c1'],
      ['r2', 'fen', 1],
      ['r3', 'code', 'c1'],
      ['r3', 'fen', 1],
    ]);
  });

  it('takes the row above when one row is chosen, and nothing above the first', () => {
    expect(planFill(sheet(4), range(2, 1), 'down', textOf).edit.cells.map(({ after }) => after)).toEqual([1]);
    expect(counts(planFill(sheet(4), range(0, 1), 'down', textOf))).toEqual(NONE);
  });

  it('fills to the right through the reading of the other column', () => {
    const plan = planFill(sheet(3), range(1, 0, 1, 1), 'right', textOf);
    expect(plan.refused).toEqual([{ rowNo: 2, key: 'fen', text: 'c1', reason: 'not-a-number' }]);
  });
});
