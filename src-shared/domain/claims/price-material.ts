import { handlingFeeFen, materialLine } from '../settlement/material.ts';
import { mulDivRound } from '../units/rounding.ts';
import type { EvaluationContext } from './evaluation-context.ts';
import { numberParameter } from './evaluation-context.ts';
import type { LineFact, PartFact } from './evaluation-types.ts';
import { pricedLine, type PricedLine } from './priced-line.ts';

/**
 * A material line at 100 %: quantity up to the maximum of a vehicle, unit price up to the list (while P05 is live), mark-up
 * by the way of supply. Without a part of our list the bill is taken as it is, for a person to look at. Claims §4.2.
 */
export function priceMaterial(context: EvaluationContext, line: LineFact): PricedLine {
  const part = line.partId === null ? undefined : context.input.masters.parts.get(line.partId);
  if (part === undefined) return priceAsBilled(context, line);
  const qtyMilli = line.qtyMilli ?? 1000;
  const supplyMode = line.supplyMode ?? 'STATION_STOCK';
  const list = listPriceOf(context, part);
  const claimedUnitFen = line.unitFen === 0 ? part.issuePriceFen : line.unitFen;
  const isOver = line.unitFen > list.priceFen;
  const cutsPrice = isOver && list.isLive;
  const valueAt = (issuePriceFen: number, maxQtyMilli: number | null): ReturnType<typeof materialLine> =>
    materialLine({
      supplyMode,
      claimedUnitFen,
      issuePriceFen,
      markupBp: context.rate('STOCK_MARKUP') ?? 0,
      qtyMilli,
      maxQtyMilli,
      preApprovalAboveFen: context.rate('LOCAL_BUY_PREAPPROVAL') ?? 0,
    });
  const value = valueAt(
    cutsPrice ? list.priceFen : Math.max(claimedUnitFen, list.priceFen),
    part.maxQtyPerVehicleMilli,
  );
  const claimedFen = line.claimedFen ?? valueAt(claimedUnitFen, null).amountFen;
  const isTooMuch = value.qtyMilli < qtyMilli;
  return pricedLine({
    line,
    hoursCenti: null,
    claimedFen,
    amountStated: line.claimedFen !== null,
    quantity: {
      claimed: qtyMilli,
      payable: value.qtyMilli,
      ruleId: isTooMuch ? 'P01' : null,
      facts: {
        item: part.partNo,
        claimedQtyMilli: qtyMilli,
        payableQtyMilli: value.qtyMilli,
        maxQtyMilli: part.maxQtyPerVehicleMilli,
      },
    },
    price: {
      amountFen: value.amountFen,
      ruleId: cutsPrice ? 'P05' : null,
      facts: {
        item: part.partNo,
        supplyMode,
        claimedUnitFen,
        listPriceFen: list.priceFen,
        unitFen: value.unitFen,
        qtyMilli: value.qtyMilli,
        issueValueFen: value.issueValueFen,
        needsPreApproval: value.needsPreApproval,
        isOver,
      },
    },
    standardised: true,
    rulesetVersion: context.rulesetVersion,
  });
}

/** The handling fee for a part issued free of charge, by its issue price, with the cap per line. Claims §4.2. */
export function priceHandling(context: EvaluationContext, line: LineFact): PricedLine {
  const part = line.partId === null ? undefined : context.input.masters.parts.get(line.partId);
  if (part === undefined) return priceAsBilled(context, line);
  const qtyMilli = line.qtyMilli ?? 1000;
  const maxQtyMilli = part.maxQtyPerVehicleMilli;
  const payableMilli = maxQtyMilli === null ? qtyMilli : Math.min(qtyMilli, maxQtyMilli);
  const handlingBp = context.rate('HANDLING') ?? 0;
  const capFen = context.rate('HANDLING_CAP');
  const feeOf = (quantityMilli: number): ReturnType<typeof handlingFeeFen> =>
    handlingFeeFen({ issuePriceFen: part.issuePriceFen, qtyMilli: quantityMilli, handlingBp, capFen });
  const fee = feeOf(payableMilli);
  return pricedLine({
    line,
    hoursCenti: null,
    claimedFen: line.claimedFen ?? feeOf(qtyMilli).amountFen,
    amountStated: line.claimedFen !== null,
    quantity: {
      claimed: qtyMilli,
      payable: payableMilli,
      ruleId: payableMilli < qtyMilli ? 'P01' : null,
      facts: { item: part.partNo, claimedQtyMilli: qtyMilli, payableQtyMilli: payableMilli, maxQtyMilli },
    },
    price: {
      amountFen: fee.amountFen,
      ruleId: null,
      facts: {
        item: part.partNo,
        issuePriceFen: part.issuePriceFen,
        qtyMilli: payableMilli,
        handlingBp,
        capFen,
        uncappedFen: fee.uncappedFen,
      },
    },
    standardised: true,
    rulesetVersion: context.rulesetVersion,
  });
}

/** A line no catalogue stands behind (sublet, other, unknown part): the bill is the amount, and a person decides. */
export function priceAsBilled(context: EvaluationContext, line: LineFact): PricedLine {
  const qtyMilli = line.qtyMilli ?? 1000;
  const claimedFen = line.claimedFen ?? mulDivRound(line.unitFen, qtyMilli, 1000);
  const item = line.itemCode ?? line.description;
  return pricedLine({
    line,
    hoursCenti: line.hoursCenti,
    claimedFen,
    amountStated: line.claimedFen !== null,
    quantity: { claimed: qtyMilli, payable: qtyMilli, ruleId: null, facts: { item } },
    price: { amountFen: claimedFen, ruleId: null, facts: { item, unitFen: line.unitFen, qtyMilli, asBilled: true } },
    standardised: false,
    rulesetVersion: context.rulesetVersion,
  });
}

function listPriceOf(context: EvaluationContext, part: PartFact): { priceFen: number; isLive: boolean } {
  const row = context.live('P05');
  if (row === null) return { priceFen: part.issuePriceFen, isLive: false };
  return { priceFen: mulDivRound(part.issuePriceFen, numberParameter(row, 'priceBp'), 10_000), isLive: true };
}
