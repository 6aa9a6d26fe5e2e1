import { expect, it } from 'vitest';
import { judgeSheet, type SheetLine, type SheetRules } from './judge-sheet.ts';

const RULES: SheetRules = {
  ...{ mode: 'ROLL', snapSeq: 1, round: 2, maxRecounts: 2, planSeed: 's', sampleBp: 0, mixBp: 0 },
  ...{ disputedBp: 500, disputedLeast: 2 },
};

/** Forty lines with ten pieces on the book; `first` and `second` are what was counted where it was not ten. */
function sheet(first: Record<number, number>, second: Record<number, number>): SheetLine[] {
  return Array.from({ length: 40 }, (_, at): SheetLine => {
    const count = (round: number, pieces: number, countedBy: string) => {
      return { round, qtyMilli: pieces * 1000, countedAtMs: 10 + round, countedBy };
    };
    const again = second[at];
    return {
      ...{ id: `L${String(at)}`, partId: `P${String(at)}`, binId: `B${String(at)}`, chainId: null, unitCostFen: 100 },
      movements: [{ qtyMilli: 10_000, effectiveAt: 1, postedAt: 1, seq: 1 }],
      counts: [count(1, first[at] ?? 10, 'yang'), ...(again === undefined ? [] : [count(2, again, 'zhou')])],
      tolerance: { pctBp: 0, absFloorMilli: 0, valueLimitFen: 0, strict: true },
      ...{ packFactors: [], binCapacityMilli: null },
    };
  });
}

it('counts again what only a person counted whom the recount contradicted in more than one line of twenty (R9)', () => {
  const lines = sheet({ 0: 9, 1: 9, 2: 9 }, { 0: 10, 1: 10, 2: 10 });
  const judged = judgeSheet(lines, RULES);
  expect(judged.recountIds).toHaveLength(40);
  expect(judged.lines.filter(({ triggers }) => triggers.includes('R9'))).toHaveLength(37);
  // the last round is over: it is said, and nobody is asked any more
  const last = judgeSheet(lines, { ...RULES, round: 3 });
  expect(last.lines.filter(({ triggers }) => triggers.includes('R9'))).toHaveLength(37);
  expect(last.recountIds).toEqual(['L0', 'L1', 'L2']);
});

it.each([
  ['at exactly one of twenty', sheet({ 0: 9, 1: 9 }, { 0: 10, 1: 10 }), RULES],
  ['when one line is all there is', sheet({ 0: 9 }, { 0: 10 }), { ...RULES, disputedBp: 0 }],
  ['when the second count agreed', sheet({ 0: 9, 1: 9, 2: 9 }, { 0: 9, 1: 9, 2: 9 }), RULES],
])('doubts nobody %s', (_, lines, rules) => {
  expect(judgeSheet(lines, rules).lines.flatMap(({ triggers }) => triggers)).not.toContain('R9');
});
