import { sumExact } from '../units/rounding.ts';
import { contextOf, type EvaluationContext } from './evaluation-context.ts';
import type { Disposition, Evaluation, EvaluationInput, Hit } from './evaluation-types.ts';
import { pricingOf } from './price-lines.ts';
import type { PricedLine } from './priced-line.ts';
import { findHits, severityRank } from './rule-registry.ts';
import type { RuleRow, Ruleset } from './ruleset-types.ts';
import { splitLines } from './split-lines.ts';

/**
 * Everything the rules say about a claim: warranty, hits with their evidence, the money of every line with its trace, and
 * whether the claim is approved, rejected or left to a person. Pure: the same input and ruleset always give the same
 * answer. Claims §4.1 (steps 1–5), §5.
 */
export function evaluateClaim(input: EvaluationInput, ruleset: Ruleset): Evaluation {
  const context = contextOf(input, ruleset);
  const pricing = pricingOf(context);
  const hits = findHits(context, ruleset, pricing);
  const priced = pricing();
  const lines = splitLines(context, ruleset, priced);
  const live = hits.length === 0 ? hits : hits.filter((hit) => hit.mode === 'LIVE');
  const worst = live[0] ?? null;
  const payableFen = sumExact(lines.map((line) => line.payableFen));
  const rejectedBy = firstRowOfClass(live, context, 'autoReject');
  return {
    rulesetVersion: ruleset.version,
    warranty: context.warranty.result,
    ageMonths: context.warranty.ageMonths,
    hits,
    lines,
    claimedFen: sumExact(lines.map((line) => line.claimedFen)),
    stdFen: sumExact(lines.map((line) => line.stdFen)),
    payableFen,
    riskScore: riskScoreOf(live, input, ruleset),
    worstSeverity: worst === null ? 0 : severityRank(worst.severity),
    signature: live.length === 0 ? '' : [...new Set(live.map((hit) => hit.ruleId))].sort().join(','),
    hitCount: live.length,
    headline: worst === null ? null : { ruleId: worst.ruleId, facts: worst.facts },
    disposition: rejectedBy === null ? dispositionOf(context, priced, live, payableFen) : 'AUTO_REJECTED',
    entryBlocks: live.filter(
      (hit) => hit.severity === 'BLOCK' && context.live(hit.ruleId)?.classes.includes('entry') === true,
    ),
    proposedReasonCode: rejectedBy?.reasonCode ?? null,
  };
}

/** What `evaluateClaim` answers as `hits`, without the split of the money: all that a re-check of many claims asks for. */
export function claimHits(input: EvaluationInput, ruleset: Ruleset): Hit[] {
  const context = contextOf(input, ruleset);
  return findHits(context, ruleset, pricingOf(context));
}

function firstRowOfClass(
  hits: readonly Hit[],
  context: EvaluationContext,
  ruleClass: RuleRow['classes'][number],
): RuleRow | null {
  for (const hit of hits) {
    const row = context.live(hit.ruleId);
    if (row?.classes.includes(ruleClass) === true) return row;
  }
  return null;
}

/** Sorts the queue, never decides: points per hit by severity plus a part of the station's own risk, at most 100. */
function riskScoreOf(live: readonly Hit[], { station }: EvaluationInput, { tables }: Ruleset): number {
  const { infoPoints, warnPoints, blockPoints, stationRiskDivisor } = tables.risk;
  const points = { INFO: infoPoints, WARN: warnPoints, BLOCK: blockPoints };
  const stationPoints = Math.floor((station?.auditRisk ?? 0) / stationRiskDivisor);
  return Math.min(
    100,
    live.reduce((score, hit) => score + points[hit.severity], stationPoints),
  );
}

/**
 * Approved without a person only when nothing at all speaks against it (claims §3.2); an unknown warranty position, a line
 * without a catalogue row behind it, or nothing left to pay is for a person.
 */
function dispositionOf(
  { input, warranty }: EvaluationContext,
  priced: readonly PricedLine[],
  live: readonly Hit[],
  payableFen: number,
): Disposition {
  const { settings, station, sampled } = input;
  const obstacles = [
    live.some((hit) => hit.severity !== 'INFO'),
    payableFen > settings.autoApproveLimitFen,
    payableFen === 0,
    sampled,
    station?.autoEligible !== 1,
    warranty.result.position === 'UNKNOWN',
    priced.some((line) => !line.standardised),
  ];
  return obstacles.includes(true) ? 'IN_REVIEW' : 'AUTO_APPROVED';
}
