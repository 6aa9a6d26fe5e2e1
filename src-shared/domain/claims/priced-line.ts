import { mulDivRound } from '../units/rounding.ts';
import type { LineFact, TraceStep, TraceStepName } from './evaluation-types.ts';
import type { Facts } from './ruleset-types.ts';

/** A line after quantity and price, before the split; money in fen. */
export interface PricedLine {
  line: LineFact;
  hoursCenti: number | null;
  claimedFen: number;
  /** What the rules compute at 100 %, never above what was claimed. */
  stdFen: number;
  /** The rule that cut the line most; null when none did. */
  ruleId: string | null;
  /** False when no catalogue row stood behind the amount, so that a person has to look. */
  standardised: boolean;
  /** Facts for the rules that look at the quantity or the price of the line. */
  quantity: Facts;
  price: Facts;
  /** What the trace is made of, once somebody asks for it. */
  steps: PricingSteps;
}

export interface PricingSteps {
  line: LineFact;
  hoursCenti: number | null;
  claimedFen: number;
  amountStated: boolean;
  /** Claimed and payable quantity in one unit (hours, thousandths or km), with the rule that cut it. */
  quantity: { claimed: number; payable: number; ruleId: string | null; facts: Facts };
  price: { amountFen: number; ruleId: string | null; facts: Facts };
  standardised: boolean;
  rulesetVersion: number;
}

/**
 * A line after quantity and price. The standard amount is capped by what was claimed, as nobody is paid more than the bill
 * says. Claims §4.1 steps 2 and 3.
 */
export function pricedLine(steps: PricingSteps): PricedLine {
  const { line, claimedFen, quantity, price } = steps;
  const afterQuantityFen = afterQuantity(steps);
  const stdFen = Math.min(price.amountFen, claimedFen);
  const quantityCutFen = claimedFen - afterQuantityFen;
  const priceCutFen = afterQuantityFen - stdFen;
  return {
    line,
    hoursCenti: steps.hoursCenti,
    claimedFen,
    stdFen,
    standardised: steps.standardised,
    ruleId:
      stdFen === claimedFen
        ? null
        : quantityCutFen >= priceCutFen
          ? (quantity.ruleId ?? price.ruleId)
          : (price.ruleId ?? quantity.ruleId),
    quantity: quantity.facts,
    price: price.facts,
    steps,
  };
}

/** The trace of a priced line, a fresh list to be continued: claimed → quantity → price → standard. */
export function pricingTrace({ steps, claimedFen, stdFen }: PricedLine): TraceStep[] {
  const { line, quantity, price, rulesetVersion } = steps;
  const step = (
    name: TraceStepName,
    { amountFen, ruleId, facts }: { amountFen: number; ruleId: string | null; facts: Facts },
  ): TraceStep => ({ step: name, ruleId, rulesetVersion: ruleId === null ? null : rulesetVersion, amountFen, facts });
  const stated = { amountStated: steps.amountStated, unitFen: line.unitFen };
  return [
    step('claimed', { amountFen: claimedFen, ruleId: null, facts: stated }),
    step('quantity', { amountFen: afterQuantity(steps), ruleId: quantity.ruleId, facts: quantity.facts }),
    step('price', price),
    step('standard', { amountFen: stdFen, ruleId: null, facts: { claimedFen, computedFen: price.amountFen } }),
  ];
}

function afterQuantity({ claimedFen, quantity }: PricingSteps): number {
  const isCut = quantity.payable < quantity.claimed;
  return isCut ? mulDivRound(claimedFen, quantity.payable, quantity.claimed) : claimedFen;
}
