import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mainLinesOf } from './main-lines.ts';

const labour = (stdHoursCenti: number) => ({
  ...{ costType: 'LABOUR', opId: `OP${String(stdHoursCenti)}`, partId: null, qtyMilli: null, stdHoursCenti },
});
const material = (listPriceFen: number, qtyMilli: number | null = 1000) => ({
  ...{ costType: 'MATERIAL', opId: null, partId: `P${String(listPriceFen)}`, qtyMilli, listPriceFen },
});
const travel = { costType: 'TRAVEL', opId: null, partId: null, qtyMilli: null };

describe('the main operation and the causal part', () => {
  it.each([
    ['no line of either', [travel], { main: null, causal: null }],
    ['the operation with most standard hours', [labour(50), labour(200), labour(199)], { main: 1, causal: null }],
    ['the part with the greatest list value', [material(100, 3000), material(299)], { main: null, causal: 0 }],
    ['the first of equals', [labour(50), { ...labour(50) }], { main: 0, causal: null }],
    [
      'one of the catalogue before one that is not',
      [{ ...labour(0), opId: null }, labour(0)],
      { main: 1, causal: null },
    ],
    ['the line that is named', [{ ...labour(1), isMain: true }, labour(9)], { main: 0, causal: null }],
    [
      'a name on a line of another kind says nothing',
      [{ ...travel, isMain: true }, labour(9)],
      { main: 1, causal: null },
    ],
  ])('%s', (_what, lines, expected) => {
    expect(mainLinesOf(lines)).toEqual(expected);
  });

  it('does not depend on the order of lines that differ', () => {
    const lines = [labour(10), labour(20), material(10), material(20), travel];
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (shuffled) => {
        const { main, causal } = mainLinesOf(shuffled);
        expect([shuffled[main ?? -1], shuffled[causal ?? -1]]).toEqual([labour(20), material(20)]);
      }),
    );
  });
});
