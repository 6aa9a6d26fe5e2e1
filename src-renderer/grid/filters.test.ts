import { describe, expect, it } from 'vitest';
import { boundsOf, parseYuan, rangeFilter, withFilter, withDates } from './filters.ts';

describe('conditions of a grid', () => {
  it('keeps one condition per column', () => {
    const first = { column: 'status', op: 'in' as const, values: ['PAID'] };
    const second = { column: 'status', op: 'in' as const, values: ['STATED'] };
    expect(withFilter([first], 'status', second)).toEqual([second]);
    expect(withFilter([first], 'status', null)).toEqual([]);
  });

  it.each([
    [1, 2, 'between'],
    [1, null, 'atLeast'],
    [null, 2, 'atMost'],
  ] as const)('reads the bounds %s to %s back from the condition it made', (from, to, op) => {
    const filter = rangeFilter('claimedFen', from, to);
    expect(filter?.op).toBe(op);
    expect(boundsOf(filter ?? undefined)).toEqual({ from, to });
  });

  it.each([
    ['1,234.5', 123450],
    ['１２３４', 123400],
    ['¥ 0.05', 5],
    ['-90', -9000],
    ['', null],
    ['12.345', undefined],
    ['twelve', undefined],
  ])('reads the amount %j as %s fen', (text, fen) => {
    expect(parseYuan(text)).toBe(fen);
  });
});

describe('a period counted from today', () => {
  it('becomes two dates before the store is asked; other conditions stay as they are', () => {
    const set = { column: 'status', op: 'in' as const, values: ['PAID'] };
    const month = { column: 'repairFinishDate', op: 'period' as const, values: ['lastMonth'] };
    expect(withDates([set, month], '2026-03-15')).toEqual([
      set,
      { column: 'repairFinishDate', op: 'between', values: ['2026-02-01', '2026-02-28'] },
    ]);
  });
});
