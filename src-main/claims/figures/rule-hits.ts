import { readRuleCondition, type HitFate } from '../../../src-shared/contract/figure-conditions.ts';
import type { Condition } from '../../db/grid-filter.ts';

/** Reason code of every rule in every version, and whether the rule cuts amounts by itself. */
export const RULE_REASONS = `rule_reason as materialized (
  select r.ruleset_version, json_extract(one.value, '$.id') as rule_id,
         json_extract(one.value, '$.reasonCode') as reason_code,
         instr(json_extract(one.value, '$.classes'), 'autoReduce') > 0 as cuts
    from ruleset r, json_each(r.rules_json) one where r.status = 'PUBLISHED')`;

/** The claims with their hits, `c` and `h`, and the reason the rule had in its version, `n`. */
export const HITS = `claim c join rule_hit h on h.claim_id = c.id
  left join rule_reason n on n.ruleset_version = h.ruleset_version and n.rule_id = h.rule_id`;

/**
 * Whether the decision says what the hit says: the claim, or a line the hit is about, was refused or cut for the rule's
 * reason, or the rule's own cut was let stand.
 */
const IS_UPHELD = `h.state <> 'OVERRIDDEN' and c.approved_fen < c.claimed_fen and (
  c.reason_code = n.reason_code or exists (
    select 1 from claim_line l
     where l.claim_id = c.id and (h.line_seq is null or l.seq = h.line_seq)
       and (l.reason_code = n.reason_code and l.approved_fen < l.claimed_fen
         or n.cuts and instr(l.calc_trace_json, '"ruleId":"' || h.rule_id || '"') > 0)))`;

/** Which hits a figure of a rule counts the claims of; the figure and the claims it opens ask the same. */
export const HIT_FATE_SQL: Readonly<Record<HitFate, string>> = {
  hitBy: 'true',
  upheldBy: `coalesce(${IS_UPHELD}, false)`,
  overriddenBy: `h.state = 'OVERRIDDEN'`,
};

/** The claims with such a hit of the rule: `L01`, or `L01 SHADOW` for a rule on trial. */
export function ruleHits(fate: HitFate): (value: string) => Condition | null {
  return (value) => {
    const asked = readRuleCondition(value);
    if (asked === null) return null;
    return {
      sql: `c.id in (with ${RULE_REASONS} select c.id from ${HITS}
              where h.rule_id = ? and h.mode = ? and ${HIT_FATE_SQL[fate]})`,
      params: [asked.ruleId, asked.mode],
    };
  };
}
