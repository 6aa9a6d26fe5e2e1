import { Refusal, refuseNegative } from '../units/refusal.ts';
import { mulDivRound, mulMulDivRound } from '../units/rounding.ts';

export interface MaterialLineInput {
  supplyMode: string;
  claimedUnitFen: number;
  issuePriceFen: number;
  markupBp: number;
  qtyMilli: number;
  maxQtyMilli: number | null;
  preApprovalAboveFen: number;
}

export interface MaterialLineValue {
  unitFen: number;
  qtyMilli: number;
  amountFen: number;
  issueValueFen: number;
  needsPreApproval: boolean;
}

/** The unit price of each way of supply (claims §4.2): the unit is rounded first, so that unit × qty is what is printed. */
const UNIT_PRICES: Readonly<Record<string, (input: MaterialLineInput) => number>> = {
  FREE_ISSUE: () => 0,
  STATION_STOCK: ({ claimedUnitFen, issuePriceFen, markupBp }) =>
    mulDivRound(Math.min(claimedUnitFen, issuePriceFen), 10000 + markupBp, 10000),
  LOCAL_BUY: ({ claimedUnitFen, issuePriceFen }) => Math.min(claimedUnitFen, issuePriceFen),
};

/**
 * What a material line is worth at 100 %: unit, payable quantity, amount and issue value in fen.
 * Refuses `unknown-supply-mode`, then `negative-input`. Claims §4.2.
 */
export function materialLine(input: MaterialLineInput): MaterialLineValue {
  const unitPrice = Object.hasOwn(UNIT_PRICES, input.supplyMode) ? UNIT_PRICES[input.supplyMode] : undefined;
  if (unitPrice === undefined) throw new Refusal('unknown-supply-mode');
  refuseNegative(input.claimedUnitFen, input.issuePriceFen, input.markupBp, input.qtyMilli, input.maxQtyMilli);
  refuseNegative(input.preApprovalAboveFen);
  const unitFen = unitPrice(input);
  const qtyMilli = input.maxQtyMilli === null ? input.qtyMilli : Math.min(input.qtyMilli, input.maxQtyMilli);
  const amountFen = mulDivRound(unitFen, qtyMilli, 1000);
  return {
    unitFen,
    qtyMilli,
    amountFen,
    issueValueFen: mulDivRound(input.issuePriceFen, qtyMilli, 1000),
    needsPreApproval: input.supplyMode === 'LOCAL_BUY' && amountFen > input.preApprovalAboveFen,
  };
}

/**
 * The fee for handling a part issued free of charge: rhu(issue price × qty × handling share), one rounding, then the cap.
 * Refuses `negative-input`. Claims §4.2.
 */
export function handlingFeeFen(input: {
  issuePriceFen: number;
  qtyMilli: number;
  handlingBp: number;
  capFen: number | null;
}): { uncappedFen: number; amountFen: number } {
  refuseNegative(input.issuePriceFen, input.qtyMilli, input.handlingBp, input.capFen);
  const uncappedFen = mulMulDivRound([input.issuePriceFen, input.qtyMilli, input.handlingBp], 10_000_000);
  return { uncappedFen, amountFen: input.capFen === null ? uncappedFen : Math.min(uncappedFen, input.capFen) };
}
