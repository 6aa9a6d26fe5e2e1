import { splitConditionHolds, splitRuleInForce, type SplitFact } from '../../settlement/split.ts';
import { evaluateClaim } from '../evaluate-claim.ts';
import { contextOf } from '../evaluation-context.ts';
import type { Disposition, EvaluationInput, Hit } from '../evaluation-types.ts';
import type { Ruleset } from '../ruleset-types.ts';
import { splitFactsOf } from '../split-lines.ts';

/** One condition of the split table held against a claim: what is asked, what the claim says, whether that fits. */
export interface TriedCondition {
  field: string;
  op: string;
  value: string[] | number | null;
  fact: SplitFact;
  holds: boolean;
}

export interface TriedSplitRule {
  ruleId: string;
  /** Whether the rule's own dates include the day of the repair. */
  inForce: boolean;
  matches: boolean;
  conditions: TriedCondition[];
}

/** One claim judged by one ruleset, with everything that was asked; amounts in fen. */
export interface RulesetTrial {
  rulesetVersion: number;
  disposition: Disposition;
  claimedFen: number;
  payableFen: number;
  hits: Hit[];
  lines: { seq: number; costType: string; splitRuleId: string; stdFen: number; payableFen: number }[];
  /** In the order of the table: the first that matches decides. */
  split: TriedSplitRule[];
}

/**
 * What a ruleset says of one claim: decision, amounts, hits, and every rule of the split table with each of its conditions
 * held against the claim's facts. Labour and material may stand differently; the table shows the claim's own position, the
 * lines the rule each of them got. Claims §4.3 ("try it").
 */
export function tryRuleset(input: EvaluationInput, ruleset: Ruleset): RulesetTrial {
  const evaluation = evaluateClaim(input, ruleset);
  const costTypes = new Map(input.lines.map(({ seq, costType }) => [seq, costType]));
  return {
    rulesetVersion: ruleset.version,
    disposition: evaluation.disposition,
    claimedFen: evaluation.claimedFen,
    payableFen: evaluation.payableFen,
    hits: evaluation.hits,
    lines: evaluation.lines.map(({ seq, splitRuleId, stdFen, payableFen }) => ({
      ...{ seq, costType: costTypes.get(seq) ?? '', splitRuleId, stdFen, payableFen },
    })),
    split: triedSplit(input, ruleset),
  };
}

function triedSplit(input: EvaluationInput, ruleset: Ruleset): TriedSplitRule[] {
  const facts = splitFactsOf(contextOf(input, ruleset));
  const inOrder = [...ruleset.tables.split].sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
  return inOrder.map((rule) => {
    const inForce = splitRuleInForce(rule, input.claim.repairFinishDate);
    const conditions = rule.conditions.map((condition): TriedCondition => ({
      ...{ field: condition.field, op: condition.op, value: condition.value as TriedCondition['value'] },
      fact: facts[condition.field] ?? null,
      holds: splitConditionHolds(condition, facts),
    }));
    return { ruleId: rule.id, inForce, matches: inForce && conditions.every(({ holds }) => holds), conditions };
  });
}
