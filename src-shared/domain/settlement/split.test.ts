import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../units/refusal.ts';
import { capProRata, splitCumulative, splitRuleFor, type SplitRule } from './split.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const sharesArbitrary = fc
  .array(fc.integer({ min: 0, max: 10000 }), { maxLength: 6 })
  .map((cuts) => [0, ...cuts.sort((a, b) => a - b), 10000])
  .map((bounds) => bounds.slice(1).map((bound, index) => bound - (bounds[index] ?? 0)));

const rule = (id: string, priority: number, more: Partial<SplitRule> = {}): SplitRule => ({
  ...{ id, priority, validFrom: null, validTo: null, conditions: [] },
  ...{ labourBp: [10000, 0, 0], materialBp: [0, 10000, 0], travelBp: [0, 0, 10000] },
  ...more,
});

describe('a split amount', () => {
  it('loses no fen, whatever the shares, and no part has the other sign', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), sharesArbitrary, (amountFen, sharesBp) => {
        const parts = splitCumulative({ amountFen, sharesBp });
        expect(sum(parts)).toBe(amountFen);
        expect(parts.every((part) => part === 0 || part > 0 === amountFen > 0)).toBe(true);
      }),
    );
  });

  it('is negated exactly when the amount is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), sharesArbitrary, (amountFen, sharesBp) => {
        const parts = splitCumulative({ amountFen, sharesBp });
        expect(splitCumulative({ amountFen: -amountFen, sharesBp })).toEqual(parts.map((part) => 0 - part));
      }),
    );
  });

  it.each([
    [[], 'shares-not-100-percent'],
    [[9999], 'shares-not-100-percent'],
    [[-1, 10001], 'negative-input'],
  ])('is refused over shares %j', (sharesBp, reason) => {
    expect(() => splitCumulative({ amountFen: 1, sharesBp })).toThrow(new Refusal(reason));
  });
});

describe('a cap', () => {
  it('is never exceeded, gives nobody more than before plus a rounding, and changes nothing below it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1e9 }), { maxLength: 8 }),
        fc.integer({ min: 0, max: 4e9 }),
        (amountsFen, capFen) => {
          const capped = capProRata({ amountsFen, capFen });
          expect(sum(capped)).toBe(Math.min(sum(amountsFen), capFen));
          expect(capped.every((part, index) => part >= 0 && part <= (amountsFen[index] ?? 0) + 1)).toBe(true);
        },
      ),
    );
  });
});

describe('the split rule of a line', () => {
  it('is the first by priority, then by id in code-unit order, in force on the day', () => {
    const rules = [rule('b', 2), rule('a', 2), rule('B', 2), rule('old', 1, { validTo: '2026-01-01' })];
    const find = (onDate: string): string => splitRuleFor({ rules, facts: {}, costType: 'LABOUR', onDate }).ruleId;
    expect([find('2026-01-01'), find('2026-01-02')]).toEqual(['old', 'B']);
  });

  it('reads the column of its cost type', () => {
    const sharesOf = (costType: string): number[] =>
      splitRuleFor({ rules: [rule('r', 1)], facts: {}, costType, onDate: '2026-01-01' }).sharesBp;
    expect(['LABOUR', 'MATERIAL', 'HANDLING', 'TRAVEL', 'SUBLET', 'OTHER'].map((type) => sharesOf(type))).toEqual([
      [10000, 0, 0],
      [0, 10000, 0],
      [0, 10000, 0],
      [0, 0, 10000],
      [0, 0, 10000],
      [0, 0, 10000],
    ]);
  });

  it.each(['in', 'notIn', 'atMost', 'isTrue'])('fails condition %s on a fact that is not known', (op) => {
    const rules = [rule('r', 1, { conditions: [{ field: 'grade', op, value: op === 'atMost' ? 5 : ['A'] }] })];
    for (const facts of [{}, { grade: null }]) {
      expect(() => splitRuleFor({ rules, facts, costType: 'LABOUR', onDate: '2026-01-01' })).toThrow('no-rule-matches');
    }
  });

  it('names an unknown cost type before an impossible date', () => {
    const ask = (costType: string, onDate: string) => () => splitRuleFor({ rules: [], facts: {}, costType, onDate });
    expect(ask('toString', '2026-13-01')).toThrow('unknown-cost-type');
    expect(ask('LABOUR', '2026-02-29')).toThrow('invalid-date');
  });
});
