import { labourAmountFen } from '../settlement/labour.ts';
import { mulDivRound } from '../units/rounding.ts';
import type { EvaluationContext } from './evaluation-context.ts';
import type { LineFact } from './evaluation-types.ts';
import { differingRateFen } from './labour-rate.ts';
import { labourHours, type LabourStandard } from './labour-standards.ts';
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
  const { claimedCenti, limitCenti, isOver } = labourHours(line, standard);
  const cutsHours = isOver && context.live('L01') !== null;
  const payableCenti = cutsHours ? (limitCenti ?? claimedCenti) : claimedCenti;
  const rate = context.labourRate();
  const differingFen = differingRateFen(rate, line);
  const cutsRate = differingFen !== null && context.live('L06') !== null;
  const valueOf = (hoursCenti: number, statedFen: number | null): number =>
    statedFen === null
      ? labourAmountFen({ hoursCenti, rateFenPerHour: rate.baseFen ?? 0, coefficientsBp: rate.coefficientsBp })
          .amountFen
      : mulDivRound(hoursCenti, statedFen, 100);
  const amountFen = valueOf(payableCenti, cutsRate ? null : differingFen);
  return pricedLine({
    line,
    hoursCenti: claimedCenti,
    claimedFen: line.claimedFen ?? valueOf(claimedCenti, differingFen),
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
        claimedRateFen: differingFen,
      },
    },
    standardised: standard !== undefined && rate.baseFen !== null,
    rulesetVersion: context.rulesetVersion,
  });
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
