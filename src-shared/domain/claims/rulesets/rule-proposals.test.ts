import { expect, it } from 'vitest';
import type { RuleMode } from '../ruleset-types.ts';
import { ruleProposals } from './rule-proposals.ts';

const SETTINGS = { ruleProposalMinHits: 50, rulePromotePrecisionBp: 9_000, ruleDemoteOverriddenBp: 4_000 };

it.each<[string, RuleMode, { mode?: string; hits: number; upheld?: number; overridden?: number }, string | null]>([
  ['nine tenths upheld over 50 hits in shadow', 'SHADOW', { hits: 50, upheld: 45 }, 'SHADOW LIVE 45/50 9000'],
  ['one less', 'SHADOW', { hits: 50, upheld: 44 }, null],
  ['a hit too few', 'SHADOW', { hits: 49, upheld: 49 }, null],
  ['hits it had when it was live', 'SHADOW', { mode: 'LIVE', hits: 500, upheld: 500 }, null],
  ['more than two fifths overridden', 'LIVE', { hits: 100, overridden: 41 }, 'LIVE SHADOW 41/100 4100'],
  ['just two fifths', 'LIVE', { hits: 100, overridden: 40 }, null],
  ['overridden, but too few hits', 'LIVE', { hits: 49, overridden: 49 }, null],
  ['a live rule that is right', 'LIVE', { hits: 100, upheld: 100 }, null],
  ['a rule that is off', 'OFF', { hits: 100, upheld: 100, overridden: 100 }, null],
])('%s', (_what, mode, record, proposal) => {
  const found = ruleProposals(
    [{ id: 'S04', mode }],
    [{ ruleId: 'S04', mode, upheld: 0, overridden: 0, ...record }],
    SETTINGS,
  );
  const texts = found.map(
    ({ from, to, counted, hits, shareBp }) => `${from} ${to} ${String(counted)}/${String(hits)} ${String(shareBp)}`,
  );
  expect(texts).toEqual(proposal === null ? [] : [proposal]);
});

it('the rule with most hits is told first', () => {
  const record = (ruleId: string, hits: number) => ({ ruleId, mode: 'SHADOW', hits, upheld: hits, overridden: 0 });
  const rules = ['A', 'B', 'C'].map((id) => ({ id, mode: 'SHADOW' as const }));
  const found = ruleProposals(rules, [record('A', 60), record('B', 80), record('C', 60)], SETTINGS);
  expect(found.map(({ ruleId }) => ruleId)).toEqual(['B', 'A', 'C']);
});
