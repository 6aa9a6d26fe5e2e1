import { mulDivRound } from '../units/rounding.ts';
import { numberParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import type { PricedLine } from './priced-line.ts';
import type { RuleRow, Scalar } from './ruleset-types.ts';

/*
 * Rules about one line. They judge what the pricing of the line found; whether the line is also cut depends on the rule
 * being live, which the pricing itself looks up.
 */

/** L01: more hours than the standard less the overlap; a warning when far above. */
export function hoursOverStandard(_: EvaluationContext, row: RuleRow, priced: readonly PricedLine[]): RuleFinding[] {
  return priced.flatMap(({ line, quantity }): RuleFinding[] => {
    if (line.costType !== 'LABOUR' || quantity['isOver'] !== true) return [];
    const standardCenti = wholeOf(quantity['standardHoursCenti']);
    const overlapCenti = wholeOf(quantity['overlapCenti']);
    const claimedCenti = wholeOf(quantity['claimedHoursCenti']);
    const limitCenti = Math.max(0, standardCenti - overlapCenti);
    // Compared exactly, so that rounding the limit lets nothing slip.
    const isFarAbove = claimedCenti * 10_000 > standardCenti * numberParameter(row, 'warnAboveBp');
    return [
      {
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
      },
    ];
  });
}

/** L06: the rate claimed is not the one in force on the repair finish date. */
export function labourRateWrong(_: EvaluationContext, __: RuleRow, priced: readonly PricedLine[]): RuleFinding[] {
  return priced.flatMap(({ line, price }): RuleFinding[] => {
    const claimedRateFen = price['claimedRateFen'] ?? null;
    if (line.costType !== 'LABOUR' || claimedRateFen === null) return [];
    const { rateFen = null, effectiveRateFen = null, coefficientBp = null, item = null } = price;
    return [{ lineSeq: line.seq, facts: { item, claimedRateFen, rateFen, effectiveRateFen, coefficientBp } }];
  });
}

/** P05: the unit price claimed is above the list. */
export function priceOverList(
  { input }: EvaluationContext,
  row: RuleRow,
  priced: readonly PricedLine[],
): RuleFinding[] {
  return priced.flatMap(({ line, price }): RuleFinding[] => {
    const part = line.partId === null ? undefined : input.masters.parts.get(line.partId);
    if (line.costType !== 'MATERIAL' || part === undefined || line.supplyMode === 'FREE_ISSUE') return [];
    const listPriceFen = mulDivRound(part.issuePriceFen, numberParameter(row, 'priceBp'), 10_000);
    if (line.unitFen <= listPriceFen) return [];
    const { item = null, qtyMilli = null } = price;
    const facts = { item, claimedUnitFen: line.unitFen, listPriceFen, overFen: line.unitFen - listPriceFen, qtyMilli };
    return [{ lineSeq: line.seq, facts }];
  });
}

function wholeOf(value: Scalar | undefined): number {
  return typeof value === 'number' ? value : 0;
}
