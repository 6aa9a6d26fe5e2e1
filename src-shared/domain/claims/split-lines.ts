import {
  capProRata,
  matchingSplitRule,
  sharesOfCostType,
  splitCumulative,
  type SplitFacts,
  type SplitRule,
} from '../settlement/split.ts';
import { isRework } from './duplicate-rules.ts';
import type { EvaluationContext } from './evaluation-context.ts';
import type { EvaluatedLine, TraceStep } from './evaluation-types.ts';
import { pricingTrace, type PricedLine } from './priced-line.ts';
import type { CapRow, Ruleset } from './ruleset-types.ts';
import { latenessCutBp } from './station-rules.ts';

/**
 * The shares of every line by the split table, then what the maker pays after caps (line → cost type → claim) and the cut
 * for lateness; each step with its rule in the trace. Claims §4.1 steps 4 and 5, §4.3.
 */
export function splitLines(
  context: EvaluationContext,
  ruleset: Ruleset,
  priced: readonly PricedLine[],
): EvaluatedLine[] {
  const facts = splitFactsOf(context);
  const onDate = context.input.claim.repairFinishDate;
  // One look at the table per position: labour and material seldom stand differently.
  let [found, foundFor]: [SplitRule | null, string | null] = [null, null];
  const lines = priced.map((line) => {
    const { costType } = line.line;
    const position = context.warranty.positionOf(costType);
    if (found === null || foundFor !== position) {
      const ofPosition = position === facts['position'] ? facts : { ...facts, position };
      found = matchingSplitRule({ rules: ruleset.tables.split, facts: ofPosition, onDate });
      foundFor = position;
    }
    return splitLine(context, line, { ruleId: found.id, sharesBp: sharesOfCostType(found, costType) });
  });
  if (ruleset.tables.caps.length > 0) capLines(context, ruleset, lines, priced);
  cutForLateness(context, lines);
  for (const line of lines)
    line.trace.push(stepOf(context, { step: 'payable', ruleId: null, amountFen: line.payableFen, facts: {} }));
  return lines;
}

/** The facts the conditions of the split table may name; the position is set per cost type. */
export function splitFactsOf(context: EvaluationContext): SplitFacts {
  const { claim, station } = context.input;
  const { warranty } = context;
  return {
    productLine: claim.productLine,
    claimType: claim.type,
    claimantType: claim.claimantType,
    position: warranty.result.position,
    componentClass: warranty.componentClass,
    responsibility: claim.responsibility,
    grade: station?.terms?.grade ?? null,
    isRework: isRework(context),
    monthsOver: warranty.monthsOver,
    kmUsedBp: warranty.kmUsedBp,
    hasPreauth: claim.preauthId !== null,
  };
}

function splitLine(
  context: EvaluationContext,
  priced: PricedLine,
  rule: { ruleId: string; sharesBp: number[] },
): EvaluatedLine {
  const [mfrShareBp = 0, custShareBp = 0, stationShareBp = 0] = rule.sharesBp;
  const [mfrFen = 0, custFen = 0, stationFen = 0] = splitCumulative({
    amountFen: priced.stdFen,
    sharesBp: rule.sharesBp,
  });
  const facts = { mfrShareBp, custShareBp, stationShareBp, mfrFen, custFen, stationFen };
  const trace = pricingTrace(priced);
  trace.push(stepOf(context, { step: 'split', ruleId: rule.ruleId, amountFen: mfrFen, facts }));
  return {
    seq: priced.line.seq,
    hoursCenti: priced.hoursCenti,
    claimedFen: priced.claimedFen,
    stdFen: priced.stdFen,
    ruleId: priced.ruleId,
    splitRuleId: rule.ruleId,
    mfrShareBp,
    custShareBp,
    stationShareBp,
    mfrFen,
    custFen,
    stationFen,
    payableFen: mfrFen,
    trace,
  };
}

type ShareStep = Pick<TraceStep, 'amountFen' | 'ruleId' | 'facts'> & { step: 'split' | 'cap' | 'payable' };

function stepOf({ rulesetVersion }: EvaluationContext, { step, ruleId, amountFen, facts }: ShareStep): TraceStep {
  return { step, ruleId, rulesetVersion: ruleId === null ? null : rulesetVersion, amountFen, facts };
}

const LEVELS: readonly CapRow['level'][] = ['LINE', 'COST_TYPE', 'CLAIM'];

function capLines(
  context: EvaluationContext,
  ruleset: Ruleset,
  lines: EvaluatedLine[],
  priced: readonly PricedLine[],
): void {
  const { claim } = context.input;
  const costTypeOf = new Map(priced.map(({ line }) => [line.seq, line.costType]));
  const caps = ruleset.tables.caps.filter(
    (cap) =>
      (cap.claimType === null || cap.claimType === claim.type) &&
      (cap.productLine === null || cap.productLine === claim.productLine) &&
      (cap.validFrom === null || cap.validFrom <= claim.repairFinishDate) &&
      (cap.validTo === null || claim.repairFinishDate <= cap.validTo),
  );
  for (const level of LEVELS) {
    for (const cap of caps.filter((row) => row.level === level)) {
      const capped = lines.filter((line) => cap.costType === null || costTypeOf.get(line.seq) === cap.costType);
      if (level === 'LINE') for (const line of capped) capTogether(context, cap, [line]);
      else capTogether(context, cap, capped);
    }
  }
}

function capTogether(context: EvaluationContext, cap: CapRow, lines: readonly EvaluatedLine[]): void {
  const before = lines.map((line) => line.payableFen);
  const after = capProRata({ amountsFen: before, capFen: cap.capFen });
  lines.forEach((line, index) => {
    const amountFen = after[index] ?? 0;
    if (amountFen === line.payableFen) return;
    const facts = { level: cap.level, capFen: cap.capFen, beforeFen: line.payableFen };
    line.payableFen = amountFen;
    line.trace.push(stepOf(context, { step: 'cap', ruleId: cap.id, amountFen, facts }));
  });
}

/** Claims §5 G02: the lateness costs a share of what the maker would pay, split so that no fen is lost. */
function cutForLateness(context: EvaluationContext, lines: readonly EvaluatedLine[]): void {
  const cutBp = latenessCutBp(context);
  if (cutBp === 0) return;
  for (const line of lines) {
    const [keptFen = 0] = splitCumulative({ amountFen: line.payableFen, sharesBp: [10_000 - cutBp, cutBp] });
    const facts = { cutBp, beforeFen: line.payableFen };
    line.payableFen = keptFen;
    line.trace.push(stepOf(context, { step: 'cap', ruleId: 'G02', amountFen: keptFen, facts }));
  }
}
