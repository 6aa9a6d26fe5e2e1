import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresOf, figureText, type RangeNumber } from './range-figures.ts';

const fen = (value: number): RangeNumber => ({ value, scale: 2 });

describe('figures of the chosen cells', () => {
  it('counts filled cells and numbers, and adds up whole fen', () => {
    const figures = figuresOf([fen(10), fen(20), null, 'KL-1', '', fen(-5)]);
    expect(figures).toEqual({
      filled: 4,
      numbers: 3,
      totals: { scale: 2, sum: 25n, average: 8n, least: -5, most: 20 },
    });
  });

  it('adds up nothing where money stands beside kilometres', () => {
    expect(figuresOf([fen(100), { value: 3, scale: 0 }])).toEqual({ filled: 2, numbers: 2, totals: null });
  });

  it.each([
    [[1, 2], 2n],
    [[-1, -2], -2n],
    [[1, 1, 2], 1n],
    [[-1, -1, -2], -1n],
    [[5], 5n],
  ])('the average of %j is %s', (values, average) => {
    expect(figuresOf(values.map(fen)).totals?.average).toBe(average);
  });

  it('loses nothing over any number of cells, beyond what a float can hold', () => {
    const value = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const expected = values.reduce((sum, each) => sum + BigInt(each), 0n);
        expect(figuresOf(values.map(fen)).totals?.sum).toBe(expected);
      }),
    );
  });

  it.each([
    [123450n, 2, '1,234.50'],
    [-5n, 2, '-0.05'],
    [1234567n, 0, '1,234,567'],
    [9007199254740993n, 2, '90,071,992,547,409.93'],
  ])('%s with %s places reads %s', (value, scale, text) => {
    expect(figureText(value, scale)).toBe(text);
  });
});
