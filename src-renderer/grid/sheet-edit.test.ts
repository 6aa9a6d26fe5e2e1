import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdit, inverseOf, redone, undone, withEdit, type SheetEdit, type SheetHistory } from './sheet-edit.ts';

interface Row {
  id: string;
  name: string;
  fen: number | null;
}
const row = (id: string, name = '', fen: number | null = null): Row => ({ id, name, fen });
const edit = (part: Partial<SheetEdit<Row>>): SheetEdit<Row> => ({ cells: [], added: [], removed: [], ...part });

describe('an edit of a sheet', () => {
  it('puts rows in and changes cells, and leaves the rows it was given alone', () => {
    const rows = [row('a', 'one'), row('b', 'two')];
    const pasted = edit({
      cells: [{ rowId: 'b', key: 'fen', before: null, after: 500 }],
      added: [{ at: 2, row: row('c', 'three', 7) }],
    });
    expect(applyEdit(rows, pasted)).toEqual([row('a', 'one'), row('b', 'two', 500), row('c', 'three', 7)]);
    expect(rows).toEqual([row('a', 'one'), row('b', 'two')]);
  });

  it('takes away the rows a paste brought when it is undone, and brings them back when it is done again', () => {
    const start: SheetHistory<Row> = { rows: [row('a')], past: [], future: [] };
    const pasted = withEdit(
      start,
      edit({
        added: [
          { at: 1, row: row('b') },
          { at: 2, row: row('c') },
        ],
      }),
    );
    expect(pasted.rows.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    const back = undone(pasted);
    expect(back.rows).toEqual([row('a')]);
    expect(redone(back).rows.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('puts deleted rows back where they stood', () => {
    const rows = [row('a'), row('b'), row('c'), row('d')];
    const gone = edit({
      removed: [
        { at: 1, row: row('b') },
        { at: 2, row: row('c') },
      ],
    });
    expect(applyEdit(rows, gone).map(({ id }) => id)).toEqual(['a', 'd']);
    expect(applyEdit(applyEdit(rows, gone), inverseOf(gone))).toEqual(rows);
  });

  it('forgets what could be done again once something else is done', () => {
    const change = (after: number) => edit({ cells: [{ rowId: 'a', key: 'fen', before: null, after }] });
    const start: SheetHistory<Row> = { rows: [row('a')], past: [], future: [] };
    const other = withEdit(undone(withEdit(start, change(1))), change(2));
    expect(redone(other)).toBe(other);
    expect(undone(other).rows).toEqual([row('a')]);
    expect(undone(undone(other)).rows).toEqual([row('a')]);
  });

  it('is taken back whole, whatever it did', () => {
    const places = fc.uniqueArray(fc.nat(4), { maxLength: 3 });
    fc.assert(
      fc.property(places, fc.array(fc.nat(9), { maxLength: 3 }), fc.nat(3), (gone, values, came) => {
        const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => row(id));
        const kept = rows.filter((_, at) => !gone.includes(at));
        const removed = [...gone].sort().map((at) => ({ at, row: rows[at] ?? row('?') }));
        const added = Array.from({ length: came }, (_, at) => ({ at: kept.length + at, row: row(`new${at}`) }));
        let before: number | null = null;
        const cells = values.flatMap((after) => {
          const change = kept[0] === undefined ? [] : [{ rowId: kept[0].id, key: 'fen', before, after }];
          before = after;
          return change;
        });
        const whole = { cells, added, removed };
        expect(applyEdit(applyEdit(rows, whole), inverseOf(whole))).toEqual(rows);
      }),
    );
  });
});
