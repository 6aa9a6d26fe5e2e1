import { labourAmountFen } from '../settlement/labour.ts';
import { mulDivRound } from '../units/rounding.ts';
import type { EvaluationContext } from './evaluation-context.ts';
import type { LineFact } from './evaluation-types.ts';
import type { LabourStandard } from './labour-standards.ts';
import { pricedLine, type PricedLine } from './priced-line.ts';

/**
 * A labour line at 100 %: hours up to the standard less the overlap (while L01 is live) at the rate in force on the repair
 * finish date with its coefficients (while L06 is live). Claims §4.1–4.2.
 */
export function priceLabour(
  context: EvaluationContext,
  line: LineFact,
  standard: LabourStandard | undefined,
): PricedLine {
  const limitCenti = standard === undefined ? null : Math.max(0, standard.standardCenti - standard.overlapCenti);
  const claimedCenti = line.hoursCenti ?? standard?.standardCenti ?? 0;
  const isOver = limitCenti !== null && claimedCenti > limitCenti;
  const cutsHours = isOver && context.live('L01') !== null;
  const payableCenti = cutsHours ? limitCenti : claimedCenti;
  const rate = labourRateOf(context, line);
  const cutsRate = rate.statedFen !== null && context.live('L06') !== null;
  const valueOf = (hoursCenti: number, statedFen: number | null): number =>
    statedFen === null
      ? labourAmountFen({ hoursCenti, rateFenPerHour: rate.baseFen ?? 0, coefficientsBp: rate.coefficientsBp })
          .amountFen
      : mulDivRound(hoursCenti, statedFen, 100);
  const amountFen = valueOf(payableCenti, cutsRate ? null : rate.statedFen);
  return pricedLine({
    line,
    hoursCenti: claimedCenti,
    claimedFen: line.claimedFen ?? valueOf(claimedCenti, rate.statedFen),
    amountStated: line.claimedFen !== null,
    quantity: {
      claimed: claimedCenti,
      payable: payableCenti,
      ruleId: cutsHours ? 'L01' : null,
      facts: {
        item: line.itemCode ?? line.description,
        hoursStated: line.hoursCenti !== null,
        claimedHoursCenti: claimedCenti,
        payableHoursCenti: payableCenti,
        standardHoursCenti: standard?.standardCenti ?? null,
        overlapCenti: standard?.overlapCenti ?? 0,
        overlapsWith: standard?.overlapsWith ?? null,
        catalogueVersion: standard?.operation.catalogueVersion ?? null,
        isOver,
      },
    },
    price: {
      amountFen,
      ruleId: cutsRate ? 'L06' : null,
      facts: {
        item: line.itemCode ?? line.description,
        hoursCenti: payableCenti,
        rateFen: rate.baseFen,
        coefficientBp: rate.coefficientBp,
        effectiveRateFen: rate.effectiveFen,
        claimedRateFen: rate.statedFen,
      },
    },
    standardised: standard !== undefined && rate.baseFen !== null,
    rulesetVersion: context.rulesetVersion,
  });
}

interface LabourRate {
  baseFen: number | null;
  coefficientsBp: number[];
  coefficientBp: number;
  effectiveFen: number | null;
  /** The claimed rate where it is neither the base rate nor the base rate with its coefficients; null = it agrees. */
  statedFen: number | null;
}

/** A station may state the base rate or the rate after its coefficient; both say the same. */
function labourRateOf(context: EvaluationContext, line: LineFact): LabourRate {
  const baseFen = context.rate('LABOUR_HOUR');
  const coefficientsBp = [context.rate('GRADE_COEFFICIENT'), context.rate('REGION_COEFFICIENT')].filter(
    (coefficientBp) => coefficientBp !== null,
  );
  const perHour = labourAmountFen({ hoursCenti: 100, rateFenPerHour: baseFen ?? 0, coefficientsBp });
  const effectiveFen = baseFen === null ? null : perHour.amountFen;
  const agrees = line.unitFen === 0 || line.unitFen === baseFen || line.unitFen === effectiveFen;
  const statedFen = agrees || baseFen === null ? null : line.unitFen;
  return { baseFen, coefficientsBp, coefficientBp: perHour.coefBp, effectiveFen, statedFen };
}

/** The fixed price of a check or a first service: on its first labour line, nothing on the others. Claims §4.4. */
export function priceFixedFee(
  context: EvaluationContext,
  line: LineFact,
  fixed: { feeFen: number; carriesFee: boolean },
): PricedLine {
  const amountFen = fixed.carriesFee ? fixed.feeFen : 0;
  return pricedLine({
    line,
    hoursCenti: line.hoursCenti,
    claimedFen: line.claimedFen ?? amountFen,
    amountStated: line.claimedFen !== null,
    quantity: { claimed: 1, payable: 1, ruleId: null, facts: { item: line.itemCode ?? line.description } },
    price: { amountFen, ruleId: null, facts: { fixedFeeFen: amountFen } },
    standardised: true,
    rulesetVersion: context.rulesetVersion,
  });
}
