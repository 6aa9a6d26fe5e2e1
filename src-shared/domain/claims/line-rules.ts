import { mulDivRound } from '../units/rounding.ts';
import { numberParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import { NOTHING } from './finding.ts';
import type { PricedLine } from './priced-line.ts';
import type { RuleRow, Scalar } from './ruleset-types.ts';

/*
 * Rules about one line. They judge what the pricing of the line found; whether the line is also cut depends on the rule
 * being live, which the pricing itself looks up.
 */

/** What `judge` finds line by line; the shared empty list where it finds nothing, as on most claims. */
function onLines(
  priced: readonly PricedLine[],
  judge: (line: PricedLine) => RuleFinding | null,
): readonly RuleFinding[] {
  let found: RuleFinding[] | null = null;
  for (const line of priced) {
    const finding = judge(line);
    if (finding === null) continue;
    if (found === null) found = [finding];
    else found.push(finding);
  }
  return found ?? NOTHING;
}

/** L01: more hours than the standard less the overlap; a warning when far above. */
export function hoursOverStandard(
  _: EvaluationContext,
  row: RuleRow,
  priced: readonly PricedLine[],
): readonly RuleFinding[] {
  return onLines(priced, ({ line, quantity }) => {
    if (line.costType !== 'LABOUR' || quantity['isOver'] !== true) return null;
    const standardCenti = wholeOf(quantity['standardHoursCenti']);
    const overlapCenti = wholeOf(quantity['overlapCenti']);
    const claimedCenti = wholeOf(quantity['claimedHoursCenti']);
    const limitCenti = Math.max(0, standardCenti - overlapCenti);
    // Compared exactly, so that rounding the limit lets nothing slip.
    const isFarAbove = claimedCenti * 10_000 > standardCenti * numberParameter(row, 'warnAboveBp');
    return {
      lineSeq: line.seq,
      ...(isFarAbove ? { severity: 'WARN' as const } : {}),
      facts: {
        item: quantity['item'] ?? null,
        claimedHoursCenti: claimedCenti,
        standardHoursCenti: standardCenti,
        overlapCenti,
        overlapsWith: quantity['overlapsWith'] ?? null,
        limitHoursCenti: limitCenti,
        catalogueVersion: quantity['catalogueVersion'] ?? null,
        ...(overlapCenti > 0 ? { context: 'overlap' } : {}),
      },
    };
  });
}

/** L06: the rate claimed is not the one in force on the repair finish date. */
export function labourRateWrong(
  _: EvaluationContext,
  __: RuleRow,
  priced: readonly PricedLine[],
): readonly RuleFinding[] {
  return onLines(priced, ({ line, price }) => {
    if (line.costType !== 'LABOUR') return null;
    const claimedRateFen = price['claimedRateFen'] ?? null;
    if (claimedRateFen === null) return null;
    const { rateFen = null, effectiveRateFen = null, coefficientBp = null, item = null } = price;
    return { lineSeq: line.seq, facts: { item, claimedRateFen, rateFen, effectiveRateFen, coefficientBp } };
  });
}

/** P05: the unit price claimed is above the list. */
export function priceOverList(
  { input }: EvaluationContext,
  row: RuleRow,
  priced: readonly PricedLine[],
): readonly RuleFinding[] {
  return onLines(priced, ({ line, price }) => {
    if (line.costType !== 'MATERIAL' || line.partId === null || line.supplyMode === 'FREE_ISSUE') return null;
    const part = input.masters.parts.get(line.partId);
    if (part === undefined) return null;
    const listPriceFen = mulDivRound(part.issuePriceFen, numberParameter(row, 'priceBp'), 10_000);
    if (line.unitFen <= listPriceFen) return null;
    const { item = null, qtyMilli = null } = price;
    const facts = { item, claimedUnitFen: line.unitFen, listPriceFen, overFen: line.unitFen - listPriceFen, qtyMilli };
    return { lineSeq: line.seq, facts };
  });
}

function wholeOf(value: Scalar | undefined): number {
  return typeof value === 'number' ? value : 0;
}
