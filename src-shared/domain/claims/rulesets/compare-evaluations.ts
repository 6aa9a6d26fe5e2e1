import type { Disposition, Evaluation } from '../evaluation-types.ts';

/** What another ruleset would have said of one claim; amounts in fen. */
export interface EvaluationChange {
  dispositionBefore: Disposition;
  dispositionAfter: Disposition;
  payableBeforeFen: number;
  payableAfterFen: number;
  /** Live rules that hit only after, and only before; ids sorted. */
  newRules: readonly string[];
  goneRules: readonly string[];
}

/** What differs between two evaluations of the same claim; null when decision, payable amount and live rules are alike. */
export function evaluationChange(before: Evaluation, after: Evaluation): EvaluationChange | null {
  const isAlike =
    before.disposition === after.disposition &&
    before.payableFen === after.payableFen &&
    before.signature === after.signature;
  if (isAlike) return null;
  const [rulesBefore, rulesAfter] = [rulesOf(before.signature), rulesOf(after.signature)];
  return {
    dispositionBefore: before.disposition,
    dispositionAfter: after.disposition,
    payableBeforeFen: before.payableFen,
    payableAfterFen: after.payableFen,
    newRules: rulesAfter.filter((id) => !rulesBefore.includes(id)),
    goneRules: rulesBefore.filter((id) => !rulesAfter.includes(id)),
  };
}

const rulesOf = (signature: string): string[] => (signature === '' ? [] : signature.split(','));

/** How many claims change and by how much; amounts in fen, each sum over the changed claims only. */
export interface ComparisonTotals {
  claims: number;
  changed: number;
  decisionsChanged: number;
  /** Of those: the rules would no longer approve by themselves, and would now. */
  toPerson: number;
  toRules: number;
  amountsChanged: number;
  payableUpFen: number;
  payableDownFen: number;
}

export const NO_COMPARISON: ComparisonTotals = {
  ...{ claims: 0, changed: 0, decisionsChanged: 0, toPerson: 0, toRules: 0 },
  ...{ amountsChanged: 0, payableUpFen: 0, payableDownFen: 0 },
};

/** The totals with one more claim; a claim that does not change counts as compared only. */
export function withClaim(totals: ComparisonTotals, change: EvaluationChange | null): ComparisonTotals {
  const claims = totals.claims + 1;
  if (change === null) return { ...totals, claims };
  const { dispositionBefore, dispositionAfter } = change;
  const isDecision = dispositionBefore !== dispositionAfter;
  const differenceFen = change.payableAfterFen - change.payableBeforeFen;
  return {
    claims,
    changed: totals.changed + 1,
    decisionsChanged: totals.decisionsChanged + Number(isDecision),
    toPerson: totals.toPerson + Number(isDecision && dispositionAfter === 'IN_REVIEW'),
    toRules: totals.toRules + Number(isDecision && dispositionBefore === 'IN_REVIEW'),
    amountsChanged: totals.amountsChanged + Number(differenceFen !== 0),
    payableUpFen: totals.payableUpFen + Math.max(0, differenceFen),
    payableDownFen: totals.payableDownFen + Math.max(0, -differenceFen),
  };
}
