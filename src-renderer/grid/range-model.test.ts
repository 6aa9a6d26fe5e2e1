import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addCell,
  boundsOf,
  columnRange,
  covers,
  edgeFrom,
  extendTo,
  isBlock,
  oneCell,
  stepFrom,
  tableOf,
  widen,
  within,
  type Cell,
  type Direction,
  type Extent,
} from './range-model.ts';

const at = (row: number, column: number): Cell => ({ row, column });
const extent: Extent = { rows: 6, columns: 4 };
// 1 = filled
const FILLED = [
  [1, 1, 0, 1],
  [1, 1, 0, 1],
  [0, 1, 0, 0],
  [0, 1, 0, 0],
  [1, 0, 0, 1],
  [1, 0, 0, 1],
];
const isBlank = ({ row, column }: Cell): boolean => FILLED[row]?.[column] !== 1;

describe('drawing a block', () => {
  it('keeps the anchor while the head moves, over the anchor and back', () => {
    const down = extendTo(oneCell(at(2, 1)), at(4, 3));
    expect(down).toEqual([{ anchor: at(2, 1), head: at(4, 3) }]);
    const over = extendTo(down, at(0, 0));
    expect(over).toEqual([{ anchor: at(2, 1), head: at(0, 0) }]);
    expect(over.map(boundsOf)).toEqual([{ top: 0, bottom: 2, left: 0, right: 1 }]);
  });

  it('draws only the last of several blocks', () => {
    const two = extendTo(addCell(oneCell(at(0, 0)), at(3, 2)), at(5, 3));
    expect(two.map(boundsOf)).toEqual([
      { top: 0, bottom: 0, left: 0, right: 0 },
      { top: 3, bottom: 5, left: 2, right: 3 },
    ]);
    expect([covers(two, at(0, 0)), covers(two, at(4, 2)), covers(two, at(1, 0))]).toEqual([true, true, false]);
  });

  it('widens to whole rows and whole columns', () => {
    const block = extendTo(oneCell(at(2, 1)), at(3, 2));
    expect(widen(block, 'rows', extent).map(boundsOf)).toEqual([{ top: 2, bottom: 3, left: 0, right: 3 }]);
    expect(widen(block, 'columns', extent).map(boundsOf)).toEqual([{ top: 0, bottom: 5, left: 1, right: 2 }]);
  });

  it('is no block while only one cell is chosen', () => {
    expect([isBlock([]), isBlock(oneCell(at(1, 1))), isBlock(extendTo(oneCell(at(1, 1)), at(1, 2)))]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('is cut to what the list has left, and gone with an empty list', () => {
    const block = extendTo(oneCell(at(2, 1)), at(5, 3));
    expect(within(block, { rows: 3, columns: 2 })).toEqual([{ anchor: at(2, 1), head: at(2, 1) }]);
    expect(within(block, { rows: 0, columns: 2 })).toEqual([]);
  });
});

describe('Ctrl+arrow', () => {
  it.each<[Cell, Direction, Cell, string]>([
    [at(0, 0), 'down', at(1, 0), 'to the last filled cell of the block'],
    [at(1, 0), 'down', at(4, 0), 'from the end of a block to the next filled cell'],
    [at(4, 0), 'down', at(5, 0), 'to the border, where the block ends there'],
    [at(0, 0), 'right', at(0, 1), 'to the last filled cell of the row'],
    [at(0, 1), 'right', at(0, 3), 'over blanks to the next filled cell'],
    [at(2, 2), 'down', at(5, 2), 'to the border when nothing is filled'],
    [at(5, 3), 'up', at(4, 3), 'upwards the same'],
    [at(0, 0), 'left', at(0, 0), 'nowhere at the border'],
  ])('from %o %s goes to %o: %s', (from, direction, to) => {
    expect(edgeFrom(from, direction, extent, isBlank)).toEqual(to);
  });

  it('never stands still inside the list and never leaves it', () => {
    const directions = fc.constantFrom<Direction>('up', 'down', 'left', 'right');
    fc.assert(
      fc.property(fc.nat(5), fc.nat(3), directions, (row, column, direction) => {
        const to = edgeFrom(at(row, column), direction, extent, isBlank);
        const next = stepFrom(at(row, column), direction, extent);
        expect(within(oneCell(to), extent)).toEqual(oneCell(to));
        if (next.row !== row || next.column !== column) expect(to).not.toEqual(at(row, column));
      }),
    );
  });
});

describe('what a copy takes', () => {
  it('joins blocks in the same columns, in the order of the list, each row once', () => {
    const two = [
      { anchor: at(4, 1), head: at(5, 2) },
      { anchor: at(0, 1), head: at(0, 2) },
      { anchor: at(5, 1), head: at(5, 2) },
    ];
    expect(tableOf(two)).toEqual({ rows: [0, 4, 5], columns: [1, 2] });
  });

  it('joins blocks in the same rows', () => {
    expect(tableOf([columnRange(0, 0, extent), columnRange(3, 3, extent)])).toEqual({
      rows: [0, 1, 2, 3, 4, 5],
      columns: [0, 3],
    });
  });

  it('has no table for blocks that stand crosswise', () => {
    expect(tableOf(addCell(oneCell(at(0, 0)), at(3, 2)))).toBeNull();
    expect(tableOf([])).toBeNull();
  });
});
