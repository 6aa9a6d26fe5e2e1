import { refuseNegative } from '../units/refusal.ts';
import { mulDivRound, sumExact } from '../units/rounding.ts';

export interface StatementGroupInput {
  taxRateBp: number;
  claimsFen: readonly number[];
  preTaxFen: readonly number[];
}

export interface StatementGroup {
  taxRateBp: number;
  netFen: number;
  preTaxAdjFen: number;
  taxBaseFen: number;
  taxFen: number;
}

export type Payout = 'PAY' | 'ZERO' | 'DEFERRED' | 'CARRIED_NEGATIVE';

export interface StatementTotals {
  groups: StatementGroup[];
  netFen: number;
  preTaxAdjFen: number;
  taxBaseFen: number;
  taxFen: number;
  grossFen: number;
  offsetFen: number;
  payableFen: number;
  carryOutFen: number;
  status: Payout;
}

export interface StatementTotalsInput {
  groups: readonly StatementGroupInput[];
  postTaxFen: readonly number[];
  carryInFen: number;
  minPayoutFen: number;
  monthsDeferred: number;
  maxDeferMonths: number;
}

/**
 * A statement from its claims to what is paid: per tax group net, base and tax, then gross, set-off, carry and payout.
 * All amounts in fen; a negative base gives a negative tax. Claims §4.1 step 7, §4.5.
 */
export function statementTotals(input: StatementTotalsInput): StatementTotals {
  const groups = input.groups.map((group): StatementGroup => {
    const netFen = sumExact(group.claimsFen);
    const preTaxAdjFen = sumExact(group.preTaxFen);
    const taxBaseFen = netFen + preTaxAdjFen;
    const taxFen = mulDivRound(taxBaseFen, group.taxRateBp, 10000);
    return { taxRateBp: group.taxRateBp, netFen, preTaxAdjFen, taxBaseFen, taxFen };
  });
  const total = (of: (group: StatementGroup) => number): number => sumExact(groups.map(of));
  const taxBaseFen = total((group) => group.taxBaseFen);
  const taxFen = total((group) => group.taxFen);
  const grossFen = sumExact([taxBaseFen, taxFen]);
  const offsetFen = sumExact(input.postTaxFen);
  const dueFen = sumExact([grossFen, offsetFen, input.carryInFen]);
  const status = payoutOf(dueFen, input);
  const payableFen = status === 'PAY' ? dueFen : 0;
  return {
    groups,
    netFen: total((group) => group.netFen),
    preTaxAdjFen: total((group) => group.preTaxAdjFen),
    taxBaseFen,
    taxFen,
    grossFen,
    offsetFen,
    payableFen,
    carryOutFen: dueFen - payableFen,
    status,
  };
}

/** The net and tax parts of a tax-inclusive amount: net = rhu(gross × 10000 / (10000 + rate)). Refuses `negative-input`. */
export function taxFromGross(input: { grossFen: number; taxRateBp: number }): { netFen: number; taxFen: number } {
  refuseNegative(input.taxRateBp);
  const netFen = mulDivRound(input.grossFen, 10000, 10000 + input.taxRateBp);
  return { netFen, taxFen: input.grossFen - netFen };
}

function payoutOf(dueFen: number, input: StatementTotalsInput): Payout {
  if (dueFen < 0) return 'CARRIED_NEGATIVE';
  if (dueFen === 0) return 'ZERO';
  const deferrable = dueFen < input.minPayoutFen && input.monthsDeferred < input.maxDeferMonths;
  return deferrable ? 'DEFERRED' : 'PAY';
}
