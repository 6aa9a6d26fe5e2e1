import { mulDivRound } from '../units/rounding.ts';
import { numberParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import type { LineFact } from './evaluation-types.ts';
import { NOTHING, onLines } from './finding.ts';
import { differingRateFen } from './labour-rate.ts';
import { labourHours, standardOfLine } from './labour-standards.ts';
import { priceMaterial } from './price-material.ts';
import type { RuleRow } from './ruleset-types.ts';

/*
 * Rules about one line. They ask what the pricing of the line asks; whether the line is also cut depends on the rule being
 * live, which the pricing itself looks up.
 */

/** Labour lines whose hours and rate count; a fixed fee (claims §4.4) asks for neither. */
function onLabour(context: EvaluationContext, judge: (line: LineFact) => RuleFinding | null): readonly RuleFinding[] {
  if (context.fixedFeeFen() !== null) return NOTHING;
  return onLines(context.input.lines, (line) => (line.costType === 'LABOUR' ? judge(line) : null));
}

const itemOf = (line: LineFact): string => line.itemCode ?? line.description;

/** L01: more hours than the standard less the overlap; a warning when far above. */
export function hoursOverStandard(context: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  return onLabour(context, (line) => {
    const standard = standardOfLine(context.labourStandards(), line.seq);
    const { claimedCenti, limitCenti, isOver } = labourHours(line, standard);
    if (!isOver || standard === undefined) return null;
    const { standardCenti, overlapCenti, overlapsWith } = standard;
    // Compared exactly, so that rounding the limit lets nothing slip.
    const isFarAbove = claimedCenti * 10_000 > standardCenti * numberParameter(row, 'warnAboveBp');
    return {
      lineSeq: line.seq,
      ...(isFarAbove ? { severity: 'WARN' as const } : {}),
      facts: {
        item: itemOf(line),
        claimedHoursCenti: claimedCenti,
        standardHoursCenti: standardCenti,
        overlapCenti,
        overlapsWith,
        limitHoursCenti: limitCenti,
        catalogueVersion: standard.operation.catalogueVersion,
        ...(overlapCenti > 0 ? { context: 'overlap' } : {}),
      },
    };
  });
}

/** L06: the rate claimed is not the one in force on the repair finish date. */
export function labourRateWrong(context: EvaluationContext): readonly RuleFinding[] {
  return onLabour(context, (line) => {
    if (line.unitFen === 0) return null;
    const { baseFen: rateFen, effectiveFen: effectiveRateFen, coefficientBp } = context.labourRate();
    const claimedRateFen = differingRateFen(context.labourRate(), line);
    if (claimedRateFen === null) return null;
    return {
      lineSeq: line.seq,
      facts: { item: itemOf(line), claimedRateFen, rateFen, effectiveRateFen, coefficientBp },
    };
  });
}

/** P05: the unit price claimed is above the list. */
export function priceOverList(context: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { lines, masters } = context.input;
  return onLines(lines, (line) => {
    if (line.costType !== 'MATERIAL' || line.partId === null || line.supplyMode === 'FREE_ISSUE') return null;
    const part = masters.parts.get(line.partId);
    if (part === undefined) return null;
    const listPriceFen = mulDivRound(part.issuePriceFen, numberParameter(row, 'priceBp'), 10_000);
    if (line.unitFen <= listPriceFen) return null;
    const { item = null, qtyMilli = null } = priceMaterial(context, line).price;
    const facts = { item, claimedUnitFen: line.unitFen, listPriceFen, overFen: line.unitFen - listPriceFen, qtyMilli };
    return { lineSeq: line.seq, facts };
  });
}
