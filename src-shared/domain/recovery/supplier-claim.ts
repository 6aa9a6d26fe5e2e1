import { Refusal, refuseNegative } from '../units/refusal.ts';
import { mulDivRound, roundHalfAway, sumExact, toSafeNumber } from '../units/rounding.ts';

export interface SupplierClaimInput {
  supplyPriceFen: number;
  qtyMilli: number;
  labourMode: string;
  labourPaidFen: number;
  labourBp: number;
  labourHoursCenti: number;
  labourRateFenPerHour: number;
  travelPaidFen: number;
  travelBp: number;
  mgmtFeeBp: number;
}

const LABOUR_SHARE: Readonly<Record<string, (input: SupplierClaimInput) => number>> = {
  ACTUAL_PAID: ({ labourPaidFen, labourBp }) => mulDivRound(labourPaidFen, labourBp, 10000),
  FIXED_RATE: ({ labourHoursCenti, labourRateFenPerHour }) => mulDivRound(labourHoursCenti, labourRateFenPerHour, 100),
  NONE: () => 0,
};

/**
 * What is claimed back from a supplier in fen: material, labour by the contract's mode, share of travel and the management
 * fee on material only, each part rounded. Refuses `unknown-labour-mode`, then `negative-input`. Claims §4.1, §4.6 SV15.
 */
export function supplierClaimFen(input: SupplierClaimInput): {
  materialFen: number;
  labourFen: number;
  travelFen: number;
  mgmtFeeFen: number;
  totalFen: number;
} {
  const { labourMode, ...amounts } = input;
  const labourShare = Object.hasOwn(LABOUR_SHARE, labourMode) ? LABOUR_SHARE[labourMode] : undefined;
  if (labourShare === undefined) throw new Refusal('unknown-labour-mode');
  refuseNegative(...Object.values(amounts));
  const materialFen = mulDivRound(input.supplyPriceFen, input.qtyMilli, 1000);
  const labourFen = labourShare(input);
  const travelFen = mulDivRound(input.travelPaidFen, input.travelBp, 10000);
  const mgmtFeeFen = mulDivRound(materialFen, input.mgmtFeeBp, 10000);
  return {
    materialFen,
    labourFen,
    travelFen,
    mgmtFeeFen,
    totalFen: sumExact([materialFen, labourFen, travelFen, mgmtFeeFen]),
  };
}

/**
 * A supplier claim shared by liability with cumulative rounding in the given order; what stays below 100 % is retained by the
 * maker. Refuses `negative-input`, then `shares-over-100-percent`. Claims §4.6 SV15b.
 */
export function splitSupplier(input: {
  totalFen: number;
  suppliers: readonly { code: string; liabilityBp: number }[];
}): { shares: { code: string; amountFen: number }[]; retainedFen: number } {
  refuseNegative(input.totalFen, ...input.suppliers.map((supplier) => supplier.liabilityBp));
  if (sumExact(input.suppliers.map((supplier) => supplier.liabilityBp)) > 10000) {
    throw new Refusal('shares-over-100-percent');
  }
  let liabilitySoFarBp = 0n;
  let given = 0n;
  const shares = input.suppliers.map(({ code, liabilityBp }) => {
    liabilitySoFarBp += BigInt(liabilityBp);
    const upTo = roundHalfAway(BigInt(input.totalFen) * liabilitySoFarBp, 10000n);
    const amountFen = toSafeNumber(upTo - given);
    given = upTo;
    return { code, amountFen };
  });
  return { shares, retainedFen: input.totalFen - toSafeNumber(given) };
}
