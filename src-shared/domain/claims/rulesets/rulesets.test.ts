import { describe, expect, it } from 'vitest';
import { splitConditionHolds, splitRuleInForce, type SplitFacts, type SplitRule } from '../../settlement/split.ts';
import { FIRST_RULESET } from '../first-ruleset.ts';
import type { CapRow } from '../ruleset-types.ts';
import { checkRuleset, type RulesetContent } from './check-ruleset.ts';
import { evaluationChange, NO_COMPARISON, withClaim } from './compare-evaluations.ts';
import { codeWords, NO_WORDS } from './code-words.ts';
import { parameterText, readParameters } from './parameter-text.ts';
import { rulesetDifferences, withRuleVersions } from './ruleset-difference.ts';
import { shadowedSplitRules } from './shadowed-rules.ts';
import { SPLIT_FIELDS } from './split-fields.ts';
import { conditionText, readCondition, readShares, sharesText } from './split-text.ts';

const { split } = FIRST_RULESET.tables;
const LAST = split.at(-1) as SplitRule;
const rule = (
  id: string,
  priority: number,
  asked: Record<string, string>,
  more: Partial<SplitRule> = {},
): SplitRule => ({
  ...LAST,
  ...{ id, priority },
  conditions: Object.entries(asked).map(([field, text]) => readCondition(text, field) ?? fail(`${field} ${text}`)),
  ...more,
});
const withRule = (change: (row: RulesetContent['rules'][number]) => object, id = 'G02'): RulesetContent => ({
  ...FIRST_RULESET,
  rules: FIRST_RULESET.rules.map((row) => (row.id === id ? { ...row, ...change(row) } : row)),
});
const CAP: CapRow = {
  ...{ id: 'CAP-1', level: 'CLAIM', costType: null, claimType: null, productLine: null },
  ...{ capFen: 300_000, validFrom: null, validTo: null },
};
const withCaps = (...caps: readonly Partial<CapRow>[]): RulesetContent => ({
  ...FIRST_RULESET,
  tables: { ...FIRST_RULESET.tables, caps: caps.map((cap) => ({ ...CAP, ...cap })) },
});
const LIMITS = { autoApproveLimitFen: 50_000, l1LimitFen: 500_000, l2LimitFen: 5_000_000 };
const withLimits = (limits: Partial<typeof LIMITS>): RulesetContent => ({
  ...FIRST_RULESET,
  tables: { ...FIRST_RULESET.tables, limits: { ...LIMITS, ...limits } },
});
const withSplit = (rules: readonly SplitRule[]): RulesetContent => ({
  ...FIRST_RULESET,
  tables: { ...FIRST_RULESET.tables, split: rules },
});

function fail(text: string): never {
  throw new Error(text);
}

describe('shadowed rules of the split table', () => {
  it('the first table has none', () => {
    expect(shadowedSplitRules(split)).toEqual([]);
  });

  it('a rework rule below the rules in warranty never fires: the specification’s own example', () => {
    const late = split.map((one) => (one.id === 'SR-REWORK' ? { ...one, priority: 65 } : one));
    const by = ['SR-STFAULT', 'SR-CUST', 'SR-IN-MAKER', 'SR-IN-ENG', 'SR-IN-C', 'SR-IN-UNK'];
    expect(shadowedSplitRules(late)).toEqual([{ ruleId: 'SR-REWORK', by }]);
    const between = split.map((one) => (one.id === 'SR-REWORK' ? { ...one, priority: 57 } : one));
    expect(shadowedSplitRules(between)).toEqual([]); // responsibility unknown still reaches it
  });

  it('a rule for what no claim is asks for something that cannot be', () => {
    const never = rule('SR-X', 1, { claimantType: 'ENGINEER', grade: 'A' });
    expect(shadowedSplitRules([never, LAST])).toEqual([{ ruleId: 'SR-X', by: [] }]);
  });

  it.each<[string, Record<string, string>[], Record<string, string>, readonly string[] | null]>([
    ['the same', [{ grade: 'A' }], { grade: 'A' }, ['SR-1']],
    ['two that together take all of it', [{ grade: 'A' }, { grade: 'B' }], { grade: 'A, B' }, ['SR-1', 'SR-2']],
    ['one value is left', [{ grade: 'A' }], { grade: 'A, B' }, null],
    [
      'none of WEAR within none of WEAR and AC',
      [{ componentClass: '≠ WEAR' }],
      { componentClass: '≠ WEAR, AC' },
      ['SR-1'],
    ],
    ['none of WEAR takes ENGINE', [{ componentClass: '≠ WEAR' }], { componentClass: 'ENGINE' }, ['SR-1']],
    ['a value and everything but it leave only claims without one', [{ grade: 'A' }, { grade: '≠ A' }], {}, null],
    ['a lower limit within a higher one', [{ monthsOver: '12' }], { monthsOver: '3' }, ['SR-1']],
    ['a higher limit is more', [{ monthsOver: '3' }], { monthsOver: '12' }, null],
    ['limits do not take claims without the fact', [{ kmUsedBp: '110%' }], {}, null],
    ['a flag', [{ isRework: '✔' }], { isRework: '✔', grade: 'A' }, ['SR-1']],
  ])('%s', (_what, earlier, asked, by) => {
    const rules = [...earlier.map((one, at) => rule(`SR-${String(at + 1)}`, at, one)), rule('SR-X', 9, asked)];
    expect(shadowedSplitRules(rules).find(({ ruleId }) => ruleId === 'SR-X')?.by ?? null).toEqual(by);
  });

  it('dates count: a rule is shadowed only while the other one is in force', () => {
    const first = rule('SR-1', 1, {}, { validFrom: '2026-01-01', validTo: '2026-06-30' });
    const within = rule('SR-2', 2, {}, { validFrom: '2026-02-01', validTo: '2026-06-30' });
    const beyond = rule('SR-3', 3, {}, { validFrom: '2026-02-01', validTo: '2026-07-01' });
    const next = rule('SR-4', 4, {}, { validFrom: '2026-07-01' });
    expect(shadowedSplitRules([first, within, beyond, next])).toEqual([{ ruleId: 'SR-2', by: ['SR-1'] }]);
  });

  /** Every combination of values, looked up one by one: slow and simple. */
  it('agrees with looking at every combination, on tables made at random by a seed', () => {
    let seed = 20_261_130;
    const below = (count: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * count);
    };
    const pick = (texts: readonly string[]): string => texts[below(texts.length)] ?? '';
    let shadowed = 0;
    for (let round = 0; round < 150; round += 1) {
      const rules = Array.from({ length: 6 }, (_, at) =>
        rule(
          `SR-${String(at)}`,
          at,
          Object.fromEntries(
            [
              ['grade', pick(['', 'A', 'B', 'A, B', '≠ A', 'C, D'])],
              ['monthsOver', pick(['', '', '3', '12'])],
              ['isRework', pick(['', '', '✔'])],
              ['responsibility', pick(['', '', 'MAKER', '≠ MAKER', 'MAKER, STATION'])],
            ].filter(([, text]) => text !== ''),
          ) as Record<string, string>,
          { validTo: pick(['', '', '2026-06-30']) || null },
        ),
      );
      const firsts = new Set<string>();
      for (const facts of combinations()) {
        for (const day of ['2026-06-30', '2026-07-01']) {
          const first = rules.find(
            (one) => splitRuleInForce(one, day) && one.conditions.every((asked) => splitConditionHolds(asked, facts)),
          );
          if (first !== undefined) firsts.add(first.id);
        }
      }
      const never = rules.flatMap(({ id }) => (firsts.has(id) ? [] : [id]));
      expect(shadowedSplitRules(rules).map(({ ruleId }) => ruleId)).toEqual(never);
      shadowed += never.length;
    }
    expect(shadowed).toBeGreaterThan(50);
  });
});

function* combinations(): Generator<SplitFacts> {
  for (const grade of [null, 'A', 'B', 'C', 'D'])
    for (const monthsOver of [null, 0, 3, 4, 12, 13])
      for (const isRework of [null, true, false])
        for (const responsibility of ['MAKER', 'SUPPLIER', 'STATION', 'CUSTOMER', 'UNKNOWN'])
          yield { grade, monthsOver, isRework, responsibility, claimantType: grade === null ? 'ENGINEER' : 'STATION' };
}

describe('what keeps a ruleset from standing', () => {
  it('the first one stands', () => {
    expect(checkRuleset(FIRST_RULESET, FIRST_RULESET)).toEqual([]);
    expect(checkRuleset(withCaps({}, { id: 'CAP-2', level: 'LINE', costType: 'TRAVEL' }), FIRST_RULESET)).toEqual([]);
  });

  it.each<[string, RulesetContent, object]>([
    [
      'a parameter too many',
      withRule((row) => ({ parameters: { ...row.parameters, more: 1 } })),
      { row: 'G02', field: 'more', reason: 'ruleset-parameter-unknown' },
    ],
    [
      'a parameter missing',
      withRule(() => ({ parameters: { warnAfterDays: 30, blockAfterDays: 60 } })),
      { row: 'G02', field: 'priceCutBp', reason: 'ruleset-parameter-unknown' },
    ],
    [
      'a list for a number',
      withRule((row) => ({ parameters: { ...row.parameters, warnAfterDays: ['3'] } })),
      { row: 'G02', field: 'warnAfterDays', reason: 'ruleset-parameter-kind' },
    ],
    [
      'half a day',
      withRule((row) => ({ parameters: { ...row.parameters, warnAfterDays: 0.5 } })),
      { row: 'G02', field: 'warnAfterDays', reason: 'ruleset-parameter-kind' },
    ],
    [
      'less than nothing',
      withRule((row) => ({ parameters: { ...row.parameters, warnAfterDays: -1 } })),
      { row: 'G02', field: 'warnAfterDays', reason: 'ruleset-parameter-negative' },
    ],
    [
      'a rule without code made live',
      withRule(() => ({ mode: 'LIVE' }), 'F01'),
      { row: 'F01', field: 'mode', reason: 'ruleset-rule-cannot-run' },
    ],
    [
      'another class',
      withRule(() => ({ classes: ['entry'] })),
      { row: 'G02', field: 'classes', reason: 'ruleset-rule-fixed' },
    ],
    [
      'a rule left out',
      { ...FIRST_RULESET, rules: FIRST_RULESET.rules.slice(1) },
      { row: 'V01', field: 'id', reason: 'ruleset-rule-missing' },
    ],
    ['no last rule', withSplit(split.slice(0, -1)), { row: 'SR-NONE', field: 'id', reason: 'ruleset-split-last' }],
    [
      'a rule after the last one',
      withSplit([...split, rule('SR-AFTER', 1_000, { grade: 'A' })]),
      { row: 'SR-NONE', field: 'id', reason: 'ruleset-split-last' },
    ],
    [
      'shares of 99 %',
      withSplit([rule('SR-1', 1, {}, { labourBp: [9_900, 0, 0] }), LAST]),
      { row: 'SR-1', field: 'labourBp', reason: 'ruleset-split-shares' },
    ],
    [
      'a name twice',
      withSplit([rule('SR-1', 1, {}), rule('SR-1', 2, {}), LAST]),
      { row: 'SR-1', field: 'id', reason: 'ruleset-split-name' },
    ],
    [
      'an end before its beginning',
      withSplit([rule('SR-1', 1, {}, { validFrom: '2026-02-02', validTo: '2026-02-01' }), LAST]),
      { row: 'SR-1', field: 'validFrom', reason: 'ruleset-split-dates' },
    ],
    [
      'a code nobody knows',
      withSplit([rule('SR-1', 1, {}, { conditions: [{ field: 'grade', op: 'in', value: ['Z'] }] }), LAST]),
      { row: 'SR-1', field: 'grade', reason: 'ruleset-split-condition' },
    ],
    [
      'a limit below nothing',
      withLimits({ autoApproveLimitFen: -1 }),
      { row: 'AUTO', field: 'limitFen', reason: 'ruleset-limit-amount' },
    ],
    [
      'a level that may less than the one below',
      withLimits({ l2LimitFen: 499_999 }),
      { row: 'L2', field: 'limitFen', reason: 'ruleset-limit-order' },
    ],
    ['a ceiling twice', withCaps({}, {}), { row: 'CAP-1', field: 'id', reason: 'ruleset-cap-name' }],
    [
      'a ceiling below nothing',
      withCaps({ capFen: -1 }),
      { row: 'CAP-1', field: 'capFen', reason: 'ruleset-cap-amount' },
    ],
    [
      'a ceiling of a kind of cost that names none',
      withCaps({ level: 'COST_TYPE' }),
      { row: 'CAP-1', field: 'level', reason: 'ruleset-cap-level' },
    ],
    [
      'a ceiling of a claim that names one',
      withCaps({ costType: 'LABOUR' }),
      { row: 'CAP-1', field: 'level', reason: 'ruleset-cap-level' },
    ],
  ])('%s', (_what, content, fault) => {
    expect(checkRuleset(content, FIRST_RULESET)).toEqual([fault]);
  });
});

it('a limit moves a claim to another level only when the payable amount stands between the two', () => {
  const judged = { disposition: 'IN_REVIEW', payableFen: 500_000, signature: 'G02' } as const;
  const limits = (l1LimitFen: number) => ({ ...judged, limits: { ...LIMITS, l1LimitFen } });
  expect(evaluationChange(limits(500_000), limits(600_000))).toBeNull();
  expect(evaluationChange(limits(500_000), limits(499_999))).toMatchObject({ levelBefore: 'L1', levelAfter: 'L2' });
  expect(withClaim(NO_COMPARISON, evaluationChange(limits(500_000), limits(499_999)))).toEqual({
    ...NO_COMPARISON,
    ...{ claims: 1, changed: 1, levelsChanged: 1 },
  });
  const byRules = (l1LimitFen: number) => ({ ...limits(l1LimitFen), disposition: 'AUTO_APPROVED' as const });
  expect(evaluationChange(byRules(500_000), byRules(1))).toBeNull();
});

it('differences name table, row, field, before and after; a changed rule counts up', () => {
  const changed = withRule((row) => ({ mode: 'SHADOW', parameters: { ...row.parameters, warnAfterDays: 20 } }));
  expect(rulesetDifferences(FIRST_RULESET, changed)).toEqual([
    { table: 'rules', row: 'G02', field: 'mode', before: '"LIVE"', after: '"SHADOW"' },
    { table: 'rules', row: 'G02', field: 'warnAfterDays', before: '30', after: '20' },
  ]);
  expect(
    withRuleVersions(changed, FIRST_RULESET)
      .rules.filter(({ version }) => version === 2)
      .map(({ id }) => id),
  ).toEqual(['G02']);
  expect(rulesetDifferences(withLimits({}), withLimits({ l1LimitFen: 600_000 }))).toEqual([
    { table: 'limits', row: 'L1', field: 'limitFen', before: '500000', after: '600000' },
  ]);
  expect(rulesetDifferences(FIRST_RULESET, withSplit([...split, rule('SR-1', 1, {})]))).toMatchObject([
    { table: 'split', row: 'SR-1', field: 'row', before: null },
  ]);
});

const LABELS = {
  labelOf: (name: string) => `label of ${name}`,
  nameOf: (label: string) => (label.startsWith('label of ') ? label.slice(9) : undefined),
  wordsOf: () => NO_WORDS,
};

it.each([
  ['label of shareBp = 33.5', { shareBp: 3_350 }],
  ['label of shareBp = 100%', { shareBp: 10_000 }],
  ['shareBp = 100', { shareBp: 100 }],
  ['shareBp = 33.5', null],
  ['label of aboveFen = 10,000', { aboveFen: 1_000_000 }],
  ['label of aboveFen = 0.05', { aboveFen: 5 }],
  ['label of aboveFen = 0.005', null],
  ['label of aboveFen = 1.', null],
  ['label of hoursCentiPerDay = 12.5', { hoursCentiPerDay: 1_250 }],
  ['label of criticalMilli = 20.09', { criticalMilli: 20_090 }],
  ['label of days = 7', { days: 7 }],
  ['label of days = 7.5', null],
])('under a label a value has the unit of the label: %s', (text, parameters) => {
  const [name = ''] = /\w+(?= =)/.exec(text) ?? [];
  const read = readParameters(text, { [name]: 0 }, LABELS);
  expect(read).toEqual(parameters === null ? { ok: false, reason: 'parameter-number' } : { ok: true, parameters });
  if (parameters !== null)
    expect(readParameters(parameterText(parameters, LABELS), parameters, LABELS)).toEqual({ ok: true, parameters });
});

const CLASSES = codeWords([
  { code: 'AC', word: '空调类', others: ['Air conditioning'] },
  { code: 'AXLE', word: '车桥类', others: ['Axles'] },
  { code: 'OTHER', word: '其他类', others: ['Other, not listed'] },
]);

describe('codes by their words', () => {
  it.each([
    ['空调类 AC', ['AC']],
    ['ac', ['AC']],
    ['Air conditioning, axle', ['AC', 'AXLE']],
    ['AC AXLE', ['AC', 'AXLE']],
    ['车桥类、空调类 AC；车桥类', ['AXLE', 'AC']],
    ['AXLE 车桥类', ['AXLE']],
    ['Other not listed OTHER', ['OTHER']],
  ])('%s is understood', (text, codes) => {
    expect(readCondition(text, 'componentClass', CLASSES)).toEqual({ field: 'componentClass', op: 'in', value: codes });
  });

  it('a word of two codes is none, a code is always itself', () => {
    const words = codeWords([
      { code: 'A', word: '济南站' },
      { code: 'B', word: '济南站' },
      { code: 'C', word: 'B' },
    ]);
    expect(['济南站', '济南站 B', 'b', '青岛站'].map((text) => words.codeOf(text))).toEqual([
      ...[undefined, 'B', 'B', undefined],
    ]);
  });

  it('a word that says its code stands alone, others stand with it, none in a list by itself', () => {
    const words = codeWords([
      { code: 'A', word: 'A 级' },
      { code: 'OK', word: 'Inspected, good' },
    ]);
    expect(['A', 'OK', 'X'].map((code) => words.textOf(code))).toEqual(['A 级', 'Inspected good OK', 'X']);
  });

  it('a condition and a parameter are written with words and read back', () => {
    const conditions = [{ field: 'componentClass', op: 'notIn', value: ['AC', 'OTHER'] }] as const;
    const text = conditionText(conditions, 'componentClass', CLASSES);
    expect(text).toBe('≠ 空调类 AC, 其他类 OTHER');
    expect(readCondition(text, 'componentClass', CLASSES)).toEqual(conditions[0]);
    const labels = { ...LABELS, wordsOf: () => CLASSES };
    const line = parameterText({ classes: ['AXLE'] }, labels);
    expect(line).toBe('label of classes = 车桥类 AXLE');
    expect(readParameters(line, { classes: [] }, labels)).toEqual({ ok: true, parameters: { classes: ['AXLE'] } });
    expect(readParameters('classes = air conditioning', { classes: [] }, labels)).toEqual({
      ...{ ok: true, parameters: { classes: ['AC'] } },
    });
  });
});

describe('cells as text and back', () => {
  it('every rule and every condition of the first ruleset survives', () => {
    for (const { parameters } of FIRST_RULESET.rules) {
      expect(readParameters(parameterText(parameters), parameters)).toEqual({ ok: true, parameters });
      expect(readParameters(parameterText(parameters, LABELS), parameters, LABELS)).toEqual({ ok: true, parameters });
    }
    for (const { conditions, labourBp } of split) {
      expect(readShares(sharesText(labourBp))).toEqual(labourBp);
      const back = SPLIT_FIELDS.map(({ field }) => readCondition(conditionText(conditions, field), field));
      const inOrder = SPLIT_FIELDS.flatMap(({ field }) => conditions.filter((one) => one.field === field));
      expect(back.filter((one) => one !== null)).toEqual(inOrder);
    }
  });

  it.each([
    ['80 / 0 / 20', [8_000, 0, 2_000]],
    ['33.33，33.33，33.34', [3_333, 3_333, 3_334]],
    ['80/0/21', null],
    ['80/20', null],
    ['-10/90/20', null],
  ])('shares %s', (text, shares) => {
    expect(readShares(text)).toEqual(shares);
  });

  it.each([
    ['days = 7', 'parameter-missing'],
    ['days = 7; exemptTypes = PDI; more = 1', 'parameter-unknown'],
    ['days = -7; exemptTypes =', 'parameter-number'],
    ['7', 'parameter-form'],
  ])('parameters %s are refused: %s', (text, reason) => {
    expect(readParameters(text, { days: 7, exemptTypes: ['PDI'] })).toEqual({ ok: false, reason });
  });
});
