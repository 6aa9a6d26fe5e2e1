import type { Statement, StatementClaim } from './statements.columns.tsx';

type Totals = Pick<Statement, 'claimCount' | 'claimedFen' | 'netFen' | 'taxFen' | 'grossFen' | 'payableFen'>;

const NO_STATEMENT = {
  id: '',
  version: 0,
  status: 'DRAFT' as const,
  kind: '',
  claimantType: '',
  claimantCode: '',
  claimantName: '',
  regionId: '',
  periodFromDate: '',
  periodToDate: '',
  carryOutFen: 0,
  payout: 'PAY' as const,
  createdAtMs: 0,
};

/** The foot of the statements: totals of the whole filter. */
export function statementFoot(totals: Totals, label: string): Statement {
  return { ...NO_STATEMENT, ...totals, no: label };
}

/** The foot of a statement's claims: exact sums of what stands above. */
export function claimsFoot(claims: readonly StatementClaim[], label: string): StatementClaim {
  const sum = (pick: (claim: StatementClaim) => number): number =>
    claims.reduce((total, claim) => total + pick(claim), 0);
  return {
    claimId: '',
    seq: claims.length,
    no: label,
    vin: '',
    plateNo: null,
    modelName: null,
    repairFinishDate: '',
    type: '',
    mainItem: null,
    labourFen: sum((claim) => claim.labourFen),
    materialFen: sum((claim) => claim.materialFen),
    handlingFen: sum((claim) => claim.handlingFen),
    travelFen: sum((claim) => claim.travelFen),
    otherFen: sum((claim) => claim.otherFen),
    claimedFen: sum((claim) => claim.claimedFen),
    approvedFen: sum((claim) => claim.approvedFen),
    cutFen: sum((claim) => claim.cutFen),
    reasonCode: null,
  };
}
